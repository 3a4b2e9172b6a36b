"""Captures: one HTTP exchange each, where it is kept, and where it can be read again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from archiver.proving.checks import Fault, Met

    Original = Callable[[str], "Capture | None"]
    """Finds a capture by its record id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One HTTP exchange as it went over the wire, not yet kept.

    ``request`` and ``response`` are the exact bytes, transfer coding included; ``response`` is
    empty when nothing came. ``at`` is when the request began, ``truncated`` why the response is
    cut (``length``, ``time``, ``disconnect``), ``metadata`` what is worth noting beside the bytes
    (``fetchTimeMs``, ``via``, TLS version and cipher). ``original`` is the capture of an earlier
    whole response of the same address, whose payload need not be kept again. ``memento`` is the
    address at which a web archive gave it, where ``url`` was not asked itself.
    """

    record_id: str
    url: str
    at: datetime
    request: bytes
    response: bytes
    ip: str | None = None
    truncated: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    original: Capture | None = None
    memento: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Where one exchange is kept: ``length`` bytes of ``file`` from ``offset``.

    ``url`` is the address that was asked; of a capture that a web archive gave, its memento's.
    ``record_id`` is the WARC-Record-ID of the response (``urn:uuid:…`` without brackets), or of
    the request where no response came; ``digest`` the payload digest as
    ``sha1:BASE32``; ``sha256`` of the same payload in hex. ``file`` is relative to the archive's
    folder where it lies inside, else absolute; a member of a WACZ is ``x.wacz#archive/y.warc.gz``.
    ``refers_to`` is the record id of the capture that holds the payload, where this one does not.
    """

    record_id: str
    url: str
    at: datetime
    file: str
    offset: int
    length: int
    status: int | None = None
    mime: str | None = None
    digest: str | None = None
    sha256: str | None = None
    ip: str | None = None
    truncated: str | None = None
    refers_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResponse:
    """A response read back: its capture, status, headers in order, and the body.

    ``body`` is the entity as it was kept: transfer coding undone, content coding not.
    """

    capture: Capture
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A capture met again where it is kept, with all that its visit can be told from.

    ``form`` holds the fields of a POST, ``etag`` and ``last_modified`` are the validators that were
    sent. Without ``response``, nothing can be read, for the reason that ``trouble`` gives.
    """

    capture: Capture
    response: StoredResponse | None = None
    trouble: str | None = None
    form: tuple[tuple[str, str], ...] = ()
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file of captures: its name as a ``Capture`` has it, its bytes, and the site it is of.

    ``begun`` is when its first record was written, as a WARC-Date; ``closed``: nothing is written
    to it any more.
    """

    name: str
    size: int
    site: str | None = None
    begun: str = ""
    closed: bool = True


class CaptureStore(ABC):
    """Keeps exchanges. One writer, one thread; nothing is acknowledged before ``sync``."""

    name: ClassVar[str]

    @abstractmethod
    def open(  # one field each
        self,
        *,
        site: str,
        operator: str | None,
        user_agent: str | None,
        robots: str,
        source: str = "live",
    ) -> None:
        """Mend what an earlier run left unfinished and make ready to write.

        Raises ``StorageError`` where the folder cannot be written.
        """

    @abstractmethod
    def write(self, exchange: Exchange) -> Capture:
        """Write one exchange and tell where it lies. Raises ``StorageError`` (disk full, …)."""

    @abstractmethod
    def sync(self) -> None:
        """Return when everything written is on the disk."""

    @abstractmethod
    def close(self) -> None:
        """Sync, give the file its final name, and let go of it."""

    @abstractmethod
    def read(self, capture: Capture, original: Capture | None = None) -> StoredResponse:
        """Read a capture back. Raises ``SourceError`` where its bytes are not there.

        ``original`` is the capture that holds the payload, where this one does not; without it
        the store looks for it.
        """

    @abstractmethod
    def files(self) -> list[KeptFile]:
        """Return the files that were written for a site, in the order in which they were begun."""

    @abstractmethod
    def file(self, name: str) -> KeptFile:
        """Return the file that captures call so, also one of a source. Raises ``SourceError``."""

    @abstractmethod
    def check(self, file: KeptFile) -> Iterator[Fault | Met]:
        """Read a file through; yield what is wrong with it and the captures that are whole.

        Memory is bounded, whatever the size of the file and of its records. Raises ``SourceError``
        where it is not there.
        """

    @abstractmethod
    def copy(self, file: KeptFile, path: Path) -> None:
        """Copy a file to a path, of a source only what the archive has captures in.

        Raises ``SourceError`` where it is not there, ``StorageError`` where there is no room.
        """

    @abstractmethod
    def sha256(self, file: KeptFile) -> str:
        """Return the SHA-256 of a file, in hex. Raises ``SourceError``."""

    @abstractmethod
    def recorded(
        self, file: KeptFile, original: Original, after: int = -1
    ) -> Iterator[Recorded | str]:
        """Yield the captures of a file that begin after a byte, in the order of writing.

        A text between them tells what cannot be read. Nothing waits in memory.
        """


class Source(ABC):
    """Where responses come from when it is not the live web. Read only, one thread at a time."""

    name: ClassVar[str]

    @classmethod
    @abstractmethod
    def opens(cls, address: str) -> bool:
        """Whether ``address`` (the argument ``source``) is one of this kind, at a glance."""

    @classmethod
    @abstractmethod
    def open(cls, address: str) -> Self:
        """Open and index it. Raises ``SourceError``: absent, empty, cut, or not of this kind."""

    @classmethod
    @abstractmethod
    def recorded(cls, address: str, original: Original) -> Iterator[Recorded | str]:
        """Yield every capture as it lies in the files; see ``CaptureStore.recorded``.

        An original that is not known is looked for in the files. Raises ``SourceError``.
        """

    @abstractmethod
    def find(self, url: str, form: Iterable[tuple[str, str]] = ()) -> StoredResponse:
        """Return the response kept for a URL (and POST form). Raises ``NotInSource``."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the files."""

    def notes(self) -> tuple[str, ...]:
        """What a person should know of the source, such as a cut tail: a line each."""
        return ()
