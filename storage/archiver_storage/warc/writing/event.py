"""Capture events: the records that one exchange becomes."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

from archiver.captures import Capture
from archiver_storage.warc.message import Message, final, undo_chunking
from archiver_storage.warc.record import (
    MEMENTO,
    UNSPECIFIED,
    WARC_FIELDS,
    Record,
    format_date,
    format_fields,
    sha1,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.captures import Exchange
    from archiver_storage.warc.chunks import Chunks

REQUEST = "application/http;msgtype=request"
RESPONSE = "application/http;msgtype=response"
OPAQUE = "application/octet-stream"
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
NOT_MODIFIED = PROFILES + "server-not-modified"
IDENTICAL = PROFILES + "identical-payload-digest"
Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One exchange, ready to be written.

    ``response`` is what came, 1xx responses and chunked transfer coding taken away, ``None``
    where nothing came; ``notes`` is what the metadata record says beside the exchange's own.
    ``digest`` and ``sha256`` are of the response's body. ``profile`` is that of a revisit: the
    exchange's original holds the payload.
    """

    exchange: Exchange
    response: Message | None
    truncated: str | None
    notes: tuple[tuple[str, str], ...]
    digest: str | None = None
    sha256: str | None = None
    profile: str | None = None

    @classmethod
    def of(cls, exchange: Exchange) -> Self:
        """Read an exchange's bytes."""
        if not exchange.response:
            notes = (("noResponse", exchange.truncated or UNSPECIFIED),)
            return cls(exchange=exchange, response=None, truncated=exchange.truncated, notes=notes)
        message, interim = final(exchange.response)
        response, chunks = undo_chunking(message)
        short = not chunks.whole if chunks else response.short and not _asks_head(exchange)
        truncated = exchange.truncated or (UNSPECIFIED if short else None)
        digest, sha256 = sha1(response.body), hashlib.sha256(response.body).hexdigest()
        profile = None if truncated else _profile(exchange.original, response, digest)
        if profile == NOT_MODIFIED:
            return cls(
                exchange=exchange,
                response=response,
                truncated=None,
                notes=(*_head(response), *_notes(chunks, interim)),
                profile=profile,
            )
        return cls(
            exchange=exchange,
            response=response,
            truncated=truncated,
            notes=(("payloadSha256", sha256), *_notes(chunks, interim)),
            digest=digest,
            sha256=sha256,
            profile=profile,
        )

    def records(self, warcinfo: str) -> list[Record]:
        """Return the records, the one that the capture points to first, the metadata last."""
        exchange, date = self.exchange, format_date(self.exchange.at)
        fields = [("WARC-Target-URI", target(exchange.url)), ("WARC-Warcinfo-ID", f"<{warcinfo}>")]
        if exchange.ip:
            fields.append(("WARC-IP-Address", exchange.ip))
        linked = [*fields, ("WARC-Concurrent-To", f"<{exchange.record_id}>")]
        records = []
        if self.response is not None:
            records.append(self._response(self.response, date, fields))
        if exchange.request or not records:
            records.append(self._request(date, linked if records else fields))
        records.append(self._metadata(date, linked))
        return records

    def capture(self, file: str, offset: int, length: int) -> Capture:
        """Return the capture whose first record lies there."""
        response = self.response
        return Capture(
            record_id=self.exchange.record_id,
            url=self.exchange.memento or target(self.exchange.url),
            at=self.exchange.at,
            file=file,
            offset=offset,
            length=length,
            status=response.status if response else None,
            mime=response.mime if response else None,
            digest=self.digest,
            sha256=self.sha256,
            ip=self.exchange.ip,
            truncated=self.truncated,
            refers_to=self._original.record_id if self.profile else None,
        )

    @property
    def _original(self) -> Capture:
        if self.exchange.original is None:
            message = f"{self.exchange.url}: a revisit needs the capture that it repeats"
            raise RuntimeError(message)
        return self.exchange.original

    def _revisit(self, response: Message, date: str, fields: Fields) -> Record:
        """Return a record without the payload; of a 304 not even the head, which is noted.

        Replay software takes a 304 with a head for the page itself.
        """
        original = self._original
        refers = [
            ("WARC-Profile", self.profile or ""),
            ("WARC-Refers-To", f"<{original.record_id}>"),
            ("WARC-Refers-To-Target-URI", original.url),
            ("WARC-Refers-To-Date", format_date(original.at)),
        ]
        if self.digest:
            refers += [("WARC-Payload-Digest", self.digest), ("WARC-Truncated", "length")]
        return Record(
            type="revisit",
            id=self.exchange.record_id,
            date=date,
            block=response.head if self.digest else b"",
            content_type=RESPONSE,
            fields=[*fields, *refers],
        )

    def _response(self, response: Message, date: str, fields: Fields) -> Record:
        if self.profile:
            return self._revisit(response, date, fields)
        more = [("WARC-Payload-Digest", self.digest or "")]
        if self.truncated:
            more.append(("WARC-Truncated", self.truncated))
        return Record(
            type="response",
            id=self.exchange.record_id,
            date=date,
            block=response.block,
            content_type=OPAQUE if response.status is None else RESPONSE,
            fields=[*fields, *more],
        )

    def _request(self, date: str, fields: Fields) -> Record:
        return Record(
            type="request",
            id=new_id() if self.response else self.exchange.record_id,
            date=date,
            block=self.exchange.request,
            content_type=REQUEST,
            fields=fields,
        )

    def _metadata(self, date: str, fields: Fields) -> Record:
        memento = {MEMENTO: self.exchange.memento} if self.exchange.memento else {}
        told = {**self.exchange.metadata, **memento}
        own = ((_token(name), value) for name, value in told.items())
        return Record(
            type="metadata",
            id=new_id(),
            date=date,
            block=format_fields((*own, *self.notes)),
            content_type=WARC_FIELDS,
            fields=fields,
        )


def _profile(original: Capture | None, response: Message, digest: str) -> str | None:
    """Return the profile of the revisit that a response is, ``None`` where it is none."""
    if original is None:
        return None
    if response.status == HTTPStatus.NOT_MODIFIED:
        return NOT_MODIFIED
    same = original.status == response.status and original.digest == digest
    return IDENTICAL if same and response.body else None


def _head(response: Message) -> Iterator[tuple[str, str]]:
    for line in response.head.decode("latin-1").splitlines():
        if line.strip():
            yield "notModified", line


def new_id() -> str:
    """Return an id for a record."""
    return f"urn:uuid:{uuid.uuid4()}"


def target(url: str) -> str:
    """Return a URL as a WARC-Target-URI: what is not printable ASCII is percent-encoded."""
    if url.isascii() and url.isprintable() and " " not in url:
        return url
    return quote(url, safe=PRINTABLE)


def _notes(chunks: Chunks | None, interim: list[bytes]) -> Iterator[tuple[str, str]]:
    for line in interim:
        yield "interimResponse", line.decode("latin-1")
    for line in chunks.trailers if chunks else ():
        yield "trailer", line.decode("latin-1")
    if chunks and chunks.surplus:
        yield "bytesAfterBody", str(chunks.surplus)


def _asks_head(exchange: Exchange) -> bool:
    return exchange.request.startswith(b"HEAD ")


def _token(name: str) -> str:
    return re.sub(r"[^\w-]", "-", name, flags=re.ASCII)
