"""Files of lines in an archive's folder: what a kill has cut off is no line, and is not kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from archiver.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

BLOCK = 4096


def lines(path: Path) -> list[str]:
    """Return the whole lines of a file, none where there is no file. Raises ``StorageError``."""
    if not path.exists():
        return []
    whole, _, _ = path.read_bytes().rpartition(b"\n")
    try:
        return [line for line in whole.decode().split("\n") if line]
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 at byte {error.start:,}; mend that line or remove it"
        raise StorageError(message) from error


def append(path: Path, line: str) -> None:
    """Add a line; once this returns, it outlives a power cut. Raises ``StorageError``."""
    try:
        with path.open("ab+") as stream:
            stream.truncate(_end(stream))
            stream.write(f"{line}\n".encode())
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        message = f"cannot write {path}: {error.strerror}; nothing was changed"
        raise StorageError(message) from error


def _end(stream: BinaryIO) -> int:
    """Return where the last whole line ends; only what is cut off is read."""
    end = stream.seek(0, os.SEEK_END)
    while end:
        start = max(0, end - BLOCK)
        stream.seek(start)
        found = stream.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
