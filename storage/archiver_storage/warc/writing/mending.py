"""Mending: what a killed run left unfinished becomes a sound WARC again."""

from __future__ import annotations

import fcntl
import logging
import os
from typing import TYPE_CHECKING

from archiver.errors import SourceError
from archiver_storage.warc.reading.found import Found
from archiver_storage.warc.reading.scan import scan
from archiver_storage.warc.span import OPEN, spans
from archiver_storage.warc.writing.file import reporting, sync_folder

if TYPE_CHECKING:
    from pathlib import Path

    from archiver_storage.warc.span import Span

ENDS = {"warcinfo", "metadata"}
"""The types of record that a capture, or the file's own description, ends with."""

log = logging.getLogger(__name__)


def mend(folder: Path) -> None:
    """Finish the files in a folder whose writers are dead.

    Of each, all whole captures are kept; a torn one at the end, which was never acknowledged, is
    put aside as ``….torn``. Raises ``StorageError``.
    """
    for path in sorted(folder.glob(f"*{OPEN}")):
        with reporting(path), path.open("r+b") as stream:
            if _lock(stream.fileno()):
                _finish(path, stream.fileno())
    with reporting(folder):
        sync_folder(folder)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _finish(path: Path, descriptor: int) -> None:
    (span,) = spans(path)
    whole, captures = _whole(span)
    final = path.with_name(path.name.removesuffix(OPEN))
    if whole < span.size:
        _put_aside(span, whole, final.with_name(f"{final.name}.torn"))
        os.ftruncate(descriptor, whole)
    os.fsync(descriptor)
    if captures:
        path.rename(final)
    else:
        path.unlink()
    log.info(
        "%s was left by a run that was killed: kept %d captures, put aside %d bytes",
        final,
        captures,
        span.size - whole,
    )


def _whole(span: Span) -> tuple[int, int]:
    """Return the bytes up to the end of the last whole capture, and how many captures they are."""
    end, captures = 0, 0
    try:
        for found in scan(span):
            if not isinstance(found, Found):
                break
            if found.type in ENDS:
                end = found.offset + found.length
                captures += found.type == "metadata"
    except SourceError:  # nothing was written, or not even one record
        return 0, 0
    return end, captures


def _put_aside(span: Span, start: int, path: Path) -> None:
    with path.open("wb") as stream:
        while data := span.read(start, 1 << 20):
            stream.write(data)
            start += len(data)
        stream.flush()
        os.fsync(stream.fileno())
