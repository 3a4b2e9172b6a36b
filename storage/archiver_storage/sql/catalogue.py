"""The catalogue of an SQL database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.catalogue import Catalogue
from archiver_storage.sql import queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.records import History
    from archiver.selection import Selection
    from archiver_storage.sql.database import Database


@dataclass(frozen=True, slots=True)
class SqlCatalogue(Catalogue):
    """Asks a database that is open."""

    database: Database

    def select(self, selection: Selection) -> Iterator[History]:
        """Return the selected articles."""
        with self.database.transaction() as connection:
            yield from queries.selected(connection, selection)
