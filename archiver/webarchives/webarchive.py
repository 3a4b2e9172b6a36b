"""Web archives: what the framework asks of the Wayback Machine and its like."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, ClassVar

from archiver.errors import NotInSource, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from archiver.settings import ArchivesSettings
    from archiver.webarchives.mementos import Memento


class Busy(SourceError):
    """The archive has no answer for now; ``wait`` seconds it is to be left alone."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Withheld(NotInSource):
    """The archive does not give a capture that its index lists."""


class Elsewhere(Withheld):
    """The archive has another capture to give instead."""

    def __init__(self, memento: Memento) -> None:
        super().__init__("the archive gives another capture of it instead")
        self.memento = memento


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an archive answered: header names in small letters, the body as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def wait(self, pause: float) -> float | None:
        """Return for how many seconds it asks to be left alone, ``None`` where it does not.

        ``Retry-After`` has seconds or a time, which is compared with the archive's own clock;
        without it, 429 means ``pause``.
        """
        asked = self.headers.get("retry-after", "").strip()
        if asked.isdecimal():
            return float(asked)
        with suppress(ValueError, TypeError, KeyError):
            until = parsedate_to_datetime(asked) - parsedate_to_datetime(self.headers["date"])
            return max(0.0, until.total_seconds())
        return pause if self.status == HTTPStatus.TOO_MANY_REQUESTS else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of an index. ``key`` is equal for all ways to write one address.

    Without ``status`` and ``mime``, the capture repeats an earlier one.
    """

    memento: Memento
    key: str
    status: int | None = None
    mime: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of an index, in its order, and the addresses of further ones."""

    rows: Sequence[Listed] = ()
    further: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """A capture that an archive gave: the exchange of then, as far as it is known.

    ``at`` is when the archive made it; ``response`` the bytes of the message with its ``body``;
    ``verified`` whether the payload has the digest that the index names.
    """

    url: str
    at: datetime
    status: int
    headers: Sequence[tuple[str, str]]
    response: bytes
    body: bytes
    verified: bool
    ip: str | None = None
    truncated: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)


class WebArchive(ABC):
    """The dialect of one web archive: addresses in, captures out. It asks nobody itself."""

    name: ClassVar[str]

    @classmethod
    @abstractmethod
    def opens(cls, address: str) -> bool:
        """Whether ``address`` (the argument ``source``) is this archive."""

    @abstractmethod
    def __init__(self, address: str, settings: ArchivesSettings) -> None:
        """Take the archive at an address. Raises ``SettingsError`` where that is none."""

    @property
    @abstractmethod
    def places(self) -> tuple[str, ...]:
        """What the addresses of its index and of its captures begin with."""

    @abstractmethod
    def index(self, hosts: Iterable[str], first: date, last: date) -> list[str]:
        """Return where the index is asked for the captures of hosts, both days included."""

    @abstractmethod
    def listing(self, address: str, body: bytes) -> Listing:
        """Read an answer of the index. Raises ``SourceError`` for what is none."""

    @abstractmethod
    def request(self, memento: Memento) -> tuple[str, Mapping[str, str]]:
        """Return the address at which a capture is asked for, and the headers."""

    @abstractmethod
    def recovered(self, memento: Memento, answer: Answer) -> Recovered:
        """Read a capture out of an answer.

        Raises ``Withheld`` (also ``Elsewhere``) where the archive does not give it, ``Busy``
        where it may later, and ``SourceError`` for what cannot be read.
        """
