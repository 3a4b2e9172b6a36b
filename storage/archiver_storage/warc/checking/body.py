"""The block of a record while it is read: its digests, and those of the payload in it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from archiver_storage.warc.message import HEAD_END, Message
from archiver_storage.warc.record import parse_list

if TYPE_CHECKING:
    from archiver_storage.warc.checking.head import Head

LARGEST_HEAD = 1 << 20
"""Bytes in which an HTTP head must have ended."""


@dataclass(slots=True)
class Body:
    """A block, of which nothing is kept but the HTTP head, or a short block of fields."""

    length: int
    http: bool
    block: _Digests
    payload: _Digests
    size: int = 0
    start: bytes = b""
    _in_payload: bool = field(default=False)

    @classmethod
    def of(cls, head: Head) -> Self:
        """Make ready for the block that a head announces."""
        return cls(
            length=head.length,
            http=head["Content-Type"].lower().startswith("application/http"),
            block=_Digests(head["WARC-Block-Digest"]),
            payload=_Digests(head["WARC-Payload-Digest"]),
        )

    @property
    def missing(self) -> int:
        """Bytes of the block that have not come."""
        return self.length - self.size

    def feed(self, data: bytes) -> bytes:
        """Take what belongs to the block; return the rest."""
        own, rest = data[: self.missing], data[self.missing :]
        self.size += len(own)
        self.block.update(own)
        if self._in_payload:
            self.payload.update(own)
        elif len(self.start) <= LARGEST_HEAD:
            self.start += own
            self._look_for_payload()
        return rest

    def _look_for_payload(self) -> None:
        end = HEAD_END.search(self.start) if self.http else None
        if end is not None:
            self.payload.update(self.start[end.end() :])
            self.start = self.start[: end.end()]
            self._in_payload = True

    @property
    def message(self) -> Message:
        """The HTTP head."""
        return Message(head=self.start, body=b"")

    @property
    def sha1(self) -> str | None:
        """SHA-1 of the payload, as WARC files write it."""
        return f"sha1:{_base32(self.payload.sha1)}" if self._has_payload else None

    @property
    def sha256(self) -> str | None:
        """SHA-256 of the payload, in hex."""
        return str(self.payload.sha256.hexdigest()) if self._has_payload else None

    @property
    def _has_payload(self) -> bool:
        return self.http

    def note(self, name: str) -> str | None:
        """Return a field of a block of fields."""
        return dict(parse_list(self.start)).get(name)


class _Digests:
    """The digests of some bytes: the two that the archive keeps, and the one that is written."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.size = 0
        self.sha1, self.sha256 = hashlib.sha1(usedforsecurity=False), hashlib.sha256()
        self._known: dict[str, Any] = {"sha1": self.sha1, "sha256": self.sha256}
        algorithm = written.partition(":")[0].lower().replace("-", "")
        if algorithm in {"md5", "sha384", "sha512"}:
            self._known[algorithm] = hashlib.new(algorithm, usedforsecurity=False)

    def update(self, data: bytes) -> None:
        self.size += len(data)
        for digest in self._known.values():
            digest.update(data)

    @property
    def agrees(self) -> bool | None:
        """Whether the bytes are those of the written digest; ``None``: its kind is not known."""
        algorithm, _, value = self.written.partition(":")
        digest = self._known.get(algorithm.lower().replace("-", ""))
        if digest is None:
            return None
        return value.lower() == digest.hexdigest() or value.rstrip("=") == _base32(digest).rstrip(
            "="
        )


def _base32(digest: Any) -> str:  # noqa: ANN401  # hashlib's, which has no name
    return base64.b32encode(digest.digest()).decode()
