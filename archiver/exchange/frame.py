"""Frames: rows as Arrow tables, where pyarrow is installed."""

from __future__ import annotations

from dataclasses import asdict, fields
from itertools import islice
from typing import TYPE_CHECKING, Any

from archiver.errors import SettingsError
from archiver.exchange.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

AT_ONCE = 1000
"""Rows of a batch: what is in memory while a file is written."""
TIMES = {"published_at": "+07:00", "first_seen": "UTC", "last_seen": "UTC"}
TIMES |= {"revised_at": "UTC", "missing_since": "UTC"}
NUMBERS = {"views", "revisions", "observations", "offset", "length"}
LISTS = {"images": ("url", "caption"), "attachments": ("url", "title"), "keywords": ()}


def table(rows: Iterable[Row]) -> pa.Table:
    """Return rows as one table. Raises ``SettingsError`` without pyarrow."""
    return arrow().Table.from_batches(batches(rows), schema())


def batches(rows: Iterable[Row]) -> Iterator[pa.RecordBatch]:
    """Return rows in batches, as they come. Raises ``SettingsError`` without pyarrow."""
    columns, iterator = schema(), iter(rows)
    while some := list(islice(iterator, AT_ONCE)):
        yield arrow().RecordBatch.from_pylist([asdict(row) for row in some], columns)


def schema() -> pa.Schema:
    """Return the columns and their types. Raises ``SettingsError`` without pyarrow."""
    return arrow().schema([(field.name, _type(field.name)) for field in fields(Row)])


def arrow() -> Any:  # noqa: ANN401  # the library
    """Return pyarrow. Raises ``SettingsError`` where it is not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415  # heavy, and an extra
    except ImportError as error:
        message = "tables need pyarrow: pip install 'archiver[parquet]'"
        raise SettingsError(message) from error
    return pa


def _type(name: str) -> pa.DataType:
    if name in TIMES:
        return arrow().timestamp("us", TIMES[name])
    if name in NUMBERS:
        return arrow().int64()
    if name not in LISTS:
        return arrow().string()
    parts = [(part, arrow().string()) for part in LISTS[name]]
    return arrow().list_(arrow().struct(parts) if parts else arrow().string())
