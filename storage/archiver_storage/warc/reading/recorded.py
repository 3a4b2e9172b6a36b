"""What a WARC tells again: its captures one by one, the records of each put together."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from archiver.captures import Capture, Recorded, StoredResponse
from archiver.errors import SourceError
from archiver_storage.warc.message import Message
from archiver_storage.warc.reading.draft import concurrent
from archiver_storage.warc.reading.index import describe
from archiver_storage.warc.reading.response import (
    Kept,
    Place,
    capture_of,
    message_of,
    read,
    respond,
)
from archiver_storage.warc.reading.scan import Damage, scan
from archiver_storage.warc.record import MEMENTO, UNSPECIFIED, bare, parse_date, parse_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from archiver_storage.warc.reading.found import Found
    from archiver_storage.warc.span import Span

    Find = Callable[[Kept], Kept | None]
    """Finds the record that holds the payload of a revisit."""

NAME = re.compile(r"(.+)-(\d{14})-[0-9a-f]{8}\.warc\.gz(?:\.open)?")
RESPONSES = {"response", "revisit"}
TYPES = {*RESPONSES, "request", "metadata"}
SERVER_NOT_MODIFIED = "server-not-modified"


def origin(span: Span) -> tuple[str | None, str]:
    """Return the site that a file was written for, and when: a WARC-Date.

    Its first record says it, to the microsecond; where that is damaged, its name.
    """
    with suppress(SourceError):
        first = next(scan(span), None)
        if first is not None and not isinstance(first, Damage) and first.type == "warcinfo":
            site = dict(parse_list(first.block)).get("isPartOf")
            return site, first.fields.get("warc-date", "")
    named = NAME.fullmatch(span.path.name)
    if named is None:
        return None, ""
    return named[1], datetime.strptime(f"{named[2]}+0000", "%Y%m%d%H%M%S%z").isoformat()


def recorded(span: Span, find: Find, after: int = -1) -> Iterator[Recorded | str]:
    """Yield the captures of a WARC that begin after a byte; as text, what cannot be read.

    Raises ``SourceError`` for what is no WARC.
    """
    for group in _groups(scan(span), span):
        if isinstance(group, str):
            yield group
        elif group.main is not None and group.main.offset > after:
            try:
                yield _Telling(span, group, find).recorded()
            except (SourceError, ValueError) as error:
                yield str(error)


@dataclass(slots=True)
class _Group:
    """The records of one exchange."""

    records: list[Found] = field(default_factory=list)

    def takes(self, found: Found) -> bool:
        """Tell whether a record belongs to the exchange."""
        if found.type in RESPONSES and self.of(*RESPONSES):
            return False
        linked = {found.id, *concurrent(found)}
        return any(linked & {record.id, *concurrent(record)} for record in self.records)

    def of(self, *types: str) -> Found | None:
        return next((record for record in self.records if record.type in types), None)

    @property
    def main(self) -> Found | None:
        """The record that the capture points to: a request only where its answer never came."""
        response = self.of(*RESPONSES)
        return response or (self.of("request") if self.silent else None)

    @property
    def silent(self) -> str | None:
        """Why no response came, if that is noted."""
        return self.notes.get("noResponse")

    @property
    def notes(self) -> dict[str, str]:
        metadata = self.of("metadata")
        return dict(parse_list(metadata.block)) if metadata else {}


def _groups(found: Iterable[Found | Damage], span: Span) -> Iterator[_Group | str]:
    group, count = _Group(), 0
    for one in found:
        if isinstance(one, Damage):
            yield group
            yield describe(span, one, count)
            group = _Group()
            continue
        count += 1
        if one.type in TYPES:
            if not group.takes(one):
                yield group
                group = _Group()
            group.records.append(one)
    yield group


@dataclass(frozen=True)
class _Telling:
    """One exchange about to be told."""

    span: Span
    group: _Group
    find: Find

    def recorded(self) -> Recorded:
        asked = self._asked
        headers = {name.lower(): value for name, value in asked.headers}
        capture, response, trouble = self._answer()
        memento = self.group.notes.get(MEMENTO)
        return Recorded(
            capture=replace(capture, url=memento) if memento else capture,
            response=response,
            trouble=trouble,
            form=_form(asked),
            etag=headers.get("if-none-match"),
            last_modified=headers.get("if-modified-since"),
        )

    @cached_property
    def _main(self) -> Found:
        main = self.group.main
        if main is None:
            message = "a group without a response is not told"
            raise RuntimeError(message)
        return main

    @cached_property
    def _kept(self) -> Kept:
        main = self._main
        place = Place(span=self.span, offset=main.offset, length=main.length)
        if len(main.block) == int(main.fields["content-length"]):
            return Kept(place=place, fields=main.fields, block=main.block)
        return read(place)

    @property
    def _asked(self) -> Message:
        request = self.group.of("request")
        return Message.of(request.block if request else b"")

    def _answer(self) -> tuple[Capture, StoredResponse | None, str | None]:
        if self._main.type == "request":
            return self._silence()
        if self._main.fields.get("warc-profile", "").endswith(SERVER_NOT_MODIFIED):
            return self._not_modified()
        original = self.find(self._kept) if self._kept.revisit else None
        if self._kept.revisit and original is None:
            trouble = f"the record that it repeats, {self._kept.original}, is not there"
            return self._without_payload(), None, trouble
        if message_of(self._kept).status is None:
            return self._unreadable()
        response = respond(self._kept, original)
        return response.capture, response, None

    def _silence(self) -> tuple[Capture, None, str]:
        """Return the capture of a request that was never answered."""
        reason = self.group.silent or UNSPECIFIED
        capture = self._named(truncated=None if reason == UNSPECIFIED else reason)
        return capture, None, f"no answer: {reason}"

    def _not_modified(self) -> tuple[Capture, StoredResponse, None]:
        """Return a 304, whose head stands in the metadata, or in the record itself."""
        metadata = self.group.of("metadata")
        noted = parse_list(metadata.block) if metadata else []
        lines = [line for name, line in noted if name == "notModified"]
        head = "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")
        message = Message.of(head if lines else self._kept.block)
        status = message.status or 304
        capture = self._named(status=status, mime=message.mime, refers_to=self._kept.original)
        answer = StoredResponse(capture=capture, status=status, headers=message.headers, body=b"")
        return capture, answer, None

    def _without_payload(self) -> Capture:
        message = message_of(self._kept)
        return self._named(
            status=message.status,
            mime=message.mime,
            digest=self._kept.fields.get("warc-payload-digest"),
            sha256=self.group.notes.get("payloadSha256"),
            refers_to=self._kept.original or None,
        )

    def _unreadable(self) -> tuple[Capture, None, str]:
        message = message_of(self._kept)
        return capture_of(self._kept, message), None, "no HTTP response that can be read"

    def _named(self, **more: Any) -> Capture:  # noqa: ANN401  # the fields of a capture
        main = self._main
        return Capture(
            record_id=main.id,
            url=bare(main.fields.get("warc-target-uri", "")),
            at=parse_date(main.fields.get("warc-date", "")),
            file=self.span.file,
            offset=main.offset,
            length=main.length,
            ip=main.fields.get("warc-ip-address"),
            **more,
        )


def _form(asked: Message) -> tuple[tuple[str, str], ...]:
    if not asked.head.startswith(b"POST "):
        return ()
    return tuple(parse_qsl(asked.body.decode("utf-8", "replace"), keep_blank_values=True))
