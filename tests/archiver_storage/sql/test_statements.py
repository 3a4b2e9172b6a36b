"""Statements in bulk: what they cost while millions of articles wait."""

from __future__ import annotations

import tracemalloc
from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import literal, select

from archiver_storage.sql.statements import numbers
from drivers.both import Kind, kind

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["kind"]

MANY = 200_000


def test_a_number_that_waits_takes_ten_bytes(kind: Kind, tmp_path: Path) -> None:
    with kind.storage(tmp_path):
        pass
    count = select(literal(1).label("n")).cte("count", recursive=True)
    count = count.union_all(select(count.c.n + 1).where(count.c.n < MANY))
    storage: Any = kind.storage(tmp_path)
    storage.open(create=False)
    with closing(storage), storage.catalogue().database.transaction() as connection:
        tracemalloc.start()
        found = numbers(connection, select(count.c.n))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert list(found) == list(range(1, MANY + 1))
    assert peak < 10 * MANY + 2_000_000
