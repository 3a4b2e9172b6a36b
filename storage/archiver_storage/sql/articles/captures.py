"""Captures: where exchanges are kept."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from archiver import Capture, StorageError
from archiver_storage.sql.schema import capture as table
from archiver_storage.sql.statements import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Select

    from archiver import Visit
    from archiver_storage.sql.statements import Insert
    from archiver_storage.sql.types import AnyRow

PREFIX = "capture_"
FIELDS = tuple(Capture.__dataclass_fields__)
PLACE = ("file", "offset", "length")
"""What changes when a WARC file is moved."""


def save(
    connection: Connection, site: int, captures: Sequence[Capture], visits: Sequence[Visit]
) -> dict[str, AnyRow]:
    """Save captures; return the rows of those that visits name, by record id."""
    if captures:
        rows = [{name: getattr(capture, name) for name in FIELDS} for capture in captures]
        connection.execute(_insert(connection.dialect.name), [{"site_id": site, **r} for r in rows])
    return _found(connection, sorted({v.capture for v in visits if v.capture is not None}))


@cache
def _insert(dialect: str) -> Insert:
    statement = insert(dialect, table)
    moved = {name: statement.excluded[name] for name in PLACE}
    return statement.on_conflict_do_update(index_elements=["record_id"], set_=moved)


@cache
def _named() -> Select[Any]:
    wanted = table.c.record_id.in_(bindparam("wanted", expanding=True))
    return select(table.c.record_id, table.c.id, table.c.digest, table.c.refers_to).where(wanted)


def _found(connection: Connection, wanted: Sequence[str]) -> dict[str, AnyRow]:
    found: dict[str, AnyRow] = {
        row.record_id: row
        for chunk in chunks(wanted)
        for row in connection.execute(_named(), {"wanted": chunk})
    }
    missing = [record_id for record_id in wanted if record_id not in found]
    if missing:
        message = f"a visit names the capture {missing[0]}, which was not saved; save it with it"
        raise StorageError(message)
    return found


def by_record(connection: Connection, wanted: Iterable[str]) -> dict[str, Capture]:
    """Return captures by their record ids."""
    return {
        row.record_id: of_row(row)
        for chunk in chunks(sorted(wanted))
        for row in connection.execute(_whole(), {"wanted": chunk})
    }


def of_row(row: AnyRow) -> Capture:
    """Return the capture in a row of the table."""
    return Capture(**{name: getattr(row, name) for name in FIELDS})


@cache
def _whole() -> Select[Any]:
    return select(table).where(table.c.record_id.in_(bindparam("wanted", expanding=True)))


def columns() -> list[Any]:
    """Return the table's columns, labelled so that they can be joined to others."""
    return [table.c[name].label(PREFIX + name) for name in FIELDS]


def capture_of(row: AnyRow) -> Capture | None:
    """Return the capture in a joined row, if there is one."""
    found = row._mapping  # noqa: SLF001  # SQLAlchemy's public name for it
    if found[f"{PREFIX}record_id"] is None:
        return None
    return Capture(**{name: found[PREFIX + name] for name in FIELDS})
