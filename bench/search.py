"""How long does a search take, and what does the index cost?

Articles of some 3 kB, their paragraphs drawn from those of the real portal, each with the name of
a person and the number of a document. 200 queries of one to four words, half of them without
accents: common and rare words, names, numbers, phrases, pieces of texts. Beside ours run on the
same file: an FTS5 query written by hand (all words, bm25, snippets), what Datasette asks, and LIKE
(few queries, since it reads everything). On PostgreSQL the peer is ts_rank over all that fits.
SQLite is measured in milliseconds of CPU, all of which it spends in this process, so that others
who use the machine change little; PostgreSQL by the clock.

    python bench/search.py [--full] [--articles N] [--no-postgresql]
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from archiver.search.keys import keys, words
from archiver.search.query import Query
from archiver.selection import Selection
from archiver_plugins.hanoi import Sotttt
from archiver_storage.sql import SqlStorage
from archiver_storage.sql.fulltext import index
from archiver_storage.sql.fulltext.index import Changed
from archiver_storage.sql.schema import metadata
from drivers.postgresql import Databases, Server
from examples.gold import pages
from examples.real import DATA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

SOME, MANY = 100_000, 1_000_000
AT_ONCE = 2_000
QUERIES = 200
LIKES = 6
"""Queries that LIKE is given, of each kind one."""
SHOWN = 20
LENGTH = 2_600
"""Letters of an article's paragraphs, about."""
LONG = 60
"""Letters that a paragraph has at least."""
COMMON, RARE = 150, 3
"""Words that are common, and paragraphs that have a rare one at most."""
FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai Trịnh Tạ Cao Hà"
MIDDLE = "Văn Thị Đức Hữu Minh Ngọc Quang Thanh Xuân Trọng Mạnh Thu Hồng Công Quốc Đình Kim Bá"
GIVEN = "Bảo Thừa Hải Lan Hương Dũng Hùng Tuấn Anh Nga Thảo Long Sơn Hòa Thủy Vân Yến Phúc Lộc"
SYMBOLS = ("-KL/TW", "-KH/BCĐ", "/QĐ-UBND", "/KH-UBND", "-CV/BTCTU")
NOW = datetime(2024, 1, 1, tzinfo=UTC)
FIRST = datetime(2010, 1, 1, 8, tzinfo=timezone(timedelta(hours=7)))
Ways = Mapping[str, Callable[[str], None]]


# --- texts and queries


@dataclass(frozen=True, slots=True)
class Texts:
    """What articles are made of."""

    titles: Sequence[str]
    paragraphs: Sequence[str]
    chance: random.Random

    @classmethod
    def read(cls) -> Texts:
        """Read the real portal's."""
        parser, records = Sotttt(), {}
        for page in pages():
            key = parser.key(page.url)
            if key and key not in records:
                records[key] = parser.parse(page)
        paragraphs = sorted({p for r in records.values() for p in r.body if len(p) > LONG})
        titles = sorted({r.title for r in records.values()})
        return cls(titles, paragraphs, random.Random(1))  # noqa: S311  # no secret

    def name(self) -> str:
        """Return a person's name."""
        return " ".join(self.chance.choice(part.split()) for part in (FAMILY, MIDDLE, GIVEN))

    def number(self) -> str:
        """Return a document's number."""
        return f"{self.chance.randrange(1, 5000)}{self.chance.choice(SYMBOLS)}"

    def article(self) -> tuple[str, str]:
        """Return title and body of one."""
        body = [f"Đồng chí {self.name()} nêu văn bản số {self.number()} ngày 27/3/2018."]
        while sum(map(len, body)) < LENGTH:
            body.append(self.chance.choice(self.paragraphs))
        self.chance.shuffle(body)
        return self.chance.choice(self.titles), "\n".join(body)

    def piece(self, length: int) -> str:
        """Return words that stand together somewhere."""
        found = words(self.chance.choice(self.paragraphs))
        begin = self.chance.randrange(max(1, len(found) - length))
        return " ".join(found[begin : begin + length])


