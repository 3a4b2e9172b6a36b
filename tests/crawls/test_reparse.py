"""Kept pages are read again by today's parsers: what differs is told before it is written."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from archiver.article import Article
from archiver.crawling.again import pages
from archiver.crawling.again.pages import cores
from archiver.crawling.again.rebuild import Rebuild
from archiver.crawling.again.reparse import Reparse
from archiver.errors import PageRejected
from archiver.ledger import Outcome
from archiver.proving.reparsed import FOUND, LOST
from archiver.registry import Registry, load_plugins
from archiver.settings import Settings
from archiver.testing.dumping import dump
from archiver_plugins.longbien import LongBien
from drivers.runs import SAMPLE, bench

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.crawling.again.reparse import Reparsed
    from archiver.parsing.page import Page

pytestmark = pytest.mark.crawl

CHANGED = """
import os, socket

def refuse(*_, **__):
    raise OSError("the network is blocked")

socket.socket.connect = socket.socket.connect_ex = refuse
socket.create_connection = socket.getaddrinfo = refuse

from dataclasses import replace
from archiver_plugins.longbien import LongBien

parse = LongBien.parse

def changed(self, page):
    article = parse(self, page)
    return replace(article, title=article.title + " (mới)", views=None)

LongBien.parse = changed
LongBien.version += 1
"""
"""Runs in every process before anything else: no network, and a parser changed on purpose."""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crawled")
    bench(folder).crawl("longbien", source=SAMPLE / "longbien.warc.gz")
    return folder / "archive"


@pytest.fixture
def archive(crawled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(crawled, tmp_path / "archive")


def reparse(folder: Path, **options: Any) -> Reparsed:
    settings = Settings(folder=folder)
    registry = Registry(load_plugins())
    return Reparse(settings, registry, lambda _: None, processes=1, **options).run("longbien")


@pytest.mark.parametrize(("worth", "started"), [(16, []), (1, [cores()])])
def test_processes_are_started_where_there_is_much_to_read(
    archive: Path, monkeypatch: pytest.MonkeyPatch, worth: int, started: list[int]
) -> None:
    begun = []

    class Pool(ThreadPoolExecutor):
        def __init__(self, number: int, _context: object, *first: object) -> None:
            begun.append(number)
            super().__init__(1, "", *first)  # type: ignore[call-overload]  # what it does first

    monkeypatch.setattr(pages, "WORTH", worth)
    monkeypatch.setattr(pages, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(pages, "_READERS", [])
    whole = reparse(archive, dry=True)
    told = Reparse(Settings(folder=archive), Registry(load_plugins()), print, dry=True)
    assert told.run("longbien") == whole
    assert begun == started


def counts(reparsed: Reparsed) -> dict[str, int]:
    return {d.field: d.count for one in reparsed.sites for d in one.deviations}


def articles(folder: Path) -> list[dict[str, Any]]:
    return dump(folder)["article"]


def looks(article: dict[str, Any]) -> list[dict[str, Any]]:
    """Give what was seen of an article, whichever version of the parser saw it."""
    return [{k: v for k, v in o.items() if k != "parser"} for o in article["observations"]]


def changes(monkeypatch: pytest.MonkeyPatch, **methods: Any) -> None:
    """Change the parser, and raise its version."""
    for name, method in methods.items():
        monkeypatch.setattr(LongBien, name, method)
    monkeypatch.setattr(LongBien, "version", LongBien.version + 1)


def test_the_same_parser_reads_the_same(archive: Path) -> None:
    before = dump(archive)
    reparsed = reparse(archive)
    (site,) = reparsed.sites
    assert (site.pages, site.changed, site.deviations) == (270, 0, ())
    assert reparsed.runs[0].discovered == 0
    assert articles(archive) == before["article"]


def test_a_dry_run_tells_exactly_the_fields_that_change_without_network(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(CHANGED, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    seen = [o["views"] for article in articles(archive) for o in article["observations"]]
    counted = sum(views is not None for views in seen)
    before = (archive / "archive.db").read_bytes()
    place = bench(archive.parent)
    done = place.ask("reparse", "--dry-run", "--json", "--processes", "2")
    assert (done.returncode, done.stderr) == (0, "")
    told = {line["field"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert {name: line["count"] for name, line in told.items()} == {"title": 270, "views": counted}
    example = told["title"]["examples"][0]
    assert example["new"] == f"{example['old']} (mới)"
    assert (archive / "archive.db").read_bytes() == before
    words = place.ask("reparse", "--dry-run", "--site", "longbien", "--processes", "2").stdout
    assert "270 pages, 270 read otherwise" in words


def test_what_is_read_otherwise_is_the_parsers_and_no_edit(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = LongBien.parse
    before = articles(archive)

    def changed(self: LongBien, page: Page) -> Article:
        found = parse(self, page)
        fields = {name: getattr(found, name) for name in Article.__dataclass_fields__}
        return Article(**fields | {"abstract": f"Tóm tắt: {found.abstract}"})

    with monkeypatch.context() as patch:
        changes(patch, parse=changed)
        label = LongBien().label
        assert counts(reparse(archive, dry=True)) == {"abstract": 270}
        run = reparse(archive).runs[0]
        assert (run.balanced, run.discovered) == (True, 270)
        assert counts(reparse(archive, dry=True)) == {}
        after = articles(archive)
    assert [len(a["revisions"]) for a in after] == [len(a["revisions"]) for a in before]
    assert {r["parser"] for a in after for r in a["revisions"]} == {label}
    assert [looks(article) for article in after] == [looks(article) for article in before]
    reparse(archive)
    assert articles(archive) == before


def test_pages_that_were_rejected_are_read(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parse = LongBien.parse

    def picky(self: LongBien, page: Page) -> Article:
        if (self.key(page.url) or "").endswith(("1", "7")):
            message = "an odd key"
            raise PageRejected(message)
        return parse(self, page)

    whole = articles(archive)
    with monkeypatch.context() as patch:
        patch.setattr(LongBien, "parse", picky)
        settings = Settings(folder=archive)
        (run,) = Rebuild(settings, Registry(load_plugins()), lambda _: None).run().runs
        assert counts(reparse(archive, dry=True)) == {}
    rejected = run.outcomes[Outcome.REJECTED]
    assert rejected > 20
    assert counts(reparse(archive)) == {FOUND: rejected}
    assert articles(archive) == whole
    monkeypatch.setattr(LongBien, "parse", picky)
    reparsed = reparse(archive)
    assert counts(reparsed) == {LOST: rejected}
    assert Counter(d.examples[0].new for d in reparsed.sites[0].deviations) == {"an odd key": 1}
    assert articles(archive) == whole, "what was read stays"


def test_only_pages_that_were_rejected(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parse, whole = LongBien.parse, articles(archive)

    def picky(self: LongBien, page: Page) -> Article:
        if (self.key(page.url) or "").endswith("1"):
            message = "an odd key"
            raise PageRejected(message)
        return parse(self, page)

    with monkeypatch.context() as patch:
        patch.setattr(LongBien, "parse", picky)
        (run,) = Rebuild(Settings(folder=archive), Registry(load_plugins()), print).run().runs
        assert counts(reparse(archive, rejected=True)) == {}
    rejected = run.outcomes[Outcome.REJECTED]
    assert rejected > 5
    (site,) = reparse(archive, rejected=True).sites
    assert (site.pages, site.changed) == (rejected, rejected)
    assert articles(archive) == whole
    assert reparse(archive, rejected=True).sites[0].pages == 0


def test_only_what_was_captured_since(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes(monkeypatch)
    at = max(datetime.fromisoformat(o["at"]) for a in articles(archive) for o in a["observations"])
    assert reparse(archive, dry=True, since=at + timedelta(seconds=1)).sites[0].pages == 0
    assert reparse(archive, dry=True, since=datetime(2000, 1, 1, tzinfo=UTC)).sites[0].pages == 270


def test_a_capture_that_is_gone_leaves_what_was_read(tmp_path: Path) -> None:
    source = tmp_path / "longbien.warc.gz"
    shutil.copy(SAMPLE / "longbien.warc.gz", source)
    place = bench(tmp_path / "other")
    place.folder.mkdir()
    place.crawl("longbien", source=source)
    before = articles(place.archive)
    source.unlink()
    assert counts(reparse(place.archive)) == {LOST: 270}
    assert articles(place.archive) == before


@pytest.mark.parametrize("words", [["--site", "phuc-loi"], ["--site", "nowhere"], ["--since", "x"]])
def test_wrong_use(archive: Path, words: list[str]) -> None:
    done = bench(archive.parent).ask("reparse", *words)
    assert done.returncode in {1, 2}
    assert done.stderr.startswith("archiver: ")
