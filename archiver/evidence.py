"""Evidence: what ties the records of a storage to captures, for runs that read captures again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from archiver.article import Article
    from archiver.captures import Capture
    from archiver.ledger import Run, Settled, Task, Visit
    from archiver.lifecycle import Presence

Address = tuple[str, tuple[tuple[str, str], ...]]
"""An URL and the fields of a POST (empty: a GET)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A page that was captured at an address, and what a parser read on it.

    ``number`` tells captures apart and is their order; ``original`` holds the payload where the
    capture does not. Without ``article``, no words were read.
    """

    number: int
    task: Task
    capture: Capture
    original: Capture | None = None
    article: Article | None = None
    parser: str | None = None
    presence: Presence | None = None


class Evidence(ABC):
    """The captures of a storage that is open."""

    @abstractmethod
    def tasks(self, site: str, addresses: Collection[Address]) -> dict[Address, Task]:
        """Return a task for each address of a site that is in the ledger; nothing is leased."""

    @abstractmethod
    def save(self, run: Run, captures: Sequence[Capture], visits: Sequence[Visit]) -> list[Settled]:
        """Save what captures say when they are read, in one transaction.

        As ``Storage.save``, but the web was not asked: an address that is in the ledger already
        stays in the run and the state it is in. The run has an outcome of each that was read.
        """

    @abstractmethod
    def kept(self, record_ids: Collection[str]) -> dict[str, Capture]:
        """Return the captures with these record ids, by them."""

    @abstractmethod
    def earlier(self, site: str, since: datetime | None, after: int, count: int) -> list[Earlier]:
        """Return the next pages of a site that were captured ``since``, by number.

        Pages are whole answers 200 to a GET; ``after`` is the number of the last one.
        """

    @abstractmethod
    def rejected(self, site: str, after: int, count: int) -> list[Earlier]:
        """Return the next pages of a site whose addresses are rejected to this day, as above."""

    @abstractmethod
    def reached(self) -> Mapping[str, int]:
        """Return by file where the last capture in it begins."""

    @abstractmethod
    def counts(self) -> Mapping[str, int]:
        """Return by file how many captures lie in it."""

    @abstractmethod
    def of_file(self, file: str) -> Iterator[Capture]:
        """Return the captures that lie in a file one by one, in any order."""

    @abstractmethod
    def hidden(self) -> set[str]:
        """Return the record ids of all captures of the addresses of what is taken down."""
