"""The arguments of a crawl, read."""

from __future__ import annotations

from datetime import datetime

import pytest

from archiver.crawling.walk import Walk
from archiver.dates import HANOI
from archiver.errors import SettingsError


def test_everything_at_once() -> None:
    walk = Walk.of(
        {
            "sections": "tin-tuc, /thong-bao/",
            "since": "2018-03-01",
            "until": "2018-03-27",
            "limit": "5",
            "source": "x.warc.gz",
            "dry": "yes",
        }
    )
    assert walk.sections == {"tin-tuc", "thong-bao"}
    assert walk.since == datetime(2018, 3, 1, tzinfo=HANOI)
    assert walk.until == datetime(2018, 3, 27, 23, 59, 59, 999999, tzinfo=HANOI)
    assert (walk.limit, walk.source, walk.dry) == (5, "x.warc.gz", True)


def test_nothing_is_a_whole_live_crawl() -> None:
    assert Walk.of({}) == Walk(source="live")


@pytest.mark.parametrize(
    ("earlier", "later", "covered"),
    [
        ({}, {}, True),
        ({}, {"since": "2018-01-01", "sections": "a"}, True),
        ({"limit": "3", "until": "2018-01-01"}, {}, True),
        ({"since": "2018-01-01"}, {}, False),
        ({"since": "2018-01-01"}, {"since": "2018-01-02"}, True),
        ({"since": "2018-01-01"}, {"since": "2017-12-31"}, False),
        ({"sections": "a,b"}, {"sections": "a"}, True),
        ({"sections": "a"}, {"sections": "a,b"}, False),
        ({"sections": "a"}, {}, False),
    ],
)
def test_what_an_earlier_walk_has_read(
    earlier: dict[str, str], later: dict[str, str], *, covered: bool
) -> None:
    assert Walk.of(earlier).covers(Walk.of(later)) is covered


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"section": "x"}, "no argument 'section'"),
        ({"since": "27/03/2018"}, "give it as 2018-03-27"),
        ({"since": "2019-01-01", "until": "2018-01-01"}, "is later than until"),
        ({"limit": "0"}, "give 1 or more"),
        ({"limit": "many"}, "give 1 or more"),
        ({"sections": " ,"}, "give slugs"),
        ({"dry": "perhaps"}, "neither yes nor no"),
    ],
)
def test_wrong_use(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        Walk.of(arguments)
