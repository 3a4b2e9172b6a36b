"""Both databases: a test that asks for one is run on each."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from drivers.postgresql import Databases

FIRST = Path(__file__).parents[1] / "archiver_storage" / "sql" / "first"
"""Archives of the first released schema."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of database, and how a test asks it as a person with its shell does."""

    databases: Databases | None = None

    def storage(self, folder: Path) -> SqlStorage:
        url = self.databases.url(folder) if self.databases else None
        return SqlStorage(folder=folder, url=url)

    def empty(self, folder: Path) -> str:
        """Return the URL of a database in which nothing was made yet."""
        if self.databases is not None:
            return self.databases.url(folder, empty=True)
        return f"sqlite:///{folder / 'archive.db'}"

    def ask(self, folder: Path, query: str) -> list[tuple[Any, ...]]:
        if self.databases is not None:
            return self.databases.ask(folder, query)
        with closing(sqlite3.connect(folder / "archive.db")) as connection:
            return connection.execute(query).fetchall()

    def put_first(self, folder: Path) -> None:
        """Put an archive of the first schema into a folder."""
        if self.databases is not None:
            script = (FIRST / "postgresql.sql").read_text(encoding="utf-8")
            with self.databases.connect(folder, empty=True) as connection:
                connection.execute(script.encode())
            return
        with closing(sqlite3.connect(folder / "archive.db")) as file, file:
            file.executescript((FIRST / "sqlite.sql").read_text(encoding="utf-8"))


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> Kind:
    """Return each kind in turn."""
    if request.param == "sqlite":
        return Kind()
    return Kind(request.getfixturevalue("postgresql"))
