"""Whole files: written to the end and then seen, or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from archiver.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """Return a file to write to, which takes the place of ``path`` once all of it is on the disk.

    A pipe or a device is written to as it is. Raises ``StorageError`` (disk full, rights).
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
            return
        with _beside(path) as file:
            yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"cannot write {path}: {error.strerror or error}; nothing was left there"
        raise StorageError(message) from error


@contextmanager
def standard_output() -> Iterator[BinaryIO]:
    """Return stdout to write bytes to; raises ``BrokenPipeError`` where nobody reads any more."""
    sys.stdout.flush()
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Return a folder to fill, which is called ``path`` once all of it is on the disk.

    Raises ``StorageError`` (there is one already, disk full, rights).
    """
    target = path.resolve()
    if target.exists():
        message = f"{path} is there already; name a folder that is not"
        raise StorageError(message)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.mkdir()
        yield part
        part.rename(target)
    except OSError as error:
        message = f"cannot write {path}: {error.strerror or error}; nothing was left there"
        raise StorageError(message) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def _beside(path: Path) -> Iterator[BinaryIO]:
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
