"""Reading: a response out of the bytes at its place in a WARC."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from archiver.captures import Capture, StoredResponse
from archiver.errors import SourceError
from archiver_storage.warc.message import Message, final, undo_chunking
from archiver_storage.warc.record import END, GZIP, bare, number, parse_date, parse_fields, sha1

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archiver_storage.warc.span import Span

LARGEST = 50_000_000
"""Bytes that a record may unpack to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record lies: ``length`` bytes of a span from ``offset``."""

    span: Span
    offset: int
    length: int

    def same(self, other: Place) -> bool:
        """Whether both are the same bytes of the same file, by whatever name."""
        here, there = self.span.start + self.offset, other.span.start + other.offset
        return here == there and self.span.path.resolve() == other.span.path.resolve()

    def __str__(self) -> str:
        return f"the record at byte {self.offset:,} of {self.span.file}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A record as it is kept: where, the fields of its head, and its block."""

    place: Place
    fields: Mapping[str, str]
    block: bytes

    @property
    def id(self) -> str:
        """The WARC-Record-ID without brackets."""
        return bare(self.fields.get("warc-record-id", ""))

    @property
    def revisit(self) -> bool:
        """Whether the record says that an earlier one holds the same payload."""
        return self.fields.get("warc-type", "").lower() == "revisit"

    @property
    def original(self) -> str:
        """The id of the record that holds the payload of a revisit, if it says it."""
        return bare(self.fields.get("warc-refers-to", ""))


def read(place: Place) -> Kept:
    """Read a record. Raises ``SourceError``: cut, damaged, or too large to unpack."""
    if place.length > LARGEST:
        _refuse(place)
    data = _unpack(place, place.span.read(place.offset, place.length))
    end = data.find(END) + len(END)
    head = data[: end - len(END)]
    fields = parse_fields(head)
    length = number(fields.get("content-length", ""))
    if not head.startswith(b"WARC/") or length is None or len(data) < end + length:
        message = f"{place} cannot be read; put back an undamaged copy of the file"
        raise SourceError(message)
    return Kept(place=place, fields=fields, block=data[end : end + length])


def respond(
    kept: Kept, original: Kept | None = None, capture: Capture | None = None
) -> StoredResponse:
    """Return the response that a record holds; a revisit takes its body from the original.

    A ``capture`` that is known already is not made anew. Raises ``SourceError`` where the record
    holds no HTTP response.
    """
    message = message_of(kept)
    if original is not None:
        source = message_of(original)
        head = source.head if message.status in {None, 304} else message.head
        message = Message(head=head, body=source.body)
    if message.status is None:
        error = f"{kept.place} holds no HTTP response that can be read"
        raise SourceError(error)
    return StoredResponse(
        capture=capture or capture_of(kept, message),
        status=message.status,
        headers=message.headers,
        body=message.body,
    )


def _unpack(place: Place, stored: bytes) -> bytes:
    if not stored.startswith(b"\x1f\x8b"):
        return stored
    unpacker = zlib.decompressobj(GZIP)
    try:
        data = unpacker.decompress(stored, LARGEST + 1)
    except zlib.error:
        return b""
    if len(data) > LARGEST:
        _refuse(place)
    return data if unpacker.eof else b""


def _refuse(place: Place) -> NoReturn:
    message = f"{place} has more than {LARGEST:,} bytes; it is left alone"
    raise SourceError(message)


def message_of(kept: Kept) -> Message:
    """Return the HTTP message in a record, as ``Event`` would have kept it."""
    message, _ = final(kept.block)
    return undo_chunking(message)[0]


def capture_of(kept: Kept, message: Message) -> Capture:
    """Return the capture that a record is. Raises ``SourceError`` where it has no date."""
    fields, place = kept.fields, kept.place
    try:
        at = parse_date(fields.get("warc-date", ""))
    except ValueError as error:
        text = f"{place} has no date that can be read: {error}"
        raise SourceError(text) from error
    return Capture(
        record_id=kept.id,
        url=bare(fields.get("warc-target-uri", "")),
        at=at,
        file=place.span.file,
        offset=place.offset,
        length=place.length,
        status=message.status,
        mime=message.mime,
        digest=sha1(message.body),
        sha256=hashlib.sha256(message.body).hexdigest(),
        ip=fields.get("warc-ip-address"),
        truncated=None if kept.revisit else fields.get("warc-truncated"),
        refers_to=bare(fields.get("warc-refers-to", "")) or None if kept.revisit else None,
    )
