"""Which readings are revisions, and what made them: told of addresses that do not say the same."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from archiver.ledger import Outcome
from archiver.records import Cause
from archiver_storage.timeline import Reading, Timeline, causes, line, shown

BEGAN = datetime(2024, 5, 1, tzinfo=UTC)


def reading(day: int, address: str, wording: str, parser: str = "toy/1") -> Reading:
    return Reading(
        at=BEGAN + timedelta(days=day),
        wording=wording,
        source=f"{address}{day}",
        parser=parser,
        address=(f"http://toy/{address}", ()),
        payload=f"{address}{day}",
    )


def told(*looks: str) -> list[Reading]:
    """Return readings, one a day: `a:w` is the wording w at the address a."""
    return [reading(day, *look.split(":")) for day, look in enumerate(looks)]


def wordings(*looks: str) -> str:
    return "".join(one.wording for one in line(told(*looks)))


def test_an_address_that_says_what_it_always_said_revises_nothing() -> None:
    assert wordings("a:v", "b:w", "a:v", "b:w", "a:v") == "vw"
    assert wordings("a:v", "b:w", "a:v", "b:x", "a:v") == "vwx"


def test_an_edit_is_seen_at_whichever_address_shows_it_first() -> None:
    assert wordings("a:v", "b:v", "a:w", "b:w") == "vw"
    assert wordings("a:v", "b:v", "b:w", "a:w", "a:v", "b:v") == "vwv"


def test_a_stale_copy_at_another_address_takes_nothing_back() -> None:
    assert wordings("a:v", "b:v", "a:w", "b:v", "a:w", "b:w") == "vw"


def test_a_new_address_that_others_contradict_is_no_proof_of_an_edit() -> None:
    assert causes(told("a:v", "b:w")) == [None, Cause.SITE]
    assert causes(told("a:v", "b:w", "a:v")) == [None, Cause.UNCLEAR]
    assert causes(told("a:v", "b:w", "a:w")) == [None, Cause.SITE]
    assert causes(told("a:v", "b:w", "a:v", "a:w")) == [None, Cause.SITE]
    assert causes(told("a:v", "b:w", "a:x", "b:w")) == [None, Cause.SITE, Cause.SITE]


def test_what_the_second_look_at_both_brings() -> None:
    timeline = Timeline({})
    looks = told("a:v", "b:w", "a:v", "b:w", "a:x")
    assert [timeline.put(one).outcome for one in looks] == [
        Outcome.NEW,
        Outcome.REVISED,
        Outcome.UNCHANGED,
        Outcome.UNCHANGED,
        Outcome.REVISED,
    ]


def test_a_page_without_a_time_has_that_of_its_neighbour_in_whatever_order_they_come() -> None:
    readings = [reading(day, "a", said) for day, said in enumerate(["w", "w@1", "w", "w@2", "w"])]
    for order in itertools.permutations(readings):
        timeline = Timeline({})
        ends = [timeline.put(one).outcome for one in order]
        assert ends.count(Outcome.REVISED) <= 1
        assert [one.wording for one in line(timeline.readings.values())] == ["w@1", "w@2"]


def test_each_look_tells_the_revision_that_it_showed() -> None:
    looks = [
        ("v@1", 1),
        ("w@1", 2),
        ("v@1", None),
        ("", None),
        ("w", None),
        ("w@2", 3),
        ("v", None),
    ]
    assert list(shown(looks)) == [1, 2, 1, 2, 2, 3, 1]


LOOKS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("vwx")), min_size=1, max_size=12)


@given(LOOKS, st.integers())
def test_the_order_in_which_captures_come_in_makes_no_difference(
    looks: list[tuple[str, str]], seed: int
) -> None:
    readings = [reading(day, *look) for day, look in enumerate(looks)]
    mixed = readings.copy()
    Random(seed).shuffle(mixed)  # noqa: S311  # no secret
    timeline = Timeline({})
    for one in mixed:
        timeline.put(one)
    assert line(timeline.readings.values()) == line(readings)
    assert timeline.causes() == causes(readings)


@given(LOOKS)
def test_one_address_alone_is_revised_whenever_it_says_something_else(
    looks: list[tuple[str, str]],
) -> None:
    said = [reading(day, "a", wording) for day, (_, wording) in enumerate(looks)]
    changes = [new for old, new in itertools.pairwise(said) if old.wording != new.wording]
    assert line(said) == [said[0], *changes]


@given(LOOKS)
def test_looking_at_every_address_again_revises_nothing(looks: list[tuple[str, str]]) -> None:
    readings = [reading(day, *look) for day, look in enumerate(looks)]
    last = {one.address[0][-1]: one.wording for one in readings}
    again = [reading(100 + day, *look) for day, look in enumerate(last.items())]
    assert line([*readings, *again]) == line(readings)
