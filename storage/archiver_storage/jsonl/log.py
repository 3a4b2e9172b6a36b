"""The log: one event a line, appended and synced; nothing in it is ever changed."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, BinaryIO

from archiver import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = 1
HEAD = {"event": "archive", "version": VERSION}


class Log:
    """A file of events. A line that a crash cut is dropped: it was never acknowledged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def open(self, *, create: bool) -> Iterator[dict[str, Any]]:
        """Open for appending, with ``create``, and read the events. Raises ``StorageError``."""
        if not create and not self._path.is_file():
            message = f"there is no archive in {self._path.parent}; make one: scrapy crawl SITE"
            raise StorageError(message)
        try:
            size, events = self._read() if self._path.is_file() else (0, [])
            if create:
                self._open_for_appending(size)
        except OSError as error:
            raise self._failed(error) from error
        return iter(events)

    def append(self, event: str, *, sync: bool = True, **values: object) -> None:
        """Write an event, on the disk when this returns. Raises ``StorageError``."""
        file = self._file
        if file is None:
            message = f"{self._path} is not open for writing: call open() first"
            raise StorageError(message)
        end = file.tell()
        try:
            file.write(_line({"event": event, **values}))
            if sync:
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            self._open_for_appending(end)
            raise self._failed(error) from error

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _read(self) -> tuple[int, list[dict[str, Any]]]:
        content = self._path.read_bytes()
        size = content.rfind(b"\n") + 1
        lines = content[:size].splitlines()
        try:
            events = [json.loads(line) for line in lines]
        except ValueError as error:
            message = f"{self._path} is no log of an archive, or was edited: {error}"
            raise StorageError(message) from error
        if events:
            self._check(events.pop(0))
        return size, events

    def _check(self, head: Any) -> None:  # noqa: ANN401  # JSON
        if not isinstance(head, dict) or head.get("event") != HEAD["event"]:
            message = f"{self._path} is no log of an archive; give another folder"
            raise StorageError(message)
        if head["version"] > VERSION:
            message = f"{self._path} was written by a newer version of the archiver; upgrade it"
            raise StorageError(message)

    def _open_for_appending(self, size: int) -> None:
        """Cut off what a crash or a full disk left, and go on from there."""
        self.close()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("ab", buffering=0)
        self._file.truncate(size)
        if size == 0:
            self._file.write(_line(HEAD))
            os.fsync(self._file.fileno())

    def _failed(self, error: OSError) -> StorageError:
        what = error.strerror or str(error)
        advice = "free some space or mend the rights, then start the same run again"
        return StorageError(f"cannot write {self._path}: {what}; {advice}")


def _line(event: dict[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
