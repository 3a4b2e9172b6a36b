"""The recovery drill: a dead portal comes back from web archives, and nothing of its successor."""

from __future__ import annotations

import time
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from archiver.crawling.runs import remainder
from archiver.ledger import Outcome, Verdict
from archiver.parsing.page import Page
from archiver.parsing.validation import examine
from archiver.webarchives.mementos import Memento
from archiver_plugins.hanoi import Sotttt
from archives.both import Both
from archives.commoncrawl import CommonCrawl
from archives.drill import EDITED, LATER, Drill, drill
from archives.holding import Holding
from archives.wayback import Wayback
from checker.pywb_replay import COLLECTION, ENVIRONMENT, replaying
from drivers.runs import CONTACT, bench
from examples.real import DATA, needs_data
from lives.comparing import held
from portal.faults import Fault
from portal.server import Server
from warcs.checker import check

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from drivers.runs import Bench

pytestmark = [pytest.mark.crawl, pytest.mark.timeout(240)]

SITE = "longbien"
SINCE: Any = {"source": "wayback", "from": "2018"}
ADDRESSES = r"^/web/"
LISTS = r"^/cdx/"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Drill:
    return drill(tmp_path_factory.mktemp("drill"))


@pytest.fixture
def wayback(known: Drill) -> Iterator[Server]:
    with Server(Wayback(known.holding)) as server:
        yield server


def place(folder: Path, server: Server, **settings: object) -> Bench:
    """Return a folder to recover into, in a hurry unless the settings say otherwise."""
    told: dict[str, Any] = {
        "archives__wayback": server.url,
        "archives__commoncrawl": server.url,
        "archives__commoncrawl_files": server.url,
        "archives__lists_per_minute": 6000,
        "archives__captures_per_second": 500,
        "contact": CONTACT,
        "crawl__patience": 0.05,
    }
    return bench(folder, **told | settings)


def busy(match: str, status: int = 503, retry_after: str | None = None, **when: float) -> Fault:
    """Return an answer of the archive itself that it is too busy."""
    headers = (("Retry-After", retry_after),) if retry_after else ()
    return Fault(match=match, status=status, not_found=True, headers=headers, **when)  # type: ignore[arg-type]  # by name


def assert_recovered(into: Bench, known: Drill) -> None:
    """See that all wordings are there at the time of their captures, and no others."""
    with into.records() as records:
        articles = list(records.articles(SITE))
        strangers = [status.site for status in records.status() if status.site != SITE]
    told = {a.key: [revision.article for revision in a.revisions] for a in articles}
    assert told == {
        key: [replace(article, published_raw=told[key][0].published_raw) for article in wordings]
        for key, wordings in known.wordings.items()
    }
    days = {revision.at.date() for history in articles for revision in history.revisions}
    assert days <= {began.astimezone().date() for began, _ in known.shown}
    assert not strangers


def asked(server: Server, path: str) -> list[float]:
    return [entry.at for entry in server.log if entry.request.path.startswith(path)]


def most_in(times: Sequence[float], seconds: float) -> int:
    """Return how many fall into any such span of time."""
    return max(sum(at <= other < at + seconds for other in times) for at in times)


@pytest.mark.parametrize(("source", "pages"), [("wayback", Wayback), ("commoncrawl", CommonCrawl)])
def test_what_the_archive_holds_comes_back(
    source: str, pages: type[Any], tmp_path: Path, known: Drill
) -> None:
    with Server(pages(known.holding)) as archive:
        into = place(tmp_path, archive)
        into.crawl(SITE, **SINCE | {"source": source})
    assert_recovered(into, known)
    run = into.last_run()
    late = "captured after the site's last day, 2025-06-30"
    successors = [row for row in known.holding.rows if row.at.year == 2025 and row.at.month > 6]
    assert run.reasons[Outcome.NOT_IN_SOURCE] == {late: len(successors)}
    assert run.balanced
    with into.records() as records:
        kept = [story.link.url for story in records.urls(SITE) if story.endings[-1].capture]
    mementos = [memento for url in kept if (memento := Memento.read(url))]
    # Common Crawl keeps repetitions and redirects apart
    assert len(mementos) == known.pages - (2 if source == "commoncrawl" else 0)
    assert max(memento.at for memento in mementos) < LATER
    assert {memento.url for memento in mementos} <= {row.url for row in known.rows}
    history = into.histories(SITE, [EDITED])[EDITED]
    for revision, (began, _) in zip(history.revisions, known.shown, strict=True):
        assert revision.at.date() == began.astimezone().date()
        memento = Memento.read(revision.capture.url if revision.capture else "")
        assert memento is not None
        assert memento.at == revision.at
    assert into.ask("verify", "--all", "-s", f"folder={into.archive}").returncode == 0


