"""A WARC file while it is written: appended to, synced, and named when it is done."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from archiver.errors import StorageError
from archiver_storage.warc.span import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class WarcFile:
    """A file that only ever holds whole captures, whatever happens while it is written.

    It is locked while this process lives. Every method raises ``StorageError``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._unfinished = path.with_name(path.name + OPEN)
        with reporting(self._unfinished):
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
            self._descriptor = os.open(self._unfinished, flags, 0o644)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            sync_folder(path.parent)
        self._broken: str | None = None

    def append(self, data: bytes) -> int:
        """Write ``data`` as a whole or not at all; return its offset."""
        self._refuse_if_broken()
        offset = self.size
        try:
            with reporting(self._unfinished):
                self._write(data)
        except BaseException:
            self._cut_back(offset)
            raise
        self.size += len(data)
        return offset

    def sync(self) -> None:
        """Return when everything written is on the disk."""
        self._refuse_if_broken()
        try:
            with reporting(self._unfinished):
                os.fdatasync(self._descriptor)
        except StorageError as error:
            # A second sync would succeed without the pages that the first one lost.
            self._broken = str(error)
            raise

    def close(self) -> None:
        """Sync, give the file its final name and let go of it."""
        try:
            self.sync()
            with reporting(self.path), locked(self.path.parent):
                self._unfinished.rename(self.path)
                sync_folder(self.path.parent)
        finally:
            os.close(self._descriptor)

    def discard(self) -> None:
        """Remove the file, which holds nothing worth keeping."""
        try:
            with reporting(self._unfinished), locked(self.path.parent):
                self._unfinished.unlink()
        finally:
            os.close(self._descriptor)

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def _cut_back(self, size: int) -> None:
        try:
            os.ftruncate(self._descriptor, size)
        except OSError as error:
            self._broken = f"{self._unfinished} ends in half a record ({error.strerror})"

    def _refuse_if_broken(self) -> None:
        if self._broken is not None:
            message = f"{self._broken}; start again: what was acknowledged is kept"
            raise StorageError(message)


@contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Turn errors of the operating system into a ``StorageError`` that names the path."""
    try:
        yield
    except OSError as error:
        message = f"cannot write {path}: {error.strerror}; free space or mend the rights"
        raise StorageError(message) from error


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):  # some network file systems cannot sync a folder
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from creating, naming and mending files in a folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
