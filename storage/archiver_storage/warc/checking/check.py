"""Checking: a WARC read through strictly, record by record, whatever its size."""

from __future__ import annotations

import zlib
from collections import deque
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from archiver.proving.checks import Fault, Met
from archiver_storage.warc.checking.body import Body
from archiver_storage.warc.checking.head import Head
from archiver_storage.warc.checking.rules import faults_of
from archiver_storage.warc.reading.found import GZIP_MAGIC, KEEP, READ, WARC_MAGIC, pieces
from archiver_storage.warc.reading.scan import next_magic
from archiver_storage.warc.record import END, bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver_storage.warc.span import Span

LUMP = "more than one record in a gzip member; write it anew with `warcio recompress OLD NEW`"
NO_HEAD = "no head of a WARC record"
CAPTURES = {"response", "revisit"}
NEAR = 8
"""Records back that the records of one capture lie apart at most."""


@dataclass(slots=True)
class Check:
    """One reading of a file. ``own``: it must keep what this archive promises, too."""

    span: Span
    own: bool
    records: int = 0
    _ids: set[int] = field(default_factory=set)
    _payloads: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=NEAR))

    def run(self) -> Iterator[Fault | Met]:
        """Yield what is wrong, and the captures that are whole, in the order of the file."""
        magic = self.span.read(0, len(WARC_MAGIC))
        if not magic:
            yield Fault(what="the file is empty")
            return
        packed = magic.startswith(GZIP_MAGIC)
        at, damage = 0, _Damage()
        while at < self.span.size:
            step = _Step(self.span, at, packed=packed)
            try:
                record = _read(step)
            except (zlib.error, _Unreadable) as error:
                damage.extend(at, str(error))
                at = next_magic(self.span, at + 1, GZIP_MAGIC if packed else WARC_MAGIC)
                continue
            yield from damage.told(at)
            yield from self._record(record, step)
            at = step.end
        yield from damage.told(at, "the end of the file is cut or damaged")
        if not self.records:
            yield Fault(what="the file holds no record that can be read")

    def _record(self, record: _Record, step: _Step) -> Iterator[Fault | Met]:
        self.records += 1
        faults = list(chain(record.faults, self._linked(record)))
        name = bare(record.head["WARC-Record-ID"])
        yield from (Fault(what=what, offset=step.at, record=name or None) for what in faults)
        if record.head.type in CAPTURES or self._silent(record):
            yield self._met(record, step, name)

    def _met(self, record: _Record, step: _Step, name: str) -> Met:
        head = record.head
        revisit = head.type == "revisit"
        return Met(
            record=name,
            offset=step.at,
            length=step.end - step.at,
            digest=head["WARC-Payload-Digest"] or None if revisit else record.body.sha1,
            sha256=None if revisit else record.body.sha256,
            refers_to=bare(head["WARC-Refers-To"]) or None if revisit else None,
        )

    def _silent(self, record: _Record) -> bool:
        """Tell whether a request stands for its capture, since it points to no response."""
        return self.own and record.head.type == "request" and not record.head.linked

    def _linked(self, record: _Record) -> Iterator[str]:
        """Yield what is wrong between records."""
        head = record.head
        number = hash(head["WARC-Record-ID"])
        if head["WARC-Record-ID"] and number in self._ids:
            yield "another record has the same WARC-Record-ID"
        if self.own:
            if not self._ids and head.type != "warcinfo":
                yield "the first record is no warcinfo"
            for name in (*head.linked, *head.fields.get("warc-warcinfo-id", [])):
                if hash(name) not in self._ids:
                    yield f"it belongs to {bare(name)}, which is not before it in the file"
            if head.type == "metadata" and not head.linked:
                yield "it belongs to no record"
            yield from self._noted(record)
        self._ids.add(number)

    def _noted(self, record: _Record) -> Iterator[str]:
        """Yield whether the SHA-256 that the metadata notes is that of the payload."""
        head = record.head
        if head.type == "response" and record.body.sha256:
            self._payloads.append((head["WARC-Record-ID"], record.body.sha256))
        noted = record.body.note("payloadSha256") if head.type == "metadata" else None
        for name, sha256 in self._payloads:
            if noted and name in head.linked and noted != sha256:
                yield "the SHA-256 that it notes is not that of the payload"


class _Unreadable(Exception):
    """What lies there is no record."""


@dataclass(slots=True)
class _Damage:
    """Bytes that are no record, up to where one can be read again."""

    begin: int | None = None
    why: str = ""

    def extend(self, at: int, why: str) -> None:
        if self.begin is None:
            self.begin, self.why = at, why

    def told(self, end: int, what: str = "damaged") -> Iterator[Fault]:
        begin, self.begin = self.begin, None
        if begin is not None:
            lost = end - begin
            yield Fault(what=f"{what}: {lost:,} bytes cannot be read ({self.why})", offset=begin)


@dataclass(slots=True)
class _Step:
    """One record, or damage, from ``at`` to ``end``."""

    span: Span
    at: int
    packed: bool
    end: int = 0

    def texts(self) -> Iterator[bytes]:
        """Yield the record's bytes unpacked, a piece at a time, and note where it ends."""
        if self.packed:
            for data, taken in pieces(self.span, self.at):
                self.end = self.at + taken
                yield data
            return
        self.end = self.at
        while data := self.span.read(self.end, READ):
            self.end += len(data)
            yield data


@dataclass(frozen=True, slots=True)
class _Record:
    head: Head
    body: Body
    faults: list[str]


def _read(step: _Step) -> _Record:
    start, texts = b"", step.texts()
    for data in texts:
        start += data
        if END in start or len(start) > KEEP:
            break
    if not start.startswith(WARC_MAGIC) or END not in start:
        list(texts)
        raise _Unreadable(NO_HEAD)
    text, _, rest = start.partition(END)
    head = Head.of(text)
    body = Body.of(head)
    surplus = _feed(body, chain([rest], texts), step)
    return _Record(head, body, [*head.faults, *faults_of(head, body), *_end(body, surplus)])


def _feed(body: Body, texts: Iterable[bytes], step: _Step) -> bytes:
    """Give the block to the body; return the first bytes after it."""
    after, beyond = b"", 0
    for data in texts:
        rest = body.feed(data)
        after += rest[: 16 - len(after)]
        beyond += len(rest)
        if not step.packed and not body.missing and beyond >= len(END):
            step.end -= beyond - len(END)
            return after[: len(END)]
    return after if beyond <= len(after) else after + b"..."


def _end(body: Body, after: bytes) -> Iterator[str]:
    if body.missing:
        yield f"Content-Length says {body.length:,} bytes, {body.missing:,} more than there are"
    elif after.startswith(END + WARC_MAGIC):
        yield LUMP
    elif after != END:
        yield (
            "the record does not end with an empty line"
            if len(after) < len(END)
            else "Content-Length says less bytes than there are"
        )
