"""Spans: where the bytes of a WARC lie, be it a file or a member of a WACZ."""

from __future__ import annotations

import os
import struct
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from archiver.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

OPEN = ".open"
"""What a file's name ends with until it is done."""
WARCS = (".warc", ".warc.gz", ".warc" + OPEN, ".warc.gz" + OPEN)
WACZ = ".wacz"
ZIP_MAGIC = b"PK\x03\x04"
LOCAL_HEADER = 30
"""Bytes before the name in a zip's header of a member."""
PIECE = 1 << 20
"""Bytes that are copied at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """``size`` bytes of ``path`` from ``start``; ``file`` is what a ``Capture`` calls them."""

    path: Path
    file: str
    start: int
    size: int

    def read(self, offset: int, length: int) -> bytes:
        """Return ``length`` bytes from ``offset``; fewer where the span ends."""
        length = max(0, min(length, self.size - offset))
        with reporting(self.path):
            descriptor = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                return os.pread(descriptor, length, self.start + offset)
            finally:
                os.close(descriptor)

    def pieces(self) -> Iterator[bytes]:
        """Yield all bytes, in pieces."""
        for at in range(0, self.size, PIECE):
            yield self.read(at, PIECE)


def spans(path: Path) -> list[Span]:
    """Return the WARCs of a WARC or WACZ file. Raises ``SourceError``."""
    return _members(path) if packs(path) else [_whole(path, str(path))]


def packs(path: Path) -> bool:
    """Tell whether a file is a WACZ, by its name or its beginning."""
    return path.suffix == WACZ or begins(path, ZIP_MAGIC)


def begins(path: Path, *magics: bytes) -> bool:
    """Tell whether there is a file that begins with one of these bytes."""
    if not path.is_file():
        return False
    with reporting(path), path.open("rb") as file:
        return file.read(max(map(len, magics))).startswith(magics)


def locate(folder: Path, file: str) -> Span:
    """Return the WARC that a ``Capture`` of the archive in ``folder`` calls ``file``.

    A file that is not finished yet, or was not when a run was killed, still bears another name.
    Raises ``SourceError`` where there is none.
    """
    packed = _packed(folder, file)
    if packed is not None:
        path, member = packed
        found = [span for span in _members(path) if span.file.endswith("#" + member)]
        if found:
            return found[0]
        message = f"{path} has no member {member}; put back the file that was read"
        raise SourceError(message)
    path = folder / file
    unfinished = path.with_name(path.name + OPEN)
    return _whole(unfinished if unfinished.exists() and not path.exists() else path, file)


def _packed(folder: Path, file: str) -> tuple[Path, str] | None:
    """Return the WACZ and its member that a name means, ``None`` where it means neither."""
    parts = (file[:at] for at, char in enumerate(file) if char == "#")
    name = next((part for part in parts if packs(folder / part)), None)
    return None if name is None else (folder / name, file[len(name) + 1 :])


def _whole(path: Path, file: str) -> Span:
    with reporting(path):
        return Span(path=path, file=file.removesuffix(OPEN), start=0, size=path.stat().st_size)


def _members(path: Path) -> list[Span]:
    with reporting(path):
        try:
            with zipfile.ZipFile(path) as archive:
                infos = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            message = f"{path} is no WACZ that can be read ({error}); copy or export it again"
            raise SourceError(message) from error
        for info in infos:
            _refuse_unsafe(path, info.filename)
        return [_member(path, info) for info in infos if info.filename.endswith(WARCS)]


def _member(path: Path, info: zipfile.ZipInfo) -> Span:
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
        message = (
            f"{path} compresses or encrypts {info.filename}, from which single records cannot be "
            "read; unzip it and give the folder as source"
        )
        raise SourceError(message)
    header = Span(path=path, file="", start=info.header_offset, size=LOCAL_HEADER)
    try:
        name, extra = struct.unpack_from("<HH", header.read(0, LOCAL_HEADER), 26)
    except struct.error as error:
        message = f"{path} is cut before {info.filename}; copy or export it again"
        raise SourceError(message) from error
    return Span(
        path=path,
        file=f"{path}#{info.filename}",
        start=info.header_offset + LOCAL_HEADER + name + extra,
        size=info.file_size,
    )


def _refuse_unsafe(path: Path, name: str) -> None:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts or name.startswith(("/", "\\")) or ":" in name:
        message = f"{path} has a member called {name!r}, which no honest WACZ has; do not trust it"
        raise SourceError(message)


@contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Turn errors of the operating system into a ``SourceError`` that names the path."""
    try:
        yield
    except FileNotFoundError as error:
        message = f"{path} is not there; mend the name, or put the file back"
        raise SourceError(message) from error
    except OSError as error:
        message = f"cannot read {path}: {error.strerror or error}"
        raise SourceError(message) from error
