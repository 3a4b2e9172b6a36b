"""Captures: where exchanges are kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from archiver import Capture, StorageError
from archiver_storage.sql.schema import capture as table
from archiver_storage.sql.statements import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from archiver import Visit
    from archiver_storage.sql.types import AnyRow

PREFIX = "capture_"
FIELDS = tuple(Capture.__dataclass_fields__)
PLACE = ("file", "offset", "length")
"""What changes when a WARC file is moved."""


def save(
    connection: Connection, site: int, captures: Sequence[Capture], visits: Sequence[Visit]
) -> dict[str, int]:
    """Save captures; return the ids of those that visits name, by record id."""
    if captures:
        statement = insert(connection, table)
        moved = {name: statement.excluded[name] for name in PLACE}
        connection.execute(
            statement.on_conflict_do_update(index_elements=["record_id"], set_=moved),
            [{"site_id": site, **asdict(capture)} for capture in captures],
        )
    return _ids(connection, sorted({v.capture for v in visits if v.capture is not None}))


def _ids(connection: Connection, wanted: Sequence[str]) -> dict[str, int]:
    query = select(table.c.record_id, table.c.id)
    ids: dict[str, int] = {
        row.record_id: row.id
        for chunk in chunks(wanted)
        for row in connection.execute(query.where(table.c.record_id.in_(chunk)))
    }
    missing = [record_id for record_id in wanted if record_id not in ids]
    if missing:
        message = f"a visit names the capture {missing[0]}, which was not saved; save it with it"
        raise StorageError(message)
    return ids


def columns() -> list[Any]:
    """Return the table's columns, labelled so that they can be joined to others."""
    return [table.c[name].label(PREFIX + name) for name in FIELDS]


def capture_of(row: AnyRow) -> Capture | None:
    """Return the capture in a joined row, if there is one."""
    found = row._mapping  # noqa: SLF001  # SQLAlchemy's public name for it
    if found[f"{PREFIX}record_id"] is None:
        return None
    return Capture(**{name: found[PREFIX + name] for name in FIELDS})
