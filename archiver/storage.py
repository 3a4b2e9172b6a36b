"""The storage of records: the ledger, the articles and what was seen of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from archiver.errors import StorageError
from archiver.schedule import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from archiver.captures import Capture
    from archiver.catalogue import Catalogue
    from archiver.decisions.takedowns import Takedown
    from archiver.evidence import Evidence
    from archiver.health.chart import Acceptance, Chart
    from archiver.ledger import Link, Outcome, Plan, Run, Settled, Task, Verdict, Visit
    from archiver.likeness.similarity import Name
    from archiver.records import History, Story
    from archiver.schedule import Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """An archive of an older version was brought up to date; ``copy`` holds what it was before."""

    before: str
    after: str
    copy: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatus:
    """What the archive holds of one site; ``taken_down`` counts articles that are hidden."""

    site: str
    articles: int
    revisions: int
    observations: int
    captures: int
    duplicates: int
    first_published: datetime | None
    last_published: datetime | None
    last_run: Run | None
    taken_down: int = 0


class Storage(ABC):
    """Keeps records. Opened, used and closed in one thread, by one run at a time.

    Its settings are the keyword arguments of the constructor.
    """

    name: ClassVar[str]

    @property
    def shared(self) -> bool:
        """Whether runs of different sites may write at once; then ``start_run`` leases the site."""
        return False

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- life

    @abstractmethod
    def open(self, *, create: bool = True) -> None:
        """Create or check what is there. Raises ``StorageError`` (rights, version, not ours).

        Without ``create`` nothing is written, an absent archive is an error, and another process
        may be writing meanwhile.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of everything; what was saved is on the disk."""

    @abstractmethod
    def upgrade(self) -> Upgrade | None:
        """Bring an archive of an older version up to date, ``None`` where it is; not while open.

        ``open`` with ``create`` does the same. An upgrade that ends half-way leaves the archive as
        it was. Raises ``StorageError`` (absent, of a newer version, no room for the copy).
        """

    def reindex(self) -> int:
        """Make the index of texts anew, return how many articles it has; not while open.

        Raises ``StorageError`` where there is none.
        """
        message = f"the storage {self.name} has no index; keep records in sql to search them"
        raise StorageError(message)

    def beside(self) -> Storage:
        """Return a storage that is to take this one's place, not yet opened.

        One that was begun before is gone on with. Raises ``StorageError`` where none can be built.
        """
        message = f"the storage {self.name} cannot be made anew; keep records in sql for that"
        raise StorageError(message)

    def succeed(self) -> str | None:
        """Put what was built beside, and is closed, in this one's place.

        Return where the old one is kept; ``None`` where there was none.
        """
        return None

    def copy(self, folder: Path) -> bool:
        """Copy what was saved, as one file, into the folder of another archive; not while open.

        ``False``: it is no file. Raises ``StorageError``.
        """
        del folder
        return False

    def notes(self) -> tuple[str, ...]:
        """What a person should know of the storage that was opened: a line each."""
        return ()

    # --- a run

    @abstractmethod
    def start_run(self, plan: Plan, at: datetime, schedule: Schedule = DEFAULT) -> Run:
        """Begin a run, or take up the site's last one if it has an equal plan and was interrupted.

        Leases of a dead run go back to pending. Of a run with another plan that never ended,
        what is pending is left for later. URLs that earlier runs of the site left for later, or
        failed to fetch for a passing reason, are pending in a new run. Raises ``StorageError``
        where the storage is shared and another run of the site is going on.
        """

    @abstractmethod
    def add(self, run: Run, links: Sequence[Link]) -> int:
        """Put links into the ledger of a run; return how many were not yet in it."""

    @abstractmethod
    def revisit(self, run: Run, at: datetime, *, full: bool = False) -> int:
        """Put the site's articles that are due into the ledger; return how many were not in it.

        Of an article, the address that last showed it is put there; of one that is missing, every
        one that ever did. With ``full``, every article is due.
        """

    @abstractmethod
    def known(self, run: Run, keys: Collection[str], before: datetime) -> set[str]:
        """Return which of the keys are articles of the run's site first seen ``before``."""

    @abstractmethod
    def lease(
        self, run: Run, count: int, at: datetime, *, once: bool, due_only: bool = False
    ) -> list[Task]:
        """Lease up to ``count`` pending tasks that are due.

        Articles come before lists, then list pages by number, then the order of discovery.

        With ``once``, a task whose kind and key another address has already settled in this run
        (as new, revised, unchanged, duplicate or, for lists, not an article) is settled as a
        duplicate instead, and none is leased while another address of the same thing is.
        With ``due_only`` beside it, an address of an article that is there and not due is settled
        as that, unless this run has already looked for the article in vain.
        """

    @abstractmethod
    def due(self, run: Run) -> datetime | None:
        """Return when the next pending task of the run is due, ``None`` when there is none."""

    @abstractmethod
    def visited(self, run: Run) -> int:
        """Return how many addresses of articles the run has visited so far."""

    @abstractmethod
    def save(self, run: Run, captures: Sequence[Capture], visits: Sequence[Visit]) -> list[Settled]:
        """Save captures and visits in one transaction; the bytes are already on the disk."""

    @abstractmethod
    def take_in(self, run: Run, histories: Sequence[History]) -> list[Outcome]:
        """Save articles as another archive tells them, in one transaction; return what each is.

        They are of the run's site and join what is there: what both know is kept once. Their
        addresses are put into the ledger of the run and are done. Captures are saved as they are
        named; their bytes stay where they are.
        """

    @abstractmethod
    def finish_run(
        self,
        run: Run,
        verdict: Verdict,
        at: datetime,
        *,
        later: str,
        findings: Sequence[str] | None = None,
    ) -> Run:
        """End a run: what is pending or leased is left for later, with the reason ``later``.

        ``findings`` are the names of what was wrong with the site, ``None`` where it was not
        judged.
        """

    @abstractmethod
    def counts(self, run: Run) -> Run:
        """Return the run with its counts as they are now."""

    @abstractmethod
    def accept(self, site: str, reason: str, at: datetime) -> Acceptance:
        """Take what the site's last judged run found for right from then on.

        Raises ``NotInArchive`` where it found nothing.
        """

    def take_down(self, name: Name, reason: str, at: datetime) -> None:
        """Hide an article that is there from every answer, but not from ``find`` and the ledger.

        Raises ``StorageError`` where that cannot be kept.
        """
        del name, reason, at
        message = f"the storage {self.name} shows all that it has; keep records in sql to hide some"
        raise StorageError(message)

    def lift(self, name: Name, at: datetime) -> None:
        """Show an article again that was taken down; nothing happens to others."""
        del name, at

    def takedowns(self, site: str | None = None) -> list[Takedown]:
        """Return what was taken down, the latest first; also what is shown again."""
        del site
        return []

    # --- reading

    @abstractmethod
    def chart(self, site: str) -> Chart:
        """Return what the site's health is judged by.

        Its nights are the live runs that were judged and one that goes on: the last ``USUAL``
        healthy ones, and the ``ILL`` last ones after the last of them.
        """

    def catalogue(self) -> Catalogue:
        """Return what answers further questions. Raises ``StorageError`` where nothing does."""
        message = f"the storage {self.name} only keeps records; keep them in sql to ask more"
        raise StorageError(message)

    def evidence(self) -> Evidence:
        """Return what ties the records to captures. Raises ``StorageError`` where nothing does."""
        message = f"the storage {self.name} does not look captures up; keep records in sql for that"
        raise StorageError(message)

    @abstractmethod
    def status(self) -> list[SiteStatus]:
        """Return what the archive holds, by site name."""

    @abstractmethod
    def runs(self, site: str | None = None, limit: int = 20) -> list[Run]:
        """Return the last runs, newest first."""

    @abstractmethod
    def find(self, key_or_url: str, site: str | None = None) -> list[History]:
        """Return the articles with this key, or that were seen at this URL."""

    @abstractmethod
    def explain(self, url: str) -> list[Story]:
        """Return the stories of a URL, one a site and POST form."""

    @abstractmethod
    def articles(self, site: str | None = None) -> Iterator[History]:
        """Return every article one by one, by site and key."""

    @abstractmethod
    def missing(self, site: str | None = None) -> Iterator[History]:
        """Return the articles that are missing or gone one by one, by site and key."""

    @abstractmethod
    def urls(self, site: str | None = None) -> Iterator[Story]:
        """Return the story of every URL one by one, by site, URL and form."""
