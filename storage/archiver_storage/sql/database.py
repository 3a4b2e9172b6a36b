"""The database: how it is opened, made, and recognised."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from archiver import SettingsError, StorageError
from archiver_storage.sql.errors import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

VERSION = "archiver_0004"
"""The schema's version: the last migration."""
KNOWN = ("archiver_0001", "archiver_0002", "archiver_0003", VERSION)
"""Every version there has been, oldest first."""
VERSIONS = "archiver_version"
"""Table that holds the version; Alembic keeps it."""
BUSY = 30.0
"""Seconds to wait for another program that writes."""


class Database:
    """One connection to one database, used in one thread.

    SQLite is opened so that an acknowledged transaction survives a power cut, and readers and
    the one writer do not wait for each other.
    """

    def __init__(self, url: str) -> None:
        self._url = _parse(url)
        self.name = self._url.database or str(self._url)
        self._engine: Engine | None = None
        self._connection: Connection | None = None
        self._create = False

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database."""
        name = self._url.database
        return Path(name) if self._url.get_backend_name() == "sqlite" and name else None

    def open(self, *, create: bool) -> None:
        """Open, and with ``create`` make it or bring it up to date. Raises ``StorageError``."""
        if self.file is not None and not self.file.is_file():
            if not create:
                raise self._absent()
            self._make_folder(self.file.parent)
        self._create = create
        try:
            with told(self.name):
                self._connect()
                self._check()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the database."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Do everything in the block, or nothing. Raises ``StorageError``."""
        if self._connection is None:
            message = f"{self.name} is not open: call open() first"
            raise StorageError(message)
        with told(self.name), self._connection.begin():
            yield self._connection

    def _make_folder(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot make the folder {folder}: {error.strerror}; give another one"
            raise StorageError(message) from error

    def _connect(self) -> None:
        sqlite = self._url.get_backend_name() == "sqlite"
        options: dict[str, Any] = {"connect_args": {"timeout": BUSY}} if sqlite else {}
        self._engine = self._driven(options)
        if sqlite:
            event.listen(self._engine, "connect", self._tune)
            event.listen(self._engine, "begin", self._begin)
        self._connection = self._engine.connect()

    def _driven(self, options: dict[str, Any]) -> Engine:
        try:
            return create_engine(self._url, poolclass=NullPool, **options)
        except (ImportError, NoSuchModuleError) as error:
            message = f"storage.sql.url needs a driver that is not installed: {error}"
            raise SettingsError(message) from error

    def _tune(self, connection: Any, _: object) -> None:  # noqa: ANN401  # a DBAPI connection
        connection.isolation_level = None  # transactions begin where we say it
        if self._create:
            connection.execute("PRAGMA journal_mode=WAL")
        else:
            connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    def _begin(self, connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if self._create else "BEGIN")

    def _check(self) -> None:
        version = self._version()
        if version == VERSION:
            return
        if version in KNOWN or (version is None and self._is_empty()):
            if not self._create:
                raise self._absent() if version is None else self._old()
            self._migrate()
            return
        if version is not None and version.startswith("archiver_"):
            message = f"{self.name} was written by a newer version of the archiver; upgrade it"
        else:
            message = f"{self.name} is no archive but another program's; give another folder"
        raise StorageError(message)

    def _version(self) -> str | None:
        with self.transaction() as connection:
            if connection.dialect.name != "sqlite" and not inspect(connection).has_table(VERSIONS):
                return None
            query = f"SELECT version_num FROM {VERSIONS}"  # noqa: S608  # a constant
            try:
                found = connection.execute(text(query)).scalar()
            except Exception as error:
                if "no such table" not in str(error):
                    raise
                return None
        return None if found is None else str(found)

    def _is_empty(self) -> bool:
        with self.transaction() as connection:
            return not set(inspect(connection).get_table_names()) - {VERSIONS}

    def _migrate(self) -> None:
        from archiver_storage.sql.migrations import upgrade  # noqa: PLC0415  # Alembic is slow

        with self.transaction() as connection:
            upgrade(connection)

    def _absent(self) -> StorageError:
        where = self.file.parent if self.file else self.name
        message = f"there is no archive in {where}; make one: scrapy crawl SITE"
        return StorageError(message)

    def _old(self) -> StorageError:
        message = (
            f"{self.name} was written by an older version; the next crawl brings it up to date"
        )
        return StorageError(message)


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        message = (
            f"storage.sql.url is {url!r}; give sqlite:///FILE or postgresql+psycopg://HOST/NAME"
        )
        raise SettingsError(message) from error
