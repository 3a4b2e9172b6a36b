"""Records as they are found in a WARC: read where they lie, packed or not."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archiver.errors import SourceError
from archiver_storage.warc.record import END, GZIP, bare, number, parse_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archiver_storage.warc.span import Span

GZIP_MAGIC = b"\x1f\x8b\x08"
WARC_MAGIC = b"WARC/"
READ = 1 << 15
"""Bytes that are read at once: more than most members have."""
UNPACK = 1 << 20
"""Bytes that are unpacked at once."""
KEEP = 1 << 16
"""Bytes of a record that are kept: its head, and the start of its block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A whole record: ``length`` stored bytes from ``offset``.

    ``fields`` are those of its head by small names, ``block`` the first bytes of its block.
    """

    offset: int
    length: int
    fields: Mapping[str, str]
    block: bytes

    @property
    def type(self) -> str:
        """The WARC-Type, in small letters."""
        return self.fields.get("warc-type", "").lower()

    @property
    def id(self) -> str:
        """The WARC-Record-ID without brackets."""
        return bare(self.fields.get("warc-record-id", ""))


def packed(span: Span, offset: int) -> Found | None:
    """Read a gzip member that is one record; ``None`` where there is none that is whole."""
    start, size, length, head = b"", 0, 0, None
    try:
        for data, taken in pieces(span, offset):
            length = taken
            size += len(data)
            start += data[: KEEP - len(start)]
            if not WARC_MAGIC.startswith(start[: len(WARC_MAGIC)]):
                return None
            head = head or _Head.of(start)
            if head and size > head.size + len(END):
                _refuse_lumps(span, offset)
                return None
    except zlib.error:
        return None
    if head is None or size < head.size:
        return None
    block = start[head.end : head.size]
    return Found(offset=offset, length=length, fields=head.fields, block=block)


def pieces(span: Span, offset: int) -> Iterator[tuple[bytes, int]]:
    """Yield the unpacked pieces of a gzip member, each with the stored bytes up to its end.

    Raises ``zlib.error`` where it is damaged or cut.
    """
    unpacker, taken = zlib.decompressobj(GZIP), 0
    while not unpacker.eof:
        packed = unpacker.unconsumed_tail
        if not packed:
            packed = span.read(offset + taken, READ)
            taken += len(packed)
        if not packed:
            message = "the member is cut"
            raise zlib.error(message)
        data = unpacker.decompress(packed, UNPACK)
        yield data, taken - len(unpacker.unused_data)


def plain(span: Span, offset: int) -> Found | None:
    """Read a record that is not packed; ``None`` where there is none that is whole."""
    start = span.read(offset, KEEP)
    head = _Head.of(start) if start.startswith(WARC_MAGIC) else None
    if head is None or offset + head.size > span.size:
        return None
    length = min(head.size + len(END), span.size - offset)
    return Found(
        offset=offset, length=length, fields=head.fields, block=start[head.end : head.size]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The head of a record: its fields, where it ends, and where the block ends."""

    fields: Mapping[str, str]
    end: int
    size: int

    @classmethod
    def of(cls, start: bytes) -> Self | None:
        end = start.find(END)
        if end < 0:
            return None
        fields = parse_fields(start[:end])
        length = number(fields.get("content-length", ""))
        if length is None:
            return None
        end += len(END)
        return cls(fields=fields, end=end, size=end + length)


def _refuse_lumps(span: Span, offset: int) -> None:
    # Further on it is one record with a wrong length; at the start the file was packed as a whole.
    if offset == 0:
        message = (
            f"{span.file} is packed as a whole, not a record at a time, so that single pages "
            "cannot be read from it; write it anew with `warcio recompress OLD NEW`"
        )
        raise SourceError(message)
