"""Copying: records out of an archive's WARC files into those of a WACZ."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archiver.exchange.filenames import Names
from archiver_storage.exports.wacz.cdxj import Asked, Line
from archiver_storage.warc.reading.draft import concurrent
from archiver_storage.warc.reading.found import GZIP_MAGIC, Found, packed, plain
from archiver_storage.warc.reading.scan import scan
from archiver_storage.warc.record import GZIP
from archiver_storage.warc.span import PIECE, locate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from archiver_storage.exports.wacz.notes import Notes
    from archiver_storage.exports.wacz.package import Member, Package
    from archiver_storage.warc.span import Span

LEVEL = 6
BESIDE = {"request", "metadata"}


@dataclass(slots=True)
class Copying:
    """Copies records of files in an archive's ``folder`` into a package, and notes where."""

    folder: Path
    package: Package
    notes: Notes
    _names: Names = field(default_factory=Names)

    def whole(self, file: str, but: Collection[str] = ()) -> None:
        """Copy every record of a file that can be read, but those of some captures.

        Raises ``SourceError``.
        """
        span = locate(self.folder, file)
        found = (one for one in scan(span) if isinstance(one, Found))
        hidden = frozenset(but)
        self._copy(span, (one for one in found if hidden.isdisjoint({one.id, *concurrent(one)})))

    def chosen(self, file: str, offsets: Iterable[int]) -> None:
        """Copy the captures that begin there, and what says who made them."""
        span = locate(self.folder, file)
        self._copy(span, _chosen(span, offsets))

    def _copy(self, span: Span, records: Iterable[Found]) -> None:
        name = self._names.give(span.file.removesuffix(".gz") + ".gz")
        with self.package.member(f"archive/{name}", packed=False) as member:
            for found in records:
                self._note(name, found, _put(member, span, found))

    def _note(self, name: str, found: Found, place: dict[str, str]) -> None:
        line = Line.of(found)
        if line is not None:
            self.notes.index(name, found.id, line, line.text(**place, filename=name))
        elif found.type == "request" and (asked := Asked.of(found)):
            self.notes.ask(name, concurrent(found), asked)


def _chosen(span: Span, offsets: Iterable[int]) -> Iterator[Found]:
    first = _read(span, 0)
    if first is not None and first.type == "warcinfo":
        yield first
    for offset in offsets:
        found = _read(span, offset)
        if found is None:
            continue
        yield found
        yield from _beside(span, found)


def _beside(span: Span, main: Found) -> Iterator[Found]:
    """Yield the records that follow a capture's first one and belong to it."""
    at = main.offset + main.length
    while found := _read(span, at):
        if found.type not in BESIDE or main.id not in concurrent(found):
            return
        yield found
        at += found.length


def _read(span: Span, offset: int) -> Found | None:
    if offset >= span.size:
        return None
    gzip = span.read(offset, len(GZIP_MAGIC)) == GZIP_MAGIC
    return packed(span, offset) if gzip else plain(span, offset)


def _put(member: Member, span: Span, found: Found) -> dict[str, str]:
    """Write a record as a gzip member of its own; return where it lies."""
    offset, digest = member.size, hashlib.sha256()
    for piece in _packed(_pieces(span, found)):
        member.write(piece)
        digest.update(piece)
    return {
        "length": str(member.size - offset),
        "offset": str(offset),
        "recordDigest": f"sha256:{digest.hexdigest()}",
    }


def _pieces(span: Span, found: Found) -> Iterator[bytes]:
    end = found.offset + found.length
    for at in range(found.offset, end, PIECE):
        yield span.read(at, min(PIECE, end - at))


def _packed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = next(pieces)
    if first.startswith(GZIP_MAGIC):
        yield first
        yield from pieces
        return
    packer = zlib.compressobj(LEVEL, wbits=GZIP)
    yield packer.compress(first)
    yield from map(packer.compress, pieces)
    yield packer.flush()
