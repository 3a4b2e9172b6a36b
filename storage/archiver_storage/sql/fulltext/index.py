"""The index: every article in its latest wording, written in the transaction that saves it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from archiver.search.searched import Searched
from archiver_storage.sql.articles import mentions
from archiver_storage.sql.fulltext.matching import kind
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.statements import chunks
from archiver_storage.sql.statements import latest as latest_wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection, Select

    from archiver_storage.sql.types import AnyRow

AT_ONCE = 500
"""Articles that are indexed at once where all are."""
FIELDS = ("title", "abstract", "body", "images", "byline", "attachments")
"""Columns of a revision that are searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An article whose latest wording is new, and what was searched of the one before."""

    id: int
    now: Searched
    before: Searched | None = None


def write(connection: Connection, changed: Iterable[Changed]) -> None:
    """Index what is new and the documents that it cites, and forget what was said before."""
    index = kind(connection.dialect.name)
    new = [one for one in changed if one.now != one.before]
    known = {one.id: one.before for one in new if one.before is not None}
    named = mentions.forget(connection, known)
    index.take(connection, [(id_, was.naming(named.get(id_, ()))) for id_, was in known.items()])
    cited = mentions.put(connection, {one.id: one.now for one in new})
    index.put(connection, [(one.id, one.now.naming(cited.get(one.id, ()))) for one in new])


def make(connection: Connection) -> int:
    """Make the index and the mentions anew; return how many articles it holds."""
    index = kind(connection.dialect.name)
    for statement in (*index.DROP, *index.MAKE):
        connection.exec_driver_sql(statement)
    mentions.clear(connection)
    count = last = 0
    query = select(articles.c.id).order_by(articles.c.id).limit(AT_ONCE)
    while ids := connection.execute(query.where(articles.c.id > last)).scalars().all():
        found = latest(connection, ids)
        write(connection, [Changed(id=id_, now=now) for id_, now in sorted(found.items())])
        count, last = count + len(found), ids[-1]
    return count


def latest(connection: Connection, ids: Iterable[int]) -> dict[int, Searched]:
    """Return what is searched of articles, without the numbers that it leaves out."""
    return {
        row.article_id: of(row)
        for chunk in chunks(ids)
        for row in connection.execute(_latest(), {"ids": chunk})
    }


def of(row: AnyRow) -> Searched:
    """Return what is searched of a revision's row."""
    return of_values(row._mapping)  # noqa: SLF001  # SQLAlchemy's public name for it


def of_values(values: Mapping[Any, Any]) -> Searched:
    """Return what is searched of a revision's values."""
    return Searched.of_parts(
        values["title"],
        values["abstract"],
        values["body"],
        *(image["caption"] for image in values["images"]),
        values["byline"],
        *(attachment["title"] for attachment in values["attachments"]),
    )


@cache
def _latest() -> Select[Any]:
    columns = (revisions.c.article_id, *(revisions.c[name] for name in FIELDS))
    wanted = articles.c.id.in_(bindparam("ids", expanding=True))
    return select(*columns).select_from(articles.join(revisions, latest_wording())).where(wanted)
