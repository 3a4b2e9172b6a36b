"""How many articles a second are saved, beside SQLAlchemy Core that puts the same rows?

Articles that name ten known pages are put into the ledger, leased and saved, in batches of several
sizes: with all that the storage finds out meanwhile (what is known, what was reworded, what is near
to what), and each batch on the disk before the next. Then the rows that are in the database after
that go into an empty one of the same tables: an executemany a table and batch, and as safely.

    python bench/storage.py [ARTICLES]
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

from _databases import databases
from _texts import written
from sqlalchemy import create_engine, select

from archiver import Kind, Link, Outcome
from archiver.testing.desk import desk, news, visit
from archiver_storage.sql import SqlStorage
from archiver_storage.sql.database import Database
from archiver_storage.sql.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Table

    from archiver import Article

    Rows = Mapping[Table, Sequence[dict[str, Any]]]

ARTICLES = 1_024
BATCHES = (1, 16, 64, 256)
USUAL = 64
"""Visits that a crawl saves at once at most."""
ALONE = 8
"""Times fewer articles are saved one by one, which takes as many syncs."""
MENU = tuple(Link(url=f"http://toy/muc-{n}", kind=Kind.LIST) for n in range(10))
AS_SAFE = {
    "sqlite": ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"),
    "postgresql": ("SET session_replication_role=replica",),  # references point ahead
}


def save(url: str, folder: Path, records: Sequence[Article], batch: int) -> float:
    """Save articles through the storage; return seconds."""
    with desk(SqlStorage(folder=folder, url=url)) as place:
        place.add(*MENU)
        place.save(*(visit(t, outcome=Outcome.NOT_ARTICLE) for t in place.lease()))
        began = perf_counter()
        for first in range(0, len(records), batch):
            some = {record.key: record for record in records[first : first + batch]}
            place.add(*map(news, some))
            tasks = place.lease(batch, once=True)
            place.save(*(visit(t, article=some[t.link.key or ""], links=MENU) for t in tasks))
        return perf_counter() - began


def held(url: str) -> Rows:
    """Return all rows of a database."""
    engine = create_engine(url)
    with engine.connect() as connection:
        tables = metadata.sorted_tables
        rows = {table: connection.execute(select(table)).mappings().all() for table in tables}
    engine.dispose()
    return {table: [dict(row) for row in some] for table, some in rows.items()}


def put(url: str, rows: Rows, batches: int) -> float:
    """Put rows into an empty database, in so many transactions; return seconds."""
    database = Database(url)
    database.open(create=True)
    database.close()
    engine = create_engine(url)
    with engine.connect() as connection:
        for statement in AS_SAFE[connection.dialect.name]:
            connection.exec_driver_sql(statement)
        connection.commit()
        began = perf_counter()
        for number in range(batches):
            _put(connection, rows, number / batches, (number + 1) / batches)
            connection.commit()
        seconds = perf_counter() - began
    engine.dispose()
    return seconds


def _put(connection: Connection, rows: Rows, begin: float, end: float) -> None:
    for table, some in rows.items():
        if part := some[int(begin * len(some)) : int(end * len(some))]:
            connection.execute(table.insert(), part)


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    records = [replace(written(number), site="toy") for number in range(1, count + 1)]
    print(f"{'articles a second':24}{'saved':>9}{'bare':>9}   times as long")
    with TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        folder = Path(name)
        with databases(folder) as urls:
            for kind, url in urls.items():
                for batch in BATCHES:
                    some = records[: count // ALONE] if batch == 1 else records
                    seconds = save(url(f"saved-{batch}"), folder, some, batch)
                    rows = held(url(f"saved-{batch}"))
                    bare = put(url(f"bare-{batch}"), rows, -(-len(some) // batch))
                    told = f"{len(some) / seconds:9.0f}{len(some) / bare:9.0f}"
                    usual = ", as a crawl" if batch == USUAL else ""
                    print(f"{kind:12}batches of{batch:4}{told}{seconds / bare:8.1f}{usual}")


if __name__ == "__main__":
    main()
