"""Statements that SQLAlchemy words differently for each database, and rows in bulk."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from archiver_storage.sql.schema import site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Table

T = TypeVar("T")

MOST = 500
"""Values that are asked for in one statement."""


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that knows ON CONFLICT."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; leave those alone that are there."""
    if rows:
        connection.execute(insert(connection, table).on_conflict_do_nothing(), rows)


def put_for_ids(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Insert rows that are not there yet; return their ids in the same order."""
    if not rows:
        return []
    statement = table.insert().returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.execute(statement, rows).scalars())


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Return the values in lists of at most ``MOST``."""
    iterator = iter(values)
    while chunk := list(islice(iterator, MOST)):
        yield chunk


def site_id(connection: Connection, name: str) -> int:
    """Return the id of a site, which is made where it is not there yet."""
    query = select(site.c.id).where(site.c.name == name)
    found = connection.execute(query).scalar()
    if found is not None:
        return int(found)
    put(connection, site, [{"name": name}])
    return int(connection.execute(query).scalar_one())
