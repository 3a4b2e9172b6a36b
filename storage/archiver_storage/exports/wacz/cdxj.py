"""CDXJ: a line for each capture, by which replay programs find its record."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote_plus

from archiver_storage.exports.wacz.surt import surt
from archiver_storage.warc.message import Message, final
from archiver_storage.warc.record import bare, parse_date

if TYPE_CHECKING:
    from archiver_storage.warc.reading.found import Found

REVISIT = "warc/revisit"
FORM = "application/x-www-form-urlencoded"
LONGEST = 4096
"""Letters of a form that count."""
BODIED = {"POST", "PUT"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a line says of a record, but for where it lies."""

    url: str
    at: str
    mime: str
    status: str | None
    digest: str | None

    @classmethod
    def of(cls, found: Found) -> Self | None:
        """Describe a record, ``None`` where it is nothing that can be replayed."""
        url = bare(found.fields.get("warc-target-uri", ""))
        try:
            at = parse_date(found.fields.get("warc-date", ""))
        except ValueError:
            return None
        message, _ = final(found.block)
        if not url or not _replayed(found, message):
            return None
        mime = message.mime or "unk"
        if found.type == "resource":
            mime = found.fields.get("content-type", "unk").partition(";")[0].strip()
        return cls(
            url=url,
            at=at.strftime("%Y%m%d%H%M%S"),
            mime=REVISIT if found.type == "revisit" else mime,
            status="200" if found.type == "resource" else _number(message),
            digest=found.fields.get("warc-payload-digest"),
        )

    def text(self, **place: str) -> str:
        """Return the JSON of the line."""
        told = {name: value for name, value in asdict(self).items() if value and name != "at"}
        return json.dumps({**told, **place}, ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that is no GET: its key says more than its address."""

    method: str
    query: str

    @classmethod
    def of(cls, request: Found) -> Self | None:
        """Read a request, ``None`` where its address says all or its body is no form."""
        message = Message.of(request.block)
        method = message.head.partition(b" ")[0].decode("latin-1").upper()
        if method not in BODIED or message.mime != FORM:
            return None
        query = unquote_plus(message.body.decode("utf-8", "replace"))[:LONGEST]
        return cls(method=method, query=query)

    def key(self, url: str) -> str:
        """Return the key of an address that was asked so."""
        joint = "&" if "?" in url else "?"
        return surt(f"{url}{joint}__wb_method={self.method}&{self.query}")


def _replayed(found: Found, message: Message) -> bool:
    return found.type in {"revisit", "resource"} or (
        found.type == "response" and message.status is not None
    )


def _number(message: Message) -> str | None:
    return None if message.status is None else str(message.status)
