"""Scanning: the records of a WARC one by one, and where it is damaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.errors import SourceError
from archiver_storage.warc.reading.found import GZIP_MAGIC, READ, WARC_MAGIC, Found, packed, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver_storage.warc.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """``length`` bytes from ``offset`` that are no whole record; ``last``: nothing follows."""

    offset: int
    length: int
    last: bool


def scan(span: Span) -> Iterator[Found | Damage]:
    """Yield the whole records of a WARC in order, and what lies between and after them.

    Bodies are unpacked and checked, not kept. Raises ``SourceError`` for what is no WARC, and
    for one whose records are not packed one by one.
    """
    magic = _magic(span)
    read = packed if magic == GZIP_MAGIC else plain
    at, bad = 0, None
    while at < span.size:
        found = read(span, at)
        if found is None:
            bad = at if bad is None else bad
            at = next_magic(span, at + 1, magic)
            continue
        if bad is not None:
            yield Damage(offset=bad, length=at - bad, last=False)
            bad = None
        yield found
        at += found.length
    if bad is not None:
        yield Damage(offset=bad, length=span.size - bad, last=True)


def _magic(span: Span) -> bytes:
    start = span.read(0, len(WARC_MAGIC))
    if not start:
        message = f"{span.file} is empty; copy it again"
        raise SourceError(message)
    for magic in (GZIP_MAGIC, WARC_MAGIC):
        if start.startswith(magic):
            return magic
    message = f"{span.file} is no WARC: it begins with {start!r}"
    raise SourceError(message)


def next_magic(span: Span, offset: int, magic: bytes) -> int:
    """Return where the next record may begin, the end of the span where none does."""
    overlap = len(magic) - 1
    while data := span.read(offset, READ):
        at = data.find(magic)
        if at >= 0:
            return offset + at
        if len(data) < READ:
            break
        offset += READ - overlap
    return span.size
