"""Chunked bodies: transfer coding undone, as far as it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
CUT_CHUNK_SIZE = re.compile(rb"[ \t]*(?:[0-9A-Fa-f]{1,15}[ \t]*(?:;[^\n]*)?\r?)?")
CHUNK_END = re.compile(rb"\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunks:
    """A chunked body, read as far as it goes.

    ``sound`` tells whether all of it was chunks, ``whole`` whether the last one came;
    ``trailers`` are the header lines after that, ``surplus`` counts the bytes after those.
    """

    body: bytes
    sound: bool = True
    whole: bool = False
    trailers: tuple[bytes, ...] = ()
    surplus: int = 0

    @classmethod
    def of(cls, coded: bytes) -> Self:
        """Undo chunked transfer coding."""
        parts: list[bytes] = []
        at = 0
        while line := CHUNK_SIZE.match(coded, at):
            size, at = int(line[1], 16), line.end()
            if size == 0:
                return cls._ended(b"".join(parts), coded[at:])
            parts.append(coded[at : at + size])
            at += size
            end = CHUNK_END.match(coded, at)
            if end is None:
                return cls(body=b"".join(parts), sound=coded[at:] in {b"", b"\r"})
            at = end.end()
        cut = CUT_CHUNK_SIZE.fullmatch(coded, at) is not None
        return cls(body=b"".join(parts), sound=cut and bool(parts or not coded))

    @classmethod
    def _ended(cls, body: bytes, rest: bytes) -> Self:
        trailers = []
        while rest:
            line, _, rest = rest.partition(b"\n")
            if not line.strip():
                break
            trailers.append(line.strip())
        return cls(body=body, whole=True, trailers=tuple(trailers), surplus=len(rest))
