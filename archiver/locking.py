"""Locks on an archive's folder; one that is held by a killed process is free."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from archiver.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def locked(folder: Path, site: str | None = None) -> Iterator[None]:
    """Keep other runs out of a folder, or, with ``site``, other runs of that site.

    The folder is made where it is not there. Raises ``StorageError``.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  # slow, and not to ask

    name = f"archive.{site}.lock" if site else "archive.lock"
    lock = FileLock(folder / name, timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        who = f"another run of {site}" if site else "another run"
        message = f"{who} is writing to {folder}; wait for it, or give another folder"
        raise StorageError(message) from None
    except OSError as error:
        message = f"cannot write to the folder {folder}: {error.strerror or error}"
        raise StorageError(message) from error
    try:
        yield
    finally:
        lock.release()
