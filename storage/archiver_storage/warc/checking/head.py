"""The head of a record as it is checked: every field, and what is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archiver_storage.warc.record import CONCURRENT, FOLDED, number

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSIONS = {"WARC/1.0", "WARC/1.1"}
FIELD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\x00-\x08\x0a-\x1f\x7f]*")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a record: all values of each field by its small name, and what is no field."""

    version: str
    fields: Mapping[str, list[str]]
    faults: list[str]

    @classmethod
    def of(cls, text: bytes) -> Self:
        """Read a head."""
        version, *lines = FOLDED.sub(" ", text.decode("utf-8", "replace")).split("\r\n")
        fields: dict[str, list[str]] = {}
        faults = [] if version in VERSIONS else [f"it begins with {version[:20]!r}"]
        for line in lines:
            if not FIELD.fullmatch(line):
                faults.append(f"{line[:60]!r} is no field")
                continue
            name, _, value = line.partition(":")
            fields.setdefault(name.lower(), []).append(value.strip())
        return cls(version, fields, faults)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name.lower(), [""])[0]

    @property
    def type(self) -> str:
        """The WARC-Type, in small letters."""
        return self["WARC-Type"].lower()

    @property
    def length(self) -> int:
        """The Content-Length, 0 where there is none."""
        return number(self["Content-Length"]) or 0

    @property
    def linked(self) -> list[str]:
        """The ids of the records that it belongs to."""
        return self.fields.get(CONCURRENT, [])
