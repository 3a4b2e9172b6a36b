"""Archives of many articles, filled in bulk with the rows that the product would have written."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import Pool
from typing import TYPE_CHECKING, Any

from _texts import EDITS, SITE, copied, written
from sqlalchemy import create_engine, text

from archiver.likeness import fingerprint
from archiver.likeness.similarity import MOST, Likeness
from archiver_storage.sql.articles.rows import revision_row
from archiver_storage.sql.database import Database
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import cluster as memberships
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.schema import site as sites

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from archiver import Article

AT = datetime(2024, 5, 1, tzinfo=UTC)
SYLLABLES = 20
"""Of a paragraph: texts are shorter than real ones. The less time the comparing of two takes, the
more would be seen of a look-up that grows."""
COPY, BEFORE = 10, 4
"""One in ten articles is a copy, of the one so many numbers before."""
CHUNK = 2_000
FASTER = {
    "sqlite": ("PRAGMA synchronous=OFF", "PRAGMA cache_size=-500000"),
    "postgresql": ("SET session_replication_role=replica", "SET work_mem='1GB'"),
}
"""References are not checked: captures and observations, which no look-up reads, are left out."""
STAGED = "CREATE TEMPORARY TABLE staged (id INTEGER, bands TEXT)"
LISTED = """
INSERT INTO band (band, article_id)
SELECT band, id FROM (
  SELECT band, id, row_number() OVER (PARTITION BY band ORDER BY id) AS place
  FROM (SELECT {band} AS band, staged.id FROM staged, {each}) AS told
) AS placed WHERE place <= :most ORDER BY band, id
"""
EACH = {
    "sqlite": {"band": "value", "each": "json_each(bands)"},
    "postgresql": {
        "band": "CAST(value AS bigint)",
        "each": "json_array_elements_text(CAST(bands AS json))",
    },
}


@dataclass(frozen=True, slots=True)
class Rows:
    """What is written of an article."""

    article: dict[str, Any]
    revision: dict[str, Any]
    bands: dict[str, Any]
    clusters: list[dict[str, int]]


def held(number: int) -> Article:
    """Return the article of a number in the archive."""
    if number % COPY != COPY - 1:
        return written(number, SYLLABLES)
    edits = [edit for name, edit in EDITS.items() if "dropped" not in name][:4]
    return copied(written(number - BEFORE, SYLLABLES), number, edits[number // COPY % 4])


def rows(number: int, record: Article | None = None) -> Rows:
    """Return the rows of an article, which has the id after its number."""
    record, id_ = record or held(number), number + 1
    told = fingerprint.wording(record), fingerprint.text(record)
    same = {"wording": told[0], "text": told[1], "published_at": record.published_at}
    like = Likeness.of(record)
    is_copy = number % COPY == COPY - 1
    return Rows(
        article={
            "id": id_,
            "site_id": number // SITE + 1,
            "key": record.key,
            "first_seen": AT,
            "last_seen": AT,
            "revisions": 1,
            "observations": 1,
            **same,
        },
        revision={
            "id": id_,
            "article_id": id_,
            "number": 1,
            "observation_id": id_,
            **revision_row(record),
            **same,
        },
        bands={"id": id_, "bands": json.dumps([*dict.fromkeys(like.bands())])},
        clusters=[{"article_id": i, "cluster": id_ - BEFORE} for i in (id_ - BEFORE, id_)]
        if is_copy
        else [],
    )


def fill(archives: dict[str, int]) -> None:
    """Fill new databases, each with so many articles; a larger one holds those of a smaller."""
    connections = {url: _opened(url) for url in archives}
    with Pool(os.cpu_count()) as pool:
        chunk: list[Rows] = []
        for number, row in enumerate(pool.imap(rows, range(max(archives.values())), 200), 1):
            chunk.append(row)
            if number % CHUNK == 0:
                for url, size in archives.items():
                    if number <= size:
                        _write(connections[url], chunk)
                chunk.clear()
    for url, connection in connections.items():
        _list(connection)
        connection.commit()
        connection.close()
        if connection.dialect.name == "postgresql":
            _analyse(url)


def _opened(url: str) -> Connection:
    database = Database(url)
    database.open(create=True)
    database.close()
    connection = create_engine(url).connect()
    for statement in FASTER[connection.dialect.name]:
        connection.exec_driver_sql(statement)
    connection.commit()
    connection.exec_driver_sql(STAGED)
    return connection


def _write(connection: Connection, chunk: Sequence[Rows]) -> None:
    known = {row.article["site_id"] for row in chunk if row.article["id"] % SITE == 1}
    if known:
        connection.execute(sites.insert(), [{"id": n, "name": f"site-{n - 1}"} for n in known])
    connection.execute(articles.insert(), [row.article for row in chunk])
    connection.execute(revisions.insert(), [row.revision for row in chunk])
    connection.execute(text("INSERT INTO staged VALUES (:id, :bands)"), [r.bands for r in chunk])
    if clusters := [cluster for row in chunk for cluster in row.clusters]:
        connection.execute(memberships.insert(), clusters)


def _list(connection: Connection) -> None:
    """List articles under their bands, at most as many as the product lists under one."""
    statement = LISTED.format(**EACH[connection.dialect.name])
    connection.execute(text(statement), {"most": MOST})
    connection.exec_driver_sql("DROP TABLE staged")


def _analyse(url: str) -> None:
    """Do what the server would do by itself after a while."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()
