"""How far lists are read: an article that stands below known ones is not overlooked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from archiver import Outcome
from archiver.lifecycle import Presence
from drivers.runs import bench
from lives.comparing import SECTIONS, SITE, small_portal
from portal import faults
from portal.stamps import HANOI
from portal.stories import write

if TYPE_CHECKING:
    from pathlib import Path

    from drivers.runs import Bench
    from portal.server import Portal

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured]

NEWS, PARTY = (section.slug for section in SECTIONS)
AT = datetime(2025, 6, 25, 9, tzinfo=HANOI)


def publish(portal: Portal, number: int, *sections: str) -> None:
    key, at = str(2_000_000 + number * 43), AT + number * timedelta(hours=1)
    portal.add(write(number, seed=9, sections=sections, key=key, at=at, sentences=2))


def test_a_list_that_failed_is_read_to_its_end_by_the_next_run(tmp_path: Path) -> None:
    with small_portal(40) as portal:
        place = bench(tmp_path, portal, crawl__retries=0)
        portal.fault(faults.unavailable(f"/{PARTY}([?]|$)"))
        place.crawl(SITE, expect=4)
        portal.mend()
        assert len(place.articles(SITE, portal.expected())) < len(portal.expected())
        place.crawl(SITE)
        assert set(place.articles(SITE, portal.expected())) == set(portal.expected())


def test_what_a_list_names_no_longer_is_looked_at_the_same_night(tmp_path: Path) -> None:
    with small_portal(40) as portal:
        place = bench(tmp_path, portal)
        place.crawl(SITE)
        second = portal.content.listed(NEWS)[1].key
        portal.content.shown = 1
        place.crawl(SITE)
        assert looks(place, second) == [Presence.PRESENT], "lists were short"
        portal.content.shown = None
        portal.delete(second, 200)
        place.crawl(SITE)
        assert looks(place, second) == [Presence.PRESENT, Presence.ABSENT]
        place.crawl(SITE)
        assert len(looks(place, second)) == 2
        reasons = place.last_run().reasons[Outcome.NOT_ARTICLE]
        assert set(reasons) == {"a list"}


def looks(place: Bench, key: str) -> list[Presence]:
    return [look.presence for look in place.histories(SITE, [key])[key].observations]


def test_what_a_narrow_run_saw_hides_nothing(tmp_path: Path) -> None:
    with small_portal() as portal:
        place = bench(tmp_path, portal)
        place.crawl(SITE)
        publish(portal, 0, PARTY)
        for number in range(1, 5):
            publish(portal, number, NEWS, PARTY)
        place.crawl(SITE, sections=NEWS)
        assert len(place.articles(SITE, portal.expected())) == len(portal.expected()) - 1
        place.crawl(SITE)
        assert set(place.articles(SITE, portal.expected())) == set(portal.expected())