def test_troubles_of_the_archive_cost_nothing(
    tmp_path: Path, wayback: Server, known: Drill
) -> None:
    """Retry-After silences everything; what was reset, cut or refused is asked for again."""
    wayback.fault(
        busy(LISTS, 504, times=2),
        busy(ADDRESSES, 429, "2", times=1),
        busy(ADDRESSES, fraction=0.2),
        Fault(match=ADDRESSES, fraction=0.2, reset=True),
        Fault(match=ADDRESSES, fraction=0.2, keep=500),
        Fault(match=ADDRESSES, fraction=0.2, gzip=True),
    )
    into = place(tmp_path, wayback, crawl__retries=12)
    into.crawl(SITE, **SINCE)
    assert_recovered(into, known)
    assert "does not agree" not in str(into.last_run().reasons)
    refused = next(entry.at for entry in wayback.log if entry.status == 429)
    # what was on its way already arrives
    after = [entry.at - refused for entry in wayback.log if entry.at > refused + 0.5]
    assert min(after) >= 1.9


def test_limits_hold_at_every_second(tmp_path: Path, wayback: Server) -> None:
    """The real limits, each in units of its own: 8 captures a second, 24 lists a minute."""
    defaults = {"archives__lists_per_minute": 24, "archives__captures_per_second": 8}
    into = place(tmp_path, wayback, **defaults)
    into.crawl(SITE, **SINCE | {"from": "2025", "to": "2025-06-30"})
    lists, captures = asked(wayback, "/cdx/"), asked(wayback, "/web/")
    assert len(lists) == 2
    assert lists[1] - lists[0] >= 60 / 24
    assert len(captures) > 16
    assert most_in(captures, 1.0) <= 8
    assert {entry.request.headers["user-agent"] for entry in wayback.log} == {
        f"archiver/0.1.0 (+{CONTACT})"
    }


def test_a_refusal_ends_all_asking(tmp_path: Path, wayback: Server, known: Drill) -> None:
    into = place(tmp_path, wayback, archives__captures_per_second=20)
    process = into.start(into.crawl_command(SITE, **SINCE))
    while len(asked(wayback, "/web/")) < 5:
        time.sleep(0.01)
        assert process.poll() is None
    wayback.refuse()
    _, told = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "refuses connections; leave it alone for an hour or more" in told
    run = into.last_run()
    assert run.verdict is Verdict.LOSS
    assert run.balanced
    with Server(Wayback(known.holding), port=wayback.port) as again:
        into.crawl(SITE, **SINCE)
        assert len(asked(again, "/web/")) + len(asked(wayback, "/web/")) <= known.pages + 8
    assert_recovered(into, known)


def test_who_stays_busy_is_left_alone(tmp_path: Path, wayback: Server) -> None:
    """Each time for twice as long, and in the end for this run."""
    wayback.fault(busy(ADDRESSES, 429))
    into = place(tmp_path, wayback, archives__pause=0.5, crawl__longest_wait=3, crawl__retries=9)
    told = into.crawl(SITE, **SINCE, expect=4).stderr
    assert "the archive refuses, so it was left alone: the archive asks to be left alone" in told
    # 0.5, 1 and 2 seconds after answers to all that was on its way
    assert 4 <= len(asked(wayback, "/web/")) <= 4 * 8
    assert into.last_run().balanced


def test_a_killed_run_goes_on(tmp_path: Path, wayback: Server, known: Drill) -> None:
    into = place(tmp_path, wayback, archives__captures_per_second=40)
    for moment in (5, 20):
        process = into.start(into.crawl_command(SITE, **SINCE))
        while len(asked(wayback, "/web/")) < moment:
            time.sleep(0.01)
            assert process.poll() is None
        process.kill()
        process.communicate()
    into.crawl(SITE, **SINCE)
    assert_recovered(into, known)
    run = into.last_run()
    assert run.id == 1
    assert run.balanced
    # what was in flight at a kill is asked once more
    assert len(asked(wayback, "/web/")) <= known.pages + 2 * 48
    for path in (into.archive / "warc").glob("*.gz"):
        check(path)


