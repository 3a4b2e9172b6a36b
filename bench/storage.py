"""What does it cost to save a visit, and does it cost more as the archive grows?

A crawl without network and parser: list pages of 30 links (20 of them new articles), articles of
3 kB that name 10 known pages, batches of 64, SQLite synced at each. Beside it, in the same run,
bare `sqlite3` puts the same captures, URLs, articles and outcomes into plain tables.

    python bench/storage.py [ARTICLES]
"""

from __future__ import annotations

import os
import resource
import sqlite3
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from archiver import Article, Capture, Kind, Link, Outcome, Plan, Task, Verdict, Visit
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver import Run

ARTICLES = 20_000
BATCH = 64
PER_LIST = 20
AT = datetime(2024, 5, 1, tzinfo=UTC)
ONSETS = "b c ch d đ g h kh l m n ng nh ph qu r s t th tr v x"
RHYMES = "a á ả ã ạ ai anh ăn ẩn ê ệ iên iếu inh o ó oà ô ội ơ ớt u ú ung ư ưng ương ước ỹ"
SYLLABLES = [onset + rhyme for onset in ONSETS.split() for rhyme in RHYMES.split()]
WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(SYLLABLES) + 1)))
"""Few syllables are in every text and most in few, as in any language."""
PARAGRAPHS, LENGTH = 10, 60
LAST = 9_999
"""Number of the pages in the menu, which hold nothing."""
MENU = tuple(Link(url=f"http://toy/muc-{n}", kind=Kind.LIST, page=LAST) for n in range(10))


@dataclass(slots=True)
class Meter:
    """Adds up what a kind of work took."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    visits: list[int] = field(default_factory=list)
    _began: tuple[float, float] = (0.0, 0.0)

    def __enter__(self) -> None:
        self._began = process_time(), perf_counter()

    def __exit__(self, *_: object) -> None:
        cpu, wall = self._began
        self.cpu.append(process_time() - cpu)
        self.wall.append(perf_counter() - wall)

    def share(self, begin: float, end: float) -> tuple[float, float]:
        """Return milliseconds of CPU and of the clock a visit in a part of the run."""
        part = slice(int(begin * len(self.cpu)), int(end * len(self.cpu)))
        count = sum(self.visits[part])
        return 1000 * sum(self.cpu[part]) / count, 1000 * sum(self.wall[part]) / count


def news(number: int) -> Link:
    """Return the link to an article."""
    url = f"http://toy/tin-tuc/-/view_content/{number}-ten-bai-viet-khong-dau-cua-bai-{number}.html"
    return Link(url=url, kind=Kind.ARTICLE, key=str(number), section="tin-tuc")


def page(number: int) -> Link:
    """Return the link to a list page."""
    return Link(url=f"http://toy/tin-tuc?cur={number}", kind=Kind.LIST, page=number)


def body(number: int) -> tuple[str, ...]:
    """Return the paragraphs of an article, which no other has."""
    words = Random(number).choices(SYLLABLES, cum_weights=WEIGHTS, k=PARAGRAPHS * LENGTH)  # noqa: S311  # no secret
    starts = range(0, len(words), LENGTH)
    return tuple(f"{' '.join(words[n : n + LENGTH]).capitalize()}." for n in starts)


def visit(task: Task, articles: int) -> tuple[Capture, Visit]:
    """Return what a visit of a task brings."""
    link, at = task.link, AT + timedelta(seconds=task.id)
    capture = Capture(
        record_id=f"urn:uuid:{task.id:032}",
        url=link.url,
        at=at,
        file="warc/toy.warc.gz",
        offset=task.id * 10_000,
        length=9_999,
        status=200,
        mime="text/html",
        digest="sha1:" + "A" * 32,
        sha256="0" * 64,
    )
    seen = {"task": task, "at": at, "capture": capture.record_id}
    if link.kind is Kind.LIST:
        first = (link.page - 1) * PER_LIST
        found = [news(number) for number in range(first, min(first + PER_LIST, articles))]
        more = [page(link.page + 4)] if first + 4 * PER_LIST < articles and link.page < LAST else []
        links = tuple(found + more) + MENU
        return capture, Visit(**seen, links=links, outcome=Outcome.NOT_ARTICLE, reason="a list")  # type: ignore[arg-type]  # as a mapping
    record = Article(
        site="toy",
        key=link.key or "",
        url=link.url,
        title=f"Bài viết số {link.key}",
        section="Tin tức",
        published_at=at,
        abstract=f"Tóm tắt của bài {link.key}.",
        body=body(int(link.key or 0)),
        views=task.id,
    )
    return capture, Visit(**seen, links=MENU, article=record, parser="toy/1")  # type: ignore[arg-type]  # as a mapping


def crawl(folder: Path, articles: int) -> tuple[Meter, Meter, Meter]:
    """Save each batch in the storage and in plain tables; return what it took, and leasing."""
    saving, leasing, bare = Meter(), Meter(), Meter()
    plain = sqlite3.connect(folder / "bare.db", isolation_level=None)
    plain.executescript(TABLES)
    with SqlStorage(folder=folder) as storage:
        run = storage.start_run(Plan(site="toy"), AT)
        storage.add(run, [page(number) for number in range(1, 5)])
        while batch := _lease(storage, run, leasing, articles):
            captures, visits = zip(*batch, strict=True)
            with saving:
                storage.save(run, captures, visits)
            with bare:
                put(plain, batch)
            for meter in (saving, leasing, bare):
                meter.visits.append(len(batch))
        check(storage.finish_run(run, Verdict.WELL, AT, later=""), articles)
    plain.close()
    leasing.cpu.pop()  # the last one leased nothing
    leasing.wall.pop()
    return saving, leasing, bare


def check(run: Run, articles: int) -> None:
    """See that the figures are of a whole crawl."""
    found = run.outcomes[Outcome.NEW] + run.outcomes.get(Outcome.DUPLICATE, 0)
    if not run.balanced or found != articles:
        message = f"{found} of {articles} articles were saved: {run.outcomes}"
        raise SystemExit(message)


def _lease(
    storage: SqlStorage, run: Run, leasing: Meter, articles: int
) -> list[tuple[Capture, Visit]]:
    with leasing:
        tasks = storage.lease(run, BATCH, AT, once=True)
    return [visit(task, articles) for task in tasks]


TABLES = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
CREATE TABLE capture (record_id TEXT PRIMARY KEY, url TEXT, at TEXT, file TEXT, "offset" INTEGER,
  length INTEGER, status INTEGER, mime TEXT, digest TEXT, sha256 TEXT);
CREATE TABLE url (url TEXT PRIMARY KEY, kind TEXT, key TEXT, state TEXT);
CREATE TABLE article (key TEXT PRIMARY KEY, url TEXT, title TEXT, section TEXT, published_at TEXT,
  abstract TEXT, body TEXT, views INTEGER, capture TEXT);
CREATE TABLE outcome (url TEXT PRIMARY KEY, outcome TEXT, at TEXT);
"""


