"""The database: how it is opened, made, and recognised."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from archiver import SettingsError, StorageError
from archiver.storage import Upgrade
from archiver_storage.sql import making
from archiver_storage.sql.errors import told
from archiver_storage.sql.postgresql import Postgresql
from archiver_storage.sql.sqlite import Sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

VERSION = "archiver_0014"
"""The schema's version: the last migration."""
KNOWN = (*(f"archiver_{number:04}" for number in range(1, 14)), VERSION)
"""Every version there has been, oldest first."""
VERSIONS = "archiver_version"
"""Table that holds the version; Alembic keeps it."""


class Database:
    """One connection to one database, used in one thread."""

    def __init__(self, url: str) -> None:
        self._backend = _backend(url)
        self.name = self._backend.name
        self.upgraded: Upgrade | None = None
        self._engine: Engine | None = None
        self._connection: Connection | None = None
        self._write = False

    @property
    def shared(self) -> bool:
        """Whether several connections may write at once."""
        return self._backend.shared

    @property
    def file_name(self) -> str | None:
        """The name of an SQLite file without its suffix, ``None`` of another database."""
        return self._backend.file.stem if self._backend.file else None

    def open(self, *, create: bool) -> None:
        """Open, and with ``create`` make it or bring it up to date. Raises ``StorageError``."""
        self._open(write=create, make=create)

    def upgrade(self) -> Upgrade | None:
        """Bring what is there up to date; return ``None`` where it is. Raises ``StorageError``."""
        try:
            self._open(write=True, make=False)
        finally:
            self.close()
        return self.upgraded

    @contextmanager
    def mending(self) -> Iterator[Connection]:
        """Open what is there to write in it for one transaction. Raises ``StorageError``."""
        try:
            self._open(write=True, make=False)
            with self.transaction() as connection:
                yield connection
        finally:
            self.close()

    def beside(self) -> str:
        """Return the URL of what is to take its place. Raises ``StorageError``."""
        return self._backend.beside()

    def succeed(self) -> str | None:
        """Put what was built beside in its place; return where the old one is kept."""
        return self._backend.succeed()

    def copy(self, path: Path) -> bool:
        """Copy an SQLite file to a path; ``False`` where it is none. Raises ``StorageError``."""
        return self._backend.copy(path)

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
        """Do everything in the block, or nothing. Raises ``StorageError``.

        A question that is asked while the answers to another one are read is part of it.
        """
        connection = self._usable()
        if connection.in_transaction() and not self._write:
            yield connection
            return
        with told(self.name), connection.begin():
            self._backend.begin(connection, write=self._write)
            yield connection

    def lease(self, site: str) -> None:
        """Keep other runs of a site out until the database is closed. Raises ``StorageError``."""
        connection = self._usable()
        with told(self.name):
            self._backend.lease(connection, site)

    def _usable(self) -> Connection:
        """Return the connection; one that was lost is not made anew: its lease is lost, too."""
        if self._connection is None:
            message = f"{self.name} is not open: call open() first"
            raise StorageError(message)
        if self._connection.invalidated:
            message = f"{self.name}: the connection was lost; give the same command again"
            raise StorageError(message)
        return self._connection

    def _open(self, *, write: bool, make: bool) -> None:
        file = self._backend.file
        if file is not None and not file.is_file():
            if not make:
                raise self._absent()
            _make_folder(file.parent)
        self._write = write
        self.upgraded = None
        try:
            with told(self.name):
                self._connect()
                self._check(make=make)
        except BaseException:
            self.close()
            raise

    def _connect(self) -> None:
        backend = self._backend
        try:
            self._engine = create_engine(
                backend.url, poolclass=NullPool, connect_args=dict(backend.options)
            )
        except ImportError as error:
            message = (
                f"storage.sql.url needs a driver that is not installed: {error}; "
                "pip install 'archiver[postgresql]'"
            )
            raise SettingsError(message) from error
        event.listen(self._engine, "connect", self._tune)
        self._connection = self._engine.connect()

    def _tune(self, connection: Any, _: object) -> None:  # noqa: ANN401  # a DBAPI connection
        self._backend.tune(connection, write=self._write)

    def _check(self, *, make: bool) -> None:
        version, empty = self._found()
        if version == VERSION:
            return
        if empty:
            if not make:
                raise self._absent()
            self._make()
        elif version not in KNOWN:
            raise self._foreign(version)
        elif not self._write:
            raise self._old()
        else:
            self._migrate()

    def _found(self) -> tuple[str | None, bool]:
        """Return the version and whether there is nothing yet, as of one moment."""
        with self.transaction() as connection:
            version = _version(connection)
            return version, version is None and _is_empty(connection)

    def _make(self) -> None:
        """Make all in one transaction, unless another run did so meanwhile."""
        with self.transaction() as connection:
            if _version(connection) is None:
                making.make(connection, VERSIONS, VERSION)

    def _migrate(self) -> None:
        """Bring the tables up to date in one transaction, unless another run did so meanwhile."""
        from archiver_storage.sql.migrations import upgrade  # noqa: PLC0415  # Alembic is slow

        with self.transaction() as connection:
            before = _version(connection)
            if before is None or before == VERSION:
                return
            copy = self._backend.secure(connection, VERSION)
            upgrade(connection, before)
        self.upgraded = Upgrade(before=before, after=VERSION, copy=str(copy) if copy else None)

    def _absent(self) -> StorageError:
        message = f"there is no archive in {self._backend.where}; make one: scrapy crawl SITE"
        return StorageError(message)

    def _old(self) -> StorageError:
        message = (
            f"{self.name} was written by an older version; bring it up to date: archiver upgrade"
        )
        return StorageError(message)

    def _foreign(self, version: str | None) -> StorageError:
        if version is not None and version.startswith("archiver_"):
            message = f"{self.name} was written by a newer version of the archiver; upgrade it"
        else:
            message = f"{self.name} is no archive but another program's; give another"
            message += " database" if self.shared else " folder"
        return StorageError(message)


def _backend(url: str) -> Sqlite | Postgresql:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        message = (
            "storage.sql.url cannot be read; give sqlite:///FILE or postgresql+psycopg://HOST/NAME"
        )
        raise SettingsError(message) from error
    kinds: dict[str, type[Sqlite | Postgresql]] = {"sqlite": Sqlite, "postgresql": Postgresql}
    kind = kinds.get(parsed.get_backend_name())
    if kind is None:
        message = (
            f"storage.sql.url asks for the driver {parsed.drivername}; "
            "there are sqlite and postgresql+psycopg"
        )
        raise SettingsError(message)
    return kind(parsed)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make the folder {folder}: {error.strerror}; give another one"
        raise StorageError(message) from error


def _is_empty(connection: Connection) -> bool:
    return not set(inspect(connection).get_table_names()) - {VERSIONS}


def _version(connection: Connection) -> str | None:
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
