"""Mementos: the captures that web archives hold, by the addresses under which they are asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

STAMP = "%Y%m%d%H%M%S"
"""How web archives write an instant, in UTC."""
INDEX = "#index"
"""What the ledger puts behind the address of an index, to know it from a page."""
ELSEWHERE = "of a web archive, which this run does not ask"
"""Why a run leaves such an address alone."""
BY_TIME = re.compile(r"(.+)/(\d{14})(?:id_)?/(https?://[^#]+)(?:#sha1=([A-Z2-7]{32}))?")
IN_FILE = re.compile(
    r"([^#]+)#bytes=(\d+)-(\d+)&at=(\d{14})&sha1=([A-Z2-7]{32})?&url=(https?://.+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """One capture that a web archive holds of ``url``, made ``at`` a second.

    ``place`` is where the archive gives its captures by time, or the file in which this one is
    the bytes from the first to the last of ``piece``. ``sha1`` is the digest that the archive's
    index has of the payload, in base 32.
    """

    place: str
    url: str
    at: datetime
    sha1: str | None = None
    piece: tuple[int, int] | None = None

    @property
    def address(self) -> str:
        """Under what the ledger has it: all that is needed to ask for it, and to check it."""
        at = self.at.astimezone(UTC).strftime(STAMP)
        url = self.url.replace("#", "%23")
        if self.piece is None:
            return f"{self.place}/{at}id_/{url}" + (f"#sha1={self.sha1}" if self.sha1 else "")
        first, last = self.piece
        return f"{self.place}#bytes={first}-{last}&at={at}&sha1={self.sha1 or ''}&url={url}"

    @classmethod
    def read(cls, address: str) -> Self | None:
        """Return the memento of an address, ``None`` where it is none's."""
        if match := IN_FILE.fullmatch(address):
            place, first, last, at, sha1, url = match.groups()
            piece = int(first), int(last)
            return cls(place=place, url=url, at=instant(at), sha1=sha1, piece=piece)
        if match := BY_TIME.fullmatch(address):
            place, at, url, sha1 = match.groups()
            return cls(place=place, url=url, at=instant(at), sha1=sha1)
        return None


def instant(stamp: str) -> datetime:
    """Return the instant of a web archive's fourteen digits. Raises ``ValueError``."""
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)


def original(address: str) -> str:
    """Return what a memento is of; any other address is itself."""
    memento = Memento.read(address)
    return memento.url if memento else address


def is_archived(address: str) -> bool:
    """Tell whether an address of the ledger is that of a memento, or of an index of some."""
    return address.endswith(INDEX) or Memento.read(address) is not None
