"""What a run takes from a web archive, and what it leaves there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from archiver.captures import Capture
from archiver.crawling.job import Job
from archiver.crawling.looking import Forgetful
from archiver.crawling.sources.holdings import THE_REST, Holdings
from archiver.crawling.walk import Walk
from archiver.errors import SettingsError
from archiver.ledger import Kind, Link, Outcome, Task
from archiver.settings import ArchivesSettings, Settings
from archiver.webarchives.mementos import INDEX, Memento
from archiver.webarchives.webarchive import Listed, Listing
from archiver_plugins.longbien import LongBien, PhuongLongBien
from archiver_storage.webarchives import Wayback

PLACE = "https://web.archive.org/web"
HOST = "http://longbien.hanoi.gov.vn"
STORY = "/tin-tuc/-/view_content/1083028-abc.html"
TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, tzinfo=UTC)


def holdings(parser: Any = LongBien, **arguments: str) -> Holdings:
    archive = Wayback("wayback", ArchivesSettings())
    return Holdings.of(archive, parser(), Walk.of({"source": "wayback", **arguments}), TODAY)


def memento(url: str = HOST + STORY, day: str = "2018-03-27T03:14:00", **fields: Any) -> Memento:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    told: dict[str, Any] = {"place": PLACE, "url": url, "at": at}
    return Memento(**told | fields)


def task(url: str, **fields: Any) -> Task:
    return Task(id=1, link=Link(url=url, kind=Kind.ARTICLE), **fields)


def outcome(of: Holdings, url: str, **fields: Any) -> tuple[Outcome | None, str | None] | None:
    visit = of.aside(task(url, **fields), NOW)
    return None if visit is None else (visit.outcome, visit.reason)


def test_a_capture_of_the_sites_time_is_asked_for() -> None:
    assert outcome(holdings(), memento().address) is None
    assert outcome(holdings(), "https://web.archive.org/cdx/search/cdx?x" + INDEX) is None


@pytest.mark.parametrize(
    ("day", "late"),
    [
        ("2025-06-30T16:59:59", False),  # the last second of the last day in Viet Nam
        ("2025-06-30T17:00:00", True),
    ],
)
def test_what_was_captured_after_the_last_day_is_not_the_sites(day: str, *, late: bool) -> None:
    reason = "captured after the site's last day, 2025-06-30"
    expected = (Outcome.NOT_IN_SOURCE, reason) if late else None
    assert outcome(holdings(), memento(day=day).address) == expected


def test_what_was_captured_before_the_first_day_is_not_the_sites() -> None:
    of = holdings(PhuongLongBien)
    reason = "captured before the site's first day, 2025-07-01"
    assert outcome(of, memento().address) == (Outcome.NOT_IN_SOURCE, reason)
    assert of.first == date(2025, 7, 1)


def test_what_was_kept_before_is_not_asked_for_again() -> None:
    kept = Capture(record_id="a", url="b", at=NOW, file="c", offset=0, length=1)
    told = outcome(holdings(), memento().address, original=kept)
    assert told == (Outcome.NOT_DUE, "kept before")


def test_the_days_of_the_walk() -> None:
    of = holdings(**{"from": "2018-03-27", "to": "2018-03"})
    assert (of.first, of.last) == (date(2018, 3, 27), date(2018, 3, 31))
    outside = (Outcome.NOT_DUE, "captured outside of `from` and `to`")
    days = ("2018-03-26T23:59:59", "2018-03-27T00:00:00", "2018-04-01T00:00:00")
    told = [outcome(of, memento(day=day).address) for day in days]
    assert told == [outside, None, outside]


def test_another_archive_is_not_asked() -> None:
    other = memento(place="http://localhost:8080/c").address
    told = outcome(holdings(), other)
    assert told == (Outcome.NOT_DUE, "of a web archive, which this run does not ask")


@pytest.mark.parametrize("address", [memento().address, "https://web.archive.org/cdx?x" + INDEX])
def test_a_live_run_leaves_web_archives_alone(address: str) -> None:
    job = Job(parser=LongBien(), walk=Walk(), settings=Settings(), recorder=Forgetful())
    visit = job.aside(task(address), lambda _: None)
    assert visit is not None
    assert visit.outcome is Outcome.NOT_DUE
    assert job.aside(task(HOST + STORY), lambda _: None) is None


def test_the_address_of_an_article_waits_until_all_is_read() -> None:
    visit = holdings().aside(task(HOST + STORY), NOW)
    assert visit is not None
    assert (visit.outcome, visit.retry_at) == (None, THE_REST)


def test_links_are_captures_and_the_addresses_that_they_are_of() -> None:
    good = memento("http://www.longbien.gov.vn:80" + STORY)
    late = memento(HOST + "/tin/123.html", "2026-01-01T00:00:00")
    other = memento("http://hanoi.gov.vn/")
    front = memento(HOST + ":80/")
    rows = [
        Listed(memento=one, key=one.url, status=200, mime="text/html")
        for one in (good, late, other, front)
    ]
    links = list(holdings().links(Listing(rows=rows, further=["https://next"])))
    assert links == [
        Link(url="https://next" + INDEX, kind=Kind.LIST),
        Link(url=good.address, kind=Kind.ARTICLE, key="1083028"),
        Link(url="http://www.longbien.gov.vn" + STORY, kind=Kind.ARTICLE, key="1083028"),
        Link(url=late.address, kind=Kind.LIST),
        Link(url=front.address, kind=Kind.LIST),
    ]


def test_hosts_are_asked_without_www_and_once() -> None:
    hosts = {link.url.partition("url=")[2].partition("&")[0] for link in holdings().seeds()}
    assert hosts == {"longbien.hanoi.gov.vn", "longbien.gov.vn"}


@pytest.mark.parametrize("argument", ["sections", "since", "until"])
def test_a_web_archive_is_walked_whole(argument: str) -> None:
    with pytest.raises(SettingsError, match="walked by its index"):
        holdings(**{argument: "2018-03-27"})
