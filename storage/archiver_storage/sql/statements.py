"""Statements that SQLAlchemy words differently for each database, and rows in bulk."""

from __future__ import annotations

from array import array
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from sqlalchemy import bindparam, select, update

from archiver_storage.sql.schema import article, revision, site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Select, Table, Update
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.sql.dml import ReturningInsert

    from archiver.likeness.similarity import Name

    Insert: TypeAlias = sqlite.Insert | postgresql.Insert

T = TypeVar("T")

MOST = 500
"""Values that are asked for in one statement."""
AT_ONCE = 10_000
"""Rows that are fetched at once where many are."""


def insert(dialect: str, table: Table) -> Insert:
    """Return an INSERT that knows ON CONFLICT, for the dialect of that name."""
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415  # only the one that is used

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  # the same

    return postgresql.insert(table)


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; leave those alone that are there."""
    if rows:
        connection.execute(_put(connection.dialect.name, table), rows)


def put_for_ids(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Insert rows that are not there yet; return their ids in the same order."""
    if not rows:
        return []
    return list(connection.execute(_put_for_ids(table), rows).scalars())


def change(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update rows by the value ``id_``; all must name the same columns."""
    if rows:
        connection.execute(_change(table), rows)


# A statement that is made once is also compiled and looked up once.


@cache
def _put(dialect: str, table: Table) -> Insert:
    return insert(dialect, table).on_conflict_do_nothing()


@cache
def _put_for_ids(table: Table) -> ReturningInsert[int]:
    return table.insert().returning(table.c.id, sort_by_parameter_order=True)


@cache
def _change(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam("id_"))


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Return the values in lists of at most ``MOST``."""
    iterator = iter(values)
    while chunk := list(islice(iterator, MOST)):
        yield chunk


def numbers(connection: Connection, query: Select[tuple[int]]) -> Sequence[int]:
    """Return the whole numbers that are selected, eight bytes each: there may be millions."""
    return array("q", connection.scalars(query, execution_options={"yield_per": AT_ONCE}))


def latest() -> ColumnElement[bool]:
    """Join articles to their latest revision."""
    return (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revisions)


def site_id(connection: Connection, name: str) -> int:
    """Return the id of a site, which is made where it is not there yet."""
    query = select(site.c.id).where(site.c.name == name)
    found = connection.execute(query).scalar()
    if found is not None:
        return int(found)
    put(connection, site, [{"name": name}])
    return int(connection.execute(query).scalar_one())


def article_id(connection: Connection, name: Name) -> int:
    """Return the id of an article that is there."""
    of_site, key = name
    query = select(article.c.id).join(site).where(site.c.name == of_site, article.c.key == key)
    return int(connection.execute(query).scalar_one())