def test_what_the_archive_withholds_or_has_changed(tmp_path: Path, known: Drill) -> None:
    """A capture that is closed, one for which another is given, and one with another digest."""
    odd, closed, edited = "1000129", "1000086", EDITED
    rows = [replace(row, digest="A" * 32) if odd in row.url else row for row in known.rows]
    pages = Wayback(replace(known.holding, rows=rows))
    pages.closed |= {row.url for row in rows if closed in row.url}
    lost = next(row for row in rows if edited in row.url)
    pages.lost.add((lost.url, lost.stamp))
    with Server(pages) as server:
        into = place(tmp_path, server)
        into.crawl(SITE, **SINCE)
    found = into.histories(SITE, [odd, closed, edited])
    assert found.keys() == {odd, edited}
    assert [revision.number for revision in found[edited].revisions] == [1]
    assert found[odd].revisions[0].article == known.wordings[odd][0]
    run = into.last_run()
    reasons = run.reasons[Outcome.NOT_IN_SOURCE]
    assert reasons["the archive gives another capture of it instead"] == 1
    closed_for = "the archive keeps it closed: AdministrativeAccessControlException"
    assert reasons[closed_for] >= 1
    assert reasons["the archive has no capture of it that can be read"] >= 1
    assert "unverified: the archive's digest does not agree" in str(run.reasons)
    assert "unverified: the archive names no digest" in str(run.reasons)
    notes = {
        record["WARC-Target-URI"]: record.block
        for path in (into.archive / "warc").glob("*.gz")
        for record in check(path)
        if record["WARC-Type"] == "metadata" and b"recoveredFrom: wayback" in record.block
    }
    verdicts = {url: b"digest: verified" in block for url, block in notes.items()}
    # of what is given instead, no digest is known
    assert {url for url, verified in verdicts.items() if not verified} == {
        row.url for row in rows if odd in row.url or edited in row.url
    }


def test_what_is_kept_is_not_asked_for_again(tmp_path: Path, wayback: Server, known: Drill) -> None:
    """Not by a second run, nor by what reads the captures again."""
    into = place(tmp_path, wayback)
    into.crawl(SITE, **SINCE)
    wayback.log.clear()
    into.crawl(SITE, **SINCE)
    assert asked(wayback, "/cdx/")
    assert not asked(wayback, "/web/")
    assert into.outcomes()[Outcome.NOT_DUE] > 0
    assert_recovered(into, known)
    wayback.refuse()
    folder = ("-s", f"folder={into.archive}")
    assert " 0 read otherwise" in into.ask("reparse", "--dry-run", *folder).stdout
    before = held(into)["article"]
    assert into.ask("rebuild", *folder).returncode == 0
    again = held(into)["article"]
    for article in (*before, *again):
        article.pop("addresses")  # of those that only the index names nothing is read again
    assert again == before
    assert into.ask("verify", "--all", *folder).returncode == 0


@needs_data
def test_a_real_portal_comes_back(tmp_path: Path) -> None:
    """A part of it: every article that the part holds, as the file itself gives it."""
    file, parser = DATA / "sotttt-2022.warc.gz", Sotttt()
    holding = Holding().add(file, wanted=lambda url: zlib.crc32(url.encode()) % 40 == 0)
    keys = {key for row in holding.rows if (key := parser.key(row.url))}
    assert len(keys) > 70
    with Server(Both(Wayback(holding), CommonCrawl(holding)), keep=False) as archives:
        into = place(tmp_path, archives)
        into.crawl("sotttt", source="wayback")
        articles = into.articles("sotttt", keys)
        assert articles.keys() == keys
        run = into.last_run()
        assert "does not agree" not in str(run.reasons)
        assert run.balanced
        # the department's portal has not ended
        assert [*run.reasons[Outcome.LATER]] == [remainder.LIVE]
        assert len(asked(archives, "/web/")) == len(holding.rows)
    for row in holding.rows:
        key = parser.key(row.url)
        if key is not None and articles[key].url == row.url:
            page = Page(url=row.url, body=row.body, headers=row.headers, captured_at=row.at)
            assert articles[key] == examine(parser.parse(page), parser, row.at)[0]


@pytest.mark.checker
@pytest.mark.skipif(
    not (ENVIRONMENT / "bin/wayback").exists(), reason="needs pywb: run `make checker`"
)
def test_a_pywb_of_ones_own(tmp_path: Path, known: Drill) -> None:
    """pywb itself, not a stand-in, gives raw captures out of the same files."""
    folder = tmp_path / "pywb"
    folder.mkdir()
    with replaying(known.files, folder) as pywb:
        into = bench(tmp_path, contact=CONTACT, archives__lists_per_minute=6000)
        address = f"pywb:http://127.0.0.1:{pywb.port}/{COLLECTION}"
        into.crawl(SITE, **SINCE | {"source": address})
    assert_recovered(into, known)
    assert "does not agree" not in str(into.last_run().reasons)
