"""SQLite: a file, one writer, and a copy before the schema changes."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import URL, Connection

BUSY = 30.0
"""Seconds to wait for another program that writes."""


class Sqlite:
    """A file that is opened so that an acknowledged transaction survives a power cut.

    Readers and the one writer do not wait for each other.
    """

    shared = False

    def __init__(self, url: URL) -> None:
        self.url = url
        self.name = url.database or str(url)
        self.file = Path(url.database) if url.database else None
        self.where = str(self.file.parent) if self.file else self.name

    @property
    def options(self) -> Mapping[str, Any]:
        """What the driver is told."""
        return {} if "timeout" in self.url.query else {"timeout": BUSY}

    def tune(self, connection: Any, *, write: bool) -> None:  # noqa: ANN401  # the driver's
        """Make a new connection ready."""
        connection.isolation_level = None  # transactions begin where we say it
        connection.execute("PRAGMA journal_mode=WAL" if write else "PRAGMA query_only=ON")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    def begin(self, connection: Connection, *, write: bool) -> None:
        """Begin a transaction, alone where it writes."""
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    def lease(self, connection: Connection, site: str) -> None:
        """Do nothing: the lock on the archive's folder keeps other runs out."""

    def beside(self) -> str:
        """Return the URL of the file that is to take this one's place."""
        return f"sqlite:///{self._whole}.rebuilt"

    def succeed(self) -> str | None:
        """Give the new file the name of the old one, which is kept under another."""
        file = self._whole
        names = (file.with_name(f"{file.name}.before-rebuild{n}") for n in ("", *range(2, 1000)))
        old = next(name for name in names if not name.exists())
        with _told(file):
            there = [end for end in ("-wal", "-shm", "") if Path(f"{file}{end}").exists()]
            for end in there:  # what was written last goes first: alone, it says nothing
                Path(f"{file}{end}").rename(f"{old}{end}")
            Path(f"{file}.rebuilt").rename(file)
            _sync(file.parent)
        return str(old) if "" in there else None

    def copy(self, path: Path) -> bool:
        """Copy the file as it is, whoever reads or writes it meanwhile."""
        if self.file is None:
            return False
        try:
            _copy(self.file, path)
            with closing(sqlite3.connect(path)) as copy:  # so that it can be read where it lies
                copy.execute("PRAGMA journal_mode=DELETE")
        except (OSError, sqlite3.Error) as error:
            message = f"{self.name} cannot be copied to {path}: {error}; make room there"
            raise StorageError(message) from error
        return True

    @property
    def _whole(self) -> Path:
        if self.file is None:
            message = f"{self.name} is kept in memory, where nothing can be built beside it"
            raise StorageError(message)
        return self.file

    def secure(self, connection: Connection, version: str) -> Path | None:
        """Copy the file as it is before it becomes ``version``; return the copy.

        The transaction that has begun keeps writers out. Raises ``StorageError``.
        """
        del connection
        if self.file is None:
            return None
        copy = self.file.with_name(f"{self.file.name}.before-{version}")
        part = copy.with_name(f"{copy.name}.part")
        try:
            _copy(self.file, part)
            part.replace(copy)
            _sync(copy.parent)
        except (OSError, sqlite3.Error) as error:
            for left in (part, part.with_name(f"{part.name}-journal")):
                left.unlink(missing_ok=True)
            message = (
                f"{self.name} must be brought up to date, and cannot be copied before: {error}; "
                "make room beside it and try again: nothing was changed"
            )
            raise StorageError(message) from error
        return copy


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.execute("PRAGMA query_only=ON")
        old.backup(new)
    _sync(target)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn errors of the operating system into a ``StorageError``."""
    try:
        yield
    except OSError as error:
        message = f"{error.filename or file} cannot be put in place of {file}: {error.strerror}"
        raise StorageError(message) from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