def queries(texts: Texts) -> dict[str, list[str]]:
    """Return queries by kind; every other one without accents."""
    seen = Counter(word for p in texts.paragraphs for word in set(keys(p, accented=True)))
    common = [word for word, _ in seen.most_common(COMMON)]
    rare = sorted(word for word, count in seen.items() if count <= RARE and word.isalpha())
    chance = texts.chance
    kinds: dict[str, Callable[[], str]] = {
        "common": lambda: " ".join(chance.sample(common, chance.randint(1, 2))),
        "rare": lambda: chance.choice(rare),
        "mixed": lambda: f"{chance.choice(common)} {chance.choice(rare)}",
        "name": texts.name,
        "number": texts.number,
        "phrase": lambda: f'"{texts.piece(chance.randint(2, 3))}"',
        "piece": lambda: texts.piece(chance.randint(2, 4)),
    }
    asked: dict[str, list[str]] = defaultdict(list)
    for number in range(QUERIES):
        kind = list(kinds)[number % len(kinds)]
        query = kinds[kind]()
        asked[kind].append(_plain(kind, query) if number // len(kinds) % 2 else query)
    return asked


def _plain(kind: str, query: str) -> str:
    if kind == "number":
        return query.lower()
    plain = " ".join(keys(query, accented=False))
    return f'"{plain}"' if kind == "phrase" else plain


# --- building


def build(storage: SqlStorage, count: int, texts: Texts) -> float:
    """Fill an archive; return the seconds of CPU that the index took of this process."""
    spent = 0.0
    put = {name: table.insert() for name, table in metadata.tables.items()}
    with storage._database.transaction() as connection:  # noqa: SLF001  # faster than a crawl
        for name, row in BEGINNING.items():
            connection.execute(put[name], row)
    for first in range(1, count + 1, AT_ONCE):
        made = [(n, *texts.article()) for n in range(first, min(first + AT_ONCE, count + 1))]
        with storage._database.transaction() as connection:  # noqa: SLF001
            for name, rows in _rows(made).items():
                connection.execute(put[name], rows)
            spent += _index(connection, [n for n, _, _ in made])
    return spent


PLACE = {"page": 1, "position": 1, "form": "", "kind": "article", "state": "done"}
BEGINNING: dict[str, dict[str, Any]] = {
    "site": {"id": 1, "name": "toy"},
    "run": {"id": 1, "site_id": 1, "source": "live", "arguments": {}, "started_at": NOW},
    "url": {"id": 1, "site_id": 1, "run_id": 1, "url": "http://toy", **PLACE},
}


def _index(connection: Connection, ids: Sequence[int]) -> float:
    began = process_time()
    found = index.latest(connection, ids)
    index.write(connection, [Changed(id=id_, now=now) for id_, now in found.items()])
    return process_time() - began


def _rows(made: Sequence[tuple[int, str, str]]) -> dict[str, list[dict[str, Any]]]:
    articles, seen, revisions = [], [], []
    for n, title, body in made:
        at = FIRST + timedelta(minutes=5 * n)
        common = {"wording": str(n), "published_at": at}
        times = {"first_seen": NOW, "last_seen": NOW, "revisions": 1, "observations": 1}
        articles.append({"id": n, "site_id": 1, "key": str(n), "text": str(n), **common, **times})
        look = {"at": NOW, "url": f"http://toy/{n}", "keywords": [], "parser": "toy/1"}
        seen.append({"id": n, "article_id": n, "url_id": 1, "wording": str(n), **look})
        worded = {"title": title, "body": body, "images": [], "attachments": [], **common}
        numbers = {"id": n, "article_id": n, "number": 1, "observation_id": n}
        revisions.append({**numbers, **worded, "text": str(n)})
    return {"article": articles, "observation": seen, "revision": revisions}


# --- asking


@dataclass(slots=True)
class Meter:
    """Milliseconds, by kind of query."""

    clock: Callable[[], float]
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def take(self, kind: str, ask: Callable[[], object]) -> None:
        """Ask twice, and note the second time."""
        ask()
        began = self.clock()
        ask()
        self.times[kind].append(1000 * (self.clock() - began))

    def rows(self) -> Iterator[tuple[str, float, float]]:
        """Return p50 and p95 by kind, and of all."""
        every = [time for some in self.times.values() for time in some]
        for kind, times in [*self.times.items(), ("all", every)]:
            cut = quantiles(times, n=20, method="inclusive") if times[1:] else times * 19
            yield kind, cut[9], cut[18]


HAND = """
SELECT revision.title, article.published_at, snippet(article_fts, -1, '[', ']', '…', 30)
FROM article_fts JOIN article ON article.id = article_fts.rowid
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
WHERE article_fts MATCH ? ORDER BY rank LIMIT 20
"""
AMONG = "WHERE id IN (SELECT rowid FROM article_fts WHERE article_fts MATCH :q)"
DATASETTE = f"SELECT id, title, text FROM article_search {AMONG} ORDER BY id LIMIT 101"  # noqa: S608
COUNT = f"SELECT count(*) FROM article_search {AMONG}"  # noqa: S608
LIKE = "SELECT id FROM revision WHERE title || ' ' || body LIKE ? LIMIT 20"
RANK = """
SELECT revision.title, article.published_at
FROM article_fts JOIN article ON article.id = article_fts.article_id
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
WHERE {column} @@ to_tsquery('simple', %s)
ORDER BY ts_rank({column}, to_tsquery('simple', %s)) DESC LIMIT 20
"""
SIZES = "SELECT pg_database_size(current_database()), pg_total_relation_size('article_fts')"


def ours(storage: SqlStorage, asked: str) -> None:
    """Search as `archiver search` does."""
    storage.catalogue().search(Selection(words=asked), SHOWN)


def by_hand(connection: sqlite3.Connection, asked: str) -> None:
    """Ask as somebody who knows the tables well."""
    query = Query.of(asked)
    columns = "{title text}" if query.accented else "{title_fold text_fold}"
    said = " AND ".join(f'"{" ".join(term.words)}"' for term in query.wanted)
    connection.execute(HAND, (f"{columns} : ({said})",)).fetchall()


def as_datasette(connection: sqlite3.Connection, asked: str) -> None:
    """Ask as its table page does: words in quotes, rows in full, and their count."""
    said = {"q": " ".join(f'"{part}"' for part in asked.replace('"', "").split())}
    connection.execute(DATASETTE, said).fetchall()
    connection.execute(COUNT, said).fetchall()


def like(connection: sqlite3.Connection, asked: str) -> None:
    """Look for the letters."""
    connection.execute(LIKE, (f"%{asked.replace(chr(34), '')}%",)).fetchall()


def ranked(connection: Any, asked: str) -> None:  # noqa: ANN401  # psycopg's
    """Ask as PostgreSQL's manual does."""
    query = Query.of(asked)
    said = " & ".join("({})".format(" <-> ".join(term.words)) for term in query.wanted)
    column = "exact" if query.accented else "folded"
    connection.execute(RANK.format(column=column).encode(), (said, said)).fetchall()


def measure(asked: dict[str, list[str]], ways: Ways, clock: Callable[[], float]) -> None:
    """Give each way every query, one after the other, and print what they took."""
    meters = {name: Meter(clock) for name in ways}
    for kind, some in asked.items():
        for number, query in enumerate(some):
            for name, ask in ways.items():
                if name != "LIKE" or number * len(asked) < LIKES:
                    meters[name].take(kind, partial(ask, query))
    print(f"{'ms, p50 / p95':16}" + "".join(f"{name:>22}" for name in ways))
    tables = {name: {k: (a, b) for k, a, b in meter.rows()} for name, meter in meters.items()}
    for kind in [*asked, "all"]:
        cells = (tables[name].get(kind) for name in ways)
        told = (f"{cell[0]:9.1f} /{cell[1]:8.1f}" if cell else "" for cell in cells)
        print(f"{kind:16}" + "".join(f"{cell:>22}" for cell in told))
    first, second = list(ways)[:2]
    print(f"p95 against {second}: {tables[first]['all'][1] / tables[second]['all'][1]:.2f}\n")


@contextmanager
def reading(storage: SqlStorage) -> Iterator[None]:
    """Open a storage as those do who ask."""
    storage.open(create=False)
    with closing(storage):
        yield


def on_sqlite(folder: Path, count: int, texts: Texts, asked: dict[str, list[str]]) -> None:
    """Build and ask a file."""
    storage = SqlStorage(folder=folder)
    began = perf_counter()
    with storage:
        spent = build(storage, count, texts)
    path = folder / "archive.db"
    size = path.stat().st_size / 1e6
    with reading(storage), closing(sqlite3.connect(path)) as connection:
        query = "SELECT coalesce(sum(length(block)), 0) FROM article_fts_data"
        held = connection.execute(query).fetchone()[0] / 1e6
        print(f"SQLite, {count:,} articles: built in {perf_counter() - began:.0f} s, of which")
        print(f"the index {1000 * spent / count:.2f} ms of CPU an article;", end=" ")
        print(f"database {size:.0f} MB, of which the index {held:.0f} MB", flush=True)
        ways = {
            "ours": partial(ours, storage),
            "by hand": partial(by_hand, connection),
            "Datasette": partial(as_datasette, connection),
            "LIKE": partial(like, connection),
        }
        measure(asked, ways, process_time)


def on_postgresql(folder: Path, count: int, texts: Texts, asked: dict[str, list[str]]) -> None:
    """Build and ask a database."""
    server = Server.make(shared_buffers="128MB")
    try:
        databases = Databases(server)
        storage = SqlStorage(folder=folder, url=databases.url(folder))
        began = perf_counter()
        with storage:
            spent = build(storage, count, texts)
        with reading(storage), databases.connect(folder) as connection:
            connection.execute("VACUUM ANALYZE")
            size, held = (number / 1e6 for number in databases.ask(folder, SIZES)[0])
            print(f"PostgreSQL, {count:,} articles: built in {perf_counter() - began:.0f} s,")
            print(f"the index {1000 * spent / count:.2f} ms of our CPU an article;", end=" ")
            print(f"database {size:.0f} MB, of which the index {held:.0f} MB", flush=True)
            ways = {"ours": partial(ours, storage), "ts_rank": partial(ranked, connection)}
            measure(asked, ways, perf_counter)
    finally:
        server.remove()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"{MANY:,} articles")
    parser.add_argument("--articles", type=int)
    parser.add_argument("--no-postgresql", action="store_true")
    given = parser.parse_args()
    if not DATA.is_dir():
        print(f"not measured: needs the real pages in {DATA}, which are absent")
        return
    count = given.articles or (MANY if given.full else SOME)
    texts = Texts.read()
    asked = queries(texts)
    with TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        on_sqlite(Path(name), count, texts, asked)
    if not given.no_postgresql:
        with TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
            on_postgresql(Path(name), count, texts, asked)


if __name__ == "__main__":
    main()
