"""Checks: what is found when the bytes of an archive are read through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is wrong with a file, or with the record that begins at ``offset``.

    ``record`` is the id of the record, where it can be read.
    """

    what: str
    offset: int | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A capture that was read through: where it lies, and the digests of its bytes.

    The digests are as in ``Capture``, of the payload; ``None`` where the record holds none.
    """

    record: str
    offset: int
    length: int
    digest: str | None = None
    sha256: str | None = None
    refers_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault, and the file that it is in."""

    file: str
    offset: int | None
    record: str | None
    what: str
