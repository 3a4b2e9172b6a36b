"""How a site is treated: its hours, its wishes, and what it is not asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archiver.ledger import Outcome, Verdict
from drivers.runs import bench
from portal import faults
from portal.districts import longbien
from portal.faults import Fault
from portal.server import Portal

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from drivers.runs import Bench

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured]

ARTICLES = 30


def night(place: Bench, begin: str) -> subprocess.CompletedProcess[str]:
    return place.begin("drivers.minutely", f"{begin}+07:00", *place.overrides).wait()


def test_a_run_ends_with_the_hours_of_its_site_and_the_next_goes_on(tmp_path: Path) -> None:
    with Portal(longbien(ARTICLES)) as portal:
        place = bench(tmp_path, portal, sites__longbien__hours="22:00-05:00")
        done = night(place, "2025-06-20T03:00")
        assert done.returncode == 0, done.stderr
        run = place.last_run()
        assert run.balanced
        assert run.verdict is Verdict.WELL
        assert set(run.reasons[Outcome.LATER]) == {"outside sites.longbien.hours, 22:00-05:00"}
        asked = len(portal.log)

        done = night(place, "2025-06-20T12:00")
        assert "longbien is asked from 22:00-05:00 only" in done.stderr
        assert len(portal.log) == asked

        portal.log.clear()
        for day in range(20, 26):
            night(place, f"2025-06-{day}T22:00")
        assert set(place.articles("longbien", portal.expected())) == set(portal.expected())


def test_hours_that_are_none(tmp_path: Path) -> None:
    with Portal(longbien(3)) as portal:
        done = bench(tmp_path, portal, sites__longbien__hours="25:00-3").crawl("longbien", expect=2)
    assert "setting sites.longbien.hours" in done.stderr


def test_refusals_now_and_then_end_the_run_as_well(tmp_path: Path) -> None:
    """Lists and other articles answer well in between."""
    with Portal(longbien(ARTICLES)) as portal:
        portal.fault(faults.unavailable("view_content", status=429, fraction=0.6))
        place = bench(tmp_path, portal, crawl__retries=0)
        done = place.crawl("longbien", expect=4)
    assert "left alone" in done.stderr
    assert place.outcomes()[Outcome.LATER]


def test_forbidden_pages_alone_are_no_block(tmp_path: Path) -> None:
    with Portal(longbien(ARTICLES)) as portal:
        portal.fault(faults.unavailable("view_content", status=403, fraction=0.6))
        place = bench(tmp_path, portal, crawl__retries=0)
        done = place.crawl("longbien", expect=4)
    assert "left alone" not in done.stderr
    assert Outcome.LATER not in place.outcomes()
    assert place.outcomes()[Outcome.NEW]


def test_a_wish_not_to_be_shown_is_noted(tmp_path: Path) -> None:
    with Portal(longbien(5)) as portal:
        keys = list(portal.expected())
        portal.fault(Fault(match=keys[0], headers=(("X-Robots-Tag", "noarchive"),)))
        place = bench(tmp_path, portal)
        place.crawl("longbien")
    assert place.last_run().reasons[Outcome.NEW] == {"noarchive (X-Robots-Tag)": 1}


def test_robots_that_are_sent_round_are_given_up(tmp_path: Path) -> None:
    with Portal(longbien(3)) as portal:
        portal.fault(faults.redirect("^/robots", to="/robots.txt?{target}"))
        place = bench(tmp_path, portal, crawl__retries=0)
        place.crawl("longbien", expect=1)
        assert len(portal.log) == 6
    (reason,) = place.last_run().reasons[Outcome.FAILED]
    assert "robots.txt cannot be read: redirects without end" in reason


def test_of_robots_only_so_much_is_read(tmp_path: Path) -> None:
    with Portal(longbien(3)) as portal:
        rule = "User-agent: *\nDisallow: /\n"
        portal.fault(faults.robots("#" * 500_000 + "\n" + rule))
        bench(tmp_path, portal).crawl("longbien")
        portal.mend()
        portal.fault(faults.robots(rule + "#" * 500_000))
        portal.log.clear()
        bench(tmp_path, portal).crawl("longbien", expect=None, full="yes")
        assert {entry.request.path for entry in portal.log} == {"/robots.txt"}
