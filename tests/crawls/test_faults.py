"""What can go wrong between a portal and an archive, and what becomes of it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from archiver.ledger import Outcome, Verdict
from drivers.runs import bench
from portal import faults
from portal.districts import longbien
from portal.faults import Fault
from portal.server import Portal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archiver.records import Story
    from drivers.runs import Bench

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured]

ARTICLES = 12


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal(longbien(ARTICLES)) as portal:
        yield portal


@pytest.fixture
def place(tmp_path: Path, portal: Portal) -> Bench:
    return bench(tmp_path, portal)


def key(portal: Portal, number: int = 3) -> str:
    return list(portal.expected())[number]


def reasons(place: Bench, outcome: Outcome) -> str:
    return " ".join(place.last_run().reasons.get(outcome, {}))


def stories(place: Bench, url: str) -> list[Story]:
    with place.records() as records:
        return records.explain(url)


PASSING = {
    "503": faults.unavailable(times=2),
    "503 with Retry-After": faults.unavailable(retry_after="1", times=1),
    "reset before the head": faults.reset(times=2),
    "reset in the body": faults.reset(keep=700, times=2),
    "cut": faults.cut(times=2),
    "cut in its chunks": faults.cut(chunked=True, times=2),
    "longer than sent": faults.lying(by=400, times=1),
    "empty": faults.empty(times=2),
    "hangs": faults.hang(times=1),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_waited_out(name: str, portal: Portal, tmp_path: Path) -> None:
    place = bench(tmp_path, portal, crawl__timeout=1.5, crawl__patience=0.5)
    fault = PASSING[name]
    portal.fault(replace(fault, match=key(portal)))
    place.crawl("longbien")
    assert set(place.articles("longbien", portal.expected())) == set(portal.expected())
    assert Outcome.FAILED not in place.outcomes()


@pytest.mark.parametrize(
    "coding",
    [faults.chunked(), faults.gzipped(), faults.drip("view_content", pause=0.001)],
    ids=["chunked", "gzip", "drip"],
)
def test_how_it_is_sent_does_not_matter(coding: Fault, portal: Portal, place: Bench) -> None:
    portal.fault(coding)
    place.crawl("longbien")
    assert set(place.articles("longbien", portal.expected())) == set(portal.expected())


def test_what_stays_broken_is_a_failure_and_the_first_thing_of_the_next_run(
    portal: Portal, place: Bench
) -> None:
    broken = key(portal)
    portal.fault(faults.unavailable(broken))
    done = place.crawl("longbien", expect=4)
    assert "something was lost" in done.stderr
    assert "HTTP 503" in reasons(place, Outcome.FAILED)
    asked = [e for e in portal.log if broken in e.request.target]
    assert len(asked) >= 4, "it is tried again"

    portal.mend()
    place.crawl("longbien")
    assert set(place.articles("longbien", portal.expected())) == set(portal.expected())


def test_one_that_asks_for_too_long_a_wait_is_left(portal: Portal, place: Bench) -> None:
    portal.fault(faults.unavailable(key(portal), retry_after="86400"))
    place.crawl("longbien", expect=4)
    assert len([e for e in portal.log if key(portal) in e.request.target]) <= 2
    assert "HTTP 503" in reasons(place, Outcome.FAILED)


def test_what_is_gone_is_no_article(portal: Portal, place: Bench) -> None:
    hard, soft = key(portal, 2), key(portal, 5)
    portal.fault(Fault(match=hard, status=404), faults.soft_not_found(soft))
    place.crawl("longbien")
    kept = place.articles("longbien", portal.expected())
    assert set(portal.expected()) - set(kept) == {hard, soft}
    assert "HTTP 404 Not Found" in reasons(place, Outcome.NOT_ARTICLE)


def test_a_challenge_is_not_content_and_ends_the_run(portal: Portal, place: Bench) -> None:
    portal.fault(faults.challenge("view_content"))
    place.crawl("longbien", expect=4)
    run = place.last_run()
    assert run.verdict is Verdict.LOSS
    assert "blocked" in reasons(place, Outcome.FAILED) + reasons(place, Outcome.LATER)
    assert place.articles("longbien", portal.expected()) == {}
    asked = [e for e in portal.log if "view_content" in e.request.target]
    assert len(asked) <= 15, "lists answer well in between, so it takes more than five"


def test_being_told_to_slow_down_ends_the_run(portal: Portal, place: Bench) -> None:
    portal.fault(faults.unavailable("view_content", status=429))
    done = place.crawl("longbien", expect=4)
    assert "left alone" in done.stderr
    portal.mend()
    place.crawl("longbien")
    assert set(place.articles("longbien", portal.expected())) == set(portal.expected())


def test_a_redirect_leads_to_a_url_of_its_own(portal: Portal, place: Bench) -> None:
    moved = key(portal)
    target = portal.site.path(portal.site.by_key[moved]) + "?moved=1"
    portal.fault(faults.redirect(rf"{moved}-(?!.*moved)", to=target))
    place.crawl("longbien")
    assert set(place.articles("longbien", portal.expected())) == set(portal.expected())
    assert "redirects to" in reasons(place, Outcome.NOT_ARTICLE)


@pytest.mark.parametrize("to", ["{target}", "{target}x", "https://elsewhere.example/"])
def test_a_redirect_without_end_or_out_of_the_site(to: str, portal: Portal, place: Bench) -> None:
    portal.fault(faults.redirect(key(portal), to=to))
    place.crawl("longbien", expect=4)
    assert "redirects" in reasons(place, Outcome.FAILED)
    assert len(portal.log) < 120


def test_a_page_too_large_is_a_failure(portal: Portal, tmp_path: Path) -> None:
    place = bench(tmp_path, portal, crawl__max_bytes=300_000)
    portal.fault(faults.huge(key(portal), size=3_000_000))
    place.crawl("longbien", expect=4)
    assert "larger than" in reasons(place, Outcome.FAILED)
    assert len(place.articles("longbien", portal.expected())) == ARTICLES - 1


def test_a_bomb_is_a_failure(portal: Portal, tmp_path: Path) -> None:
    place = bench(tmp_path, portal, crawl__max_bytes=300_000)
    portal.fault(Fault(match=key(portal), body=b"<p>" + b"a" * 30_000_000, gzip=True))
    place.crawl("longbien", expect=4)
    assert "larger than" in reasons(place, Outcome.FAILED)


def test_robots_are_obeyed(portal: Portal, place: Bench) -> None:
    story = portal.site.by_key[key(portal)]
    portal.fault(faults.robots("User-agent: *\nDisallow: /*" + key(portal)))
    place.crawl("longbien", expect=None)
    assert not [e for e in portal.log if story.key in e.request.target]
    assert "robots.txt forbids it" in reasons(place, Outcome.REJECTED)


@pytest.mark.parametrize("status", [500, 503])
def test_robots_that_cannot_be_read_forbid_everything(
    status: int, portal: Portal, place: Bench
) -> None:
    portal.fault(faults.robots("", status=status))
    place.crawl("longbien", expect=1)
    assert {e.request.path for e in portal.log} == {"/robots.txt"}
    assert len(portal.log) > 1, "it is asked again"
    assert "robots.txt cannot be read" in reasons(place, Outcome.FAILED)
    portal.mend()
    place.crawl("longbien")


def test_no_robots_forbid_nothing(portal: Portal, place: Bench) -> None:
    portal.fault(faults.robots("<h1>404</h1>User-agent: *\nDisallow: /", status=404))
    place.crawl("longbien")
    assert len(place.articles("longbien", portal.expected())) == ARTICLES


def test_a_crawl_delay_is_kept(portal: Portal, place: Bench) -> None:
    portal.fault(faults.robots("User-agent: *\nCrawl-delay: 0.3"))
    place.crawl("longbien", limit=3)
    times = [entry.at for entry in portal.log]
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert len(gaps) >= 4
    assert min(gaps[2:]) > 0.25


def test_a_host_that_is_not_there(portal: Portal, tmp_path: Path) -> None:
    place = bench(tmp_path, portal, crawl__connect={portal.site.host: "http://127.0.0.1:9"})
    done = place.crawl("longbien", expect=1)
    assert "connection refused" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_parser_that_fails_costs_one_page(portal: Portal, place: Bench) -> None:
    portal.fault(Fault(match=key(portal), body=b"<html><body>\xff\xfe\x00 nothing here"))
    place.crawl("longbien")
    assert place.outcomes()[Outcome.REJECTED] == 1
