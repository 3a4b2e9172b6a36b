"""HTTP messages as bytes: the head, the body, and what a chunked body says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self

from archiver_storage.warc.chunks import Chunks
from archiver_storage.warc.record import number

HEAD_END = re.compile(rb"\r?\n\r?\n")
STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
FOLDED = re.compile(rb"\r?\n[ \t]+")
FIELDS = {
    name: re.compile(rf"(?im)^{name}[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)".encode())
    for name in ("content-length", "content-type", "transfer-encoding")
}
SPACE = " \t\r"
"""What may stand around a value; a no-break space, which ``strip`` takes too, is part of it."""
RENAMED = {b"transfer-encoding", b"content-length"}
MOST_INTERIM = 100
"""Responses before the real one that are looked past."""
PREFIX = b"X-Archive-Orig-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An HTTP message: ``head`` with the empty line that ends it, and all that follows.

    A head that never ends is all head.
    """

    head: bytes
    body: bytes

    @classmethod
    def of(cls, block: bytes) -> Self:
        """Cut a message into head and body."""
        end = HEAD_END.search(block)
        cut = end.end() if end else len(block)
        return cls(head=block[:cut], body=block[cut:])

    @property
    def block(self) -> bytes:
        """The message in one piece."""
        return self.head + self.body

    @property
    def status(self) -> int | None:
        """The status of a response, ``None`` where the first line is no status line."""
        line = STATUS_LINE.match(self.head)
        return int(line[1]) if line else None

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The header fields in order, as Latin-1; lines that are no field are left out."""
        text = FOLDED.sub(b" ", self.head).decode("latin-1")
        pairs = (line.partition(":") for line in text.split("\n")[1:] if ":" in line)
        return tuple((name.strip(SPACE), value.strip(SPACE)) for name, _, value in pairs)

    def header(self, name: str) -> str:
        """Return the first value of one of ``FIELDS``, empty where there is none."""
        line = FIELDS[name].search(self.head)
        return line[1].decode("latin-1").strip(SPACE) if line else ""

    @property
    def mime(self) -> str | None:
        """The media type without its parameters, in small letters."""
        return self.header("content-type").partition(";")[0].strip().lower() or None

    @property
    def chunked(self) -> bool:
        """Whether the head says that the body is chunked."""
        return self.header("transfer-encoding").lower().rpartition(",")[2].strip() == "chunked"

    @property
    def short(self) -> bool:
        """Whether the body is shorter than the head of the response to a GET promises."""
        if self.status in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
            return False
        length = number(self.header("content-length"))
        return length is not None and length > len(self.body)


def undo_chunking(message: Message) -> tuple[Message, Chunks | None]:
    """Return the message without chunked transfer coding, and what was undone.

    The fields that no longer hold are renamed to ``X-Archive-Orig-…``, all else stays as it is.
    A body whose chunks cannot be read stays as it came: then nothing was undone.
    """
    chunks = Chunks.of(message.body) if message.chunked else None
    if chunks is None or not chunks.sound:
        return message, None
    lines = message.head.split(b"\n")
    renamed = [PREFIX + line if _frames(line) else line for line in lines]
    return Message(head=b"\n".join(renamed), body=chunks.body), chunks


def _frames(line: bytes) -> bool:
    return line.partition(b":")[0].strip().lower() in RENAMED


def final(block: bytes) -> tuple[Message, list[bytes]]:
    """Return the response without the 1xx responses before it, and their status lines."""
    message, lines = Message.of(block), list[bytes]()
    while message.body and _interim(message.status) and len(lines) < MOST_INTERIM:
        lines.append(message.head.partition(b"\n")[0].strip())
        message = Message.of(message.body)
    return message, lines


def _interim(status: int | None) -> bool:
    return status is not None and status // 100 == 1 and status != HTTPStatus.SWITCHING_PROTOCOLS
