"""Payloads that a web archive gives back: content coding settled, digests compared."""

from __future__ import annotations

import base64
import hashlib
import zlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GZIP = 31
MAGIC = b"\x1f\x8b"
LARGEST = 100_000_000
"""Bytes that a payload may unpack to."""
CODING = "content-encoding"
FRAMING = {"transfer-encoding", "connection", "keep-alive"}
"""Headers of the transfer, which is over."""
PREFIX = "X-Archive-Orig-"
"""How a header is called that no longer holds; as in the archive's own files."""
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Payload:
    """A body as it was captured, the headers that describe it, and whether its digest agrees."""

    body: bytes
    headers: Sequence[tuple[str, str]]
    verified: bool

    @classmethod
    def of(
        cls, sent: bytes, sent_coding: str, headers: Iterable[tuple[str, str]], sha1: str | None
    ) -> Self:
        """Settle what was sent in ``sent_coding`` for a capture that had these headers."""
        headers = list(headers)
        body, verified = sent, digest(sent) == sha1
        if not verified and "gzip" in sent_coding and (plain := unpacked(sent)) is not None:
            # packed for the way only, or unpacked by the archive before it took the digest
            verified = digest(plain) == sha1
            body = plain if verified or not _coding(headers) else sent
        told = [(PREFIX + n if n.lower() in FRAMING else n, v) for n, v in headers]
        return cls(body, _described(told, body), verified)

    def message(self, status: int) -> bytes:
        """Return the bytes of a response, as it may have been."""
        lines = [f"HTTP/1.1 {status} {_phrase(status)}".rstrip()]
        lines += [f"{name}: {value}" for name, value in self.headers]
        head = "\r\n".join([*lines, "", ""])
        return head.encode("latin-1", "replace") + self.body


def digest(data: bytes) -> str:
    """Return the SHA-1 of bytes in base 32, as indexes have it."""
    return base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def unpacked(data: bytes) -> bytes | None:
    """Return what gzip packed, ``None`` where it did not, or too much."""
    if not data.startswith(MAGIC):
        return None
    unpacker = zlib.decompressobj(GZIP)
    try:
        plain = unpacker.decompress(data, LARGEST)
    except zlib.error:
        return None
    return plain if unpacker.eof else None


def verbatim(headers: Iterable[tuple[str, str]], body: bytes) -> bool:
    """Tell whether headers say of a body's coding what is true."""
    headers = list(headers)
    return _described(headers, body) == headers


def _coding(headers: Headers) -> str:
    return next((value.lower() for name, value in headers if name.lower() == CODING), "")


def _described(headers: Headers, body: bytes) -> Headers:
    """Return headers that are true of the body: what no longer holds is called otherwise."""
    packed, coding = body.startswith(MAGIC), _coding(headers)
    untrue = {CODING, "content-length"} if "gzip" in coding and not packed else set()
    told = [(PREFIX + n if n.lower() in untrue else n, v) for n, v in headers]
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    if packed and not coding and kind.startswith("text/"):
        told.append(("Content-Encoding", "gzip"))
    return told


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
