"""WARC records as bytes: heads, digests, dates, and one gzip member each."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WARC_FIELDS = "application/warc-fields"
GZIP = 31
"""What zlib calls the format of a gzip member."""
END = b"\r\n\r\n"
UNSPECIFIED = "unspecified"
"""Why a record is truncated, or a response missing, where nothing more is known."""
MEMENTO = "memento"
"""Field of the metadata record: the address at which a web archive gave the response."""
CONCURRENT = "warc-concurrent-to"
FOLDED = re.compile(r"\r?\n[ \t]+")
MOST_DIGITS = 18
"""Python refuses to read a number of thousands of digits."""
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: its type, identity, block, and the further fields of its head.

    ``id`` is ``urn:uuid:…`` without brackets, ``date`` a WARC-Date.
    """

    type: str
    id: str
    date: str
    block: bytes
    content_type: str
    fields: Sequence[tuple[str, str]] = ()

    def member(self, level: int) -> bytes:
        """Return the record as one gzip member."""
        return zlib.compress(b"".join((self._head(), self.block, END)), level, GZIP)

    def _head(self) -> bytes:
        fields = (
            ("WARC-Type", self.type),
            ("WARC-Record-ID", f"<{self.id}>"),
            ("WARC-Date", self.date),
            *self.fields,
            ("WARC-Block-Digest", sha1(self.block)),
            ("Content-Type", self.content_type),
            ("Content-Length", str(len(self.block))),
        )
        return b"WARC/1.1\r\n" + format_fields(fields) + b"\r\n"


def number(text: str) -> int | None:
    """Return a number of bytes, ``None`` where the text is none, or none that there can be."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def format_fields(fields: Iterable[tuple[str, str]]) -> bytes:
    """Return ``name: value`` lines; what would end a line inside a value becomes a space."""
    lines = [f"{name}: {_line(value)}\r\n" for name, value in fields]
    return "".join(lines).encode("utf-8", "replace")


def _line(value: str) -> str:
    return value if value.isprintable() else CONTROL.sub(" ", value).strip()


def parse_fields(head: bytes) -> Mapping[str, str]:
    """Return the fields of a record's head by their names in small letters.

    Of a field that stands there twice the first counts; only of ``WARC-Concurrent-To``, which
    may be repeated, all values are kept, with a space between them.
    """
    fields: dict[str, str] = {}
    for line in FOLDED.sub(" ", head.decode("utf-8", "replace")).split("\n")[1:]:
        name, _, value = line.partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == CONCURRENT and name in fields:
            value = f"{fields.pop(name)} {value}"
        fields.setdefault(name, value)
    return fields


def parse_list(block: bytes) -> list[tuple[str, str]]:
    """Return the lines of a block of ``application/warc-fields`` in order."""
    lines = block.decode("utf-8", "replace").splitlines()
    pairs = (line.partition(":") for line in lines if ":" in line)
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def bare(identifier: str) -> str:
    """Return a record id or an URI without the angle brackets around it."""
    return identifier.strip().removeprefix("<").removesuffix(">")


def sha1(data: bytes) -> str:
    """Return a digest as WARC files and web archives write it: ``sha1:BASE32``."""
    digest = hashlib.sha1(data, usedforsecurity=False).digest()
    return f"sha1:{base64.b32encode(digest).decode()}"


def format_date(at: datetime) -> str:
    """Return an aware time as a WARC-Date: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_date(text: str) -> datetime:
    """Return the instant of a WARC-Date, whose end may be left out (``2016-08``).

    Raises ``ValueError`` for what is none.
    """
    text = text.removesuffix("Z")
    return datetime.fromisoformat(text + "0001-01-01T00:00:00"[len(text) :]).replace(tzinfo=UTC)