def put(connection: sqlite3.Connection, batch: Sequence[tuple[Capture, Visit]]) -> None:
    """Put the same rows into plain tables."""
    connection.execute("BEGIN IMMEDIATE")
    for statement, rows in _rows(batch):
        connection.executemany(statement, rows)
    connection.execute("COMMIT")


def _rows(
    batch: Sequence[tuple[Capture, Visit]],
) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    visits = [visit for _, visit in batch]
    yield (
        "INSERT INTO capture VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (c.record_id, c.url, c.at.isoformat(), *_place(c), c.status, c.mime, c.digest, c.sha256)
            for c, _ in batch
        ],
    )
    links = (link for visit in visits for link in visit.links)
    yield (
        "INSERT INTO url VALUES (?, ?, ?, 'pending') ON CONFLICT DO NOTHING",
        [(link.url, link.kind.value, link.key) for link in links],
    )
    yield (
        "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(*_article(v.article), v.capture) for v in visits if v.article is not None],
    )
    yield (
        "INSERT INTO outcome VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(v.task.link.url, "new", v.at.isoformat()) for v in visits],
    )
    yield "UPDATE url SET state = 'done' WHERE url = ?", [(v.task.link.url,) for v in visits]


def _place(capture: Capture) -> tuple[object, ...]:
    return capture.file, capture.offset, capture.length


def _article(a: Article) -> tuple[object, ...]:
    at = a.published_at.isoformat() if a.published_at else None
    return a.key, a.url, a.title, a.section, at, a.abstract, "\n".join(a.body), a.views


def main() -> None:
    """Measure and print."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        folder = Path(name)
        saving, leasing, peer = crawl(folder, articles)
        sizes = [(folder / file).stat().st_size / 1e6 for file in ("archive.db", "bare.db")]
    print(f"{sum(saving.visits)} visits, {articles} articles, batches of {BATCH}")
    print("ms a visit            CPU   clock   CPU of first and last tenth")
    for what, meter in (("save", saving), ("lease", leasing), ("bare sqlite3", peer)):
        cpu, wall = meter.share(0, 1)
        first, last = meter.share(0, 0.1)[0], meter.share(0.9, 1)[0]
        print(f"{what:18} {cpu:6.3f}  {wall:6.3f}   {first:6.3f} {last:6.3f}")
    ratio = (saving.share(0, 1)[0] + leasing.share(0, 1)[0]) / peer.share(0, 1)[0]
    print(f"save and lease against bare sqlite3: {ratio:.1f} times the CPU")
    print(f"database {sizes[0]:.0f} MB, bare {sizes[1]:.0f} MB")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
