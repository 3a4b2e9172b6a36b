"""Several runs at once on one PostgreSQL database: of different sites, never of one."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from drivers.runs import bench
from portal.districts import longbien, phuc_loi
from portal.server import Portal

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from drivers.postgresql import Databases
    from drivers.runs import Bench

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured]

SITES = (
    longbien(12),
    phuc_loi(12),
    replace(phuc_loi(12, seed=3), name="viet-hung", host="viethung.hanoi.gov.vn"),
)


def place_of(folder: Path, portal: Portal, url: str, **settings: object) -> Bench:
    return bench(folder, portal, storage__sql__url=url, **settings)


def test_of_different_sites(tmp_path: Path, postgresql: Databases) -> None:
    url = postgresql.url(tmp_path)
    with ExitStack() as stack:
        portals = [stack.enter_context(Portal(site)) for site in SITES]
        places = [place_of(tmp_path, portal, url) for portal in portals]
        runs = [
            place.start(place.crawl_command(site.name))
            for place, site in zip(places, SITES, strict=True)
        ]
        told = [run.communicate(timeout=120)[1] for run in runs]
        assert [run.returncode for run in runs] == [0, 0, 0], told
        for place, portal in zip(places, portals, strict=True):
            expected = portal.expected()
            assert set(place.articles(portal.site.name, expected)) == set(expected)
    with places[0].records() as records:
        assert all(run.balanced for run in records.runs())
        assert [status.site for status in records.status()] == sorted(s.name for s in SITES)


def test_a_second_one_of_the_same_site_is_refused(tmp_path: Path, postgresql: Databases) -> None:
    url = postgresql.url(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with Portal(SITES[0]) as portal, Portal(SITES[1]) as other:
        place = place_of(tmp_path, portal, url, crawl__delay=60)
        first = place.start(place.crawl_command("longbien"))
        while not portal.log:
            assert first.poll() is None
        refused = place.crawl("longbien", expect=1)
        assert f"another run of longbien is writing to {place.archive}; wait" in last(refused)
        there = place_of(elsewhere, portal, url)
        refused = there.crawl("longbien", expect=1)
        assert "another run of longbien is going on in the database" in last(refused)
        place_of(elsewhere, other, url).crawl("phuc-loi")
        first.kill()
        first.communicate()
        there.crawl("longbien")
        assert set(there.articles("longbien", portal.expected())) == set(portal.expected())


def last(done: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]
