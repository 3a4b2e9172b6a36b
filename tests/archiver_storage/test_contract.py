"""Our storages keep the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archiver.testing import StorageContract
from archiver_storage.jsonl import JsonLinesStorage
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from pathlib import Path

    from archiver import Storage
    from drivers.postgresql import Databases


class TestSqlStorage(StorageContract):
    def make(self, folder: Path) -> Storage:
        return SqlStorage(folder=folder)


class TestPostgresqlStorage(StorageContract):
    @pytest.fixture(autouse=True)
    def give_databases(self, postgresql: Databases) -> None:
        self.databases = postgresql

    def make(self, folder: Path) -> Storage:
        return SqlStorage(folder=folder, url=self.databases.url(folder))

    def test_an_absent_archive_is_not_made_for_a_reader(self, tmp_path: Path) -> None:
        self.databases.url(tmp_path, empty=True)
        super().test_an_absent_archive_is_not_made_for_a_reader(tmp_path)


class TestJsonLinesStorage(StorageContract):
    def make(self, folder: Path) -> Storage:
        return JsonLinesStorage(folder=folder)
