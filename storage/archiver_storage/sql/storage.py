"""The storage of records in an SQL database."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from archiver import Outcome, Selection, SettingsError, Settled, Storage
from archiver.schedule import DEFAULT
from archiver_storage.sql import visited
from archiver_storage.sql.articles import intake, takedowns
from archiver_storage.sql.asking import queries
from archiver_storage.sql.catalogue import SqlCatalogue
from archiver_storage.sql.database import Database
from archiver_storage.sql.evidence import SqlEvidence
from archiver_storage.sql.fulltext import index
from archiver_storage.sql.ledger import frontier, health, revisits, runs
from archiver_storage.sql.ledger.discovery import Named, discover
from archiver_storage.sql.statements import site_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from archiver import Capture, Link, Plan, Run, Task, Verdict, Visit
    from archiver.decisions.takedowns import Takedown
    from archiver.health.chart import Acceptance, Chart
    from archiver.likeness.similarity import Name
    from archiver.records import History, Story
    from archiver.schedule import Schedule
    from archiver.storage import SiteStatus, Upgrade

FILE = "archive.db"


class SqlStorage(Storage):
    """Keeps records in SQLite (``FOLDER/archive.db``) or in the database that ``url`` names.

    Raises ``SettingsError`` for options that are none.
    """

    name: ClassVar[str] = "sql"

    def __init__(self, folder: Path, *, url: str | None = None, **unknown: object) -> None:
        if unknown:
            message = f"there is no option storage.sql.{next(iter(unknown))}; there is: url"
            raise SettingsError(message)
        self._folder = folder
        self._database = Database(url or f"sqlite:///{folder / FILE}")
        self._schedule = DEFAULT

    @property
    def shared(self) -> bool:
        """Whether it is a database for several runs at once, which an SQLite file is not."""
        return self._database.shared

    # --- life

    def open(self, *, create: bool = True) -> None:
        """Open the database, and with ``create`` make it or bring it up to date."""
        self._database.open(create=create)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def upgrade(self) -> Upgrade | None:
        """Bring the tables up to date; an SQLite file is copied before."""
        return self._database.upgrade()

    def reindex(self) -> int:
        """Make the index of texts anew."""
        with self._database.mending() as connection:
            return index.make(connection)

    def beside(self) -> SqlStorage:
        """Return the storage that is built beside an SQLite file; a database must be empty."""
        return SqlStorage(self._folder, url=self._database.beside())

    def succeed(self) -> str | None:
        """Put what was built beside in its place; return where the old one is kept."""
        return self._database.succeed()

    def copy(self, folder: Path) -> bool:
        """Copy an SQLite file."""
        return self._database.copy(folder / FILE)

    def notes(self) -> tuple[str, ...]:
        """Tell of an upgrade."""
        done = self._database.upgraded
        if done is None:
            return ()
        kept = f"; what it was before is kept in {done.copy}" if done.copy else ""
        return (f"{self._database.name} was brought up to date{kept}",)

    # --- a run

    def start_run(self, plan: Plan, at: datetime, schedule: Schedule = DEFAULT) -> Run:
        """Begin a run, or take up the last one."""
        self._schedule = schedule
        self._database.lease(plan.site)
        with self._database.transaction() as connection:
            return runs.start(connection, plan, at)

    def add(self, run: Run, links: Sequence[Link]) -> int:
        """Put links into the ledger."""
        with self._database.transaction() as connection:
            site = site_id(connection, run.plan.site)
            return discover(connection, run.id, site, [Named(link) for link in links]).total()

    def revisit(self, run: Run, at: datetime, *, full: bool = False) -> int:
        """Put articles that are due into the ledger."""
        with self._database.transaction() as connection:
            site = site_id(connection, run.plan.site)
            links = revisits.links(connection, site, None if full else at)
            return discover(connection, run.id, site, [Named(link) for link in links]).total()

    def known(self, run: Run, keys: Collection[str], before: datetime) -> set[str]:
        """Return the keys of articles that were seen before."""
        with self._database.transaction() as connection:
            site = site_id(connection, run.plan.site)
            return revisits.known(connection, site, keys, before)

    def lease(
        self, run: Run, count: int, at: datetime, *, once: bool, due_only: bool = False
    ) -> list[Task]:
        """Lease pending tasks that are due."""
        with self._database.transaction() as connection:
            if once:
                return frontier.lease_once(connection, run.id, count, at, due_only=due_only)
            return frontier.lease(connection, run.id, count, at)

    def due(self, run: Run) -> datetime | None:
        """Return when the next pending task is due."""
        with self._database.transaction() as connection:
            return frontier.due(connection, run.id, run.started_at)

    def visited(self, run: Run) -> int:
        """Return how many addresses of articles were visited."""
        with self._database.transaction() as connection:
            return frontier.visited(connection, run.id)

    def save(self, run: Run, captures: Sequence[Capture], visits: Sequence[Visit]) -> list[Settled]:
        """Save captures and visits in one transaction."""
        with self._database.transaction() as connection:
            return visited.save(connection, run, captures, visits, self._schedule)

    def take_in(self, run: Run, histories: Sequence[History]) -> list[Outcome]:
        """Save articles as another archive tells them."""
        with self._database.transaction() as connection:
            site = site_id(connection, run.plan.site)
            return intake.take_in(connection, run, site, histories, self._schedule)

    def finish_run(
        self,
        run: Run,
        verdict: Verdict,
        at: datetime,
        *,
        later: str,
        findings: Sequence[str] | None = None,
    ) -> Run:
        """End a run."""
        with self._database.transaction() as connection:
            return runs.finish(connection, run, verdict, at, later, findings)

    def accept(self, site: str, reason: str, at: datetime) -> Acceptance:
        """Take what the last run found for right."""
        with self._database.transaction() as connection:
            return health.accept(connection, site, reason, at)

    def counts(self, run: Run) -> Run:
        """Return the run with its counts."""
        with self._database.transaction() as connection:
            return runs.counted(connection, run.id)

    def take_down(self, name: Name, reason: str, at: datetime) -> None:
        """Hide an article."""
        with self._database.transaction() as connection:
            takedowns.take_down(connection, name, reason, at)

    def lift(self, name: Name, at: datetime) -> None:
        """Show an article again."""
        with self._database.transaction() as connection:
            takedowns.lift(connection, name, at)

    def takedowns(self, site: str | None = None) -> list[Takedown]:
        """Return what was taken down."""
        with self._database.transaction() as connection:
            return takedowns.known(connection, site)

    # --- reading

    def chart(self, site: str) -> Chart:
        """Return what a site's health is judged by."""
        with self._database.transaction() as connection:
            return health.chart(connection, site)

    def catalogue(self) -> SqlCatalogue:
        """Return what answers further questions."""
        return SqlCatalogue(self._database)

    def evidence(self) -> SqlEvidence:
        """Return what ties the records to captures."""
        return SqlEvidence(self._database, partial(visited.save, schedule=self._schedule))

    def status(self) -> list[SiteStatus]:
        """Return what the archive holds."""
        with self._database.transaction() as connection:
            return queries.status(connection)

    def runs(self, site: str | None = None, limit: int = 20) -> list[Run]:
        """Return the last runs."""
        with self._database.transaction() as connection:
            return runs.latest(connection, site, limit)

    def find(self, key_or_url: str, site: str | None = None) -> list[History]:
        """Return articles by key or URL."""
        with self._database.transaction() as connection:
            return queries.find(connection, key_or_url, site)

    def explain(self, url: str) -> list[Story]:
        """Return the stories of a URL."""
        with self._database.transaction() as connection:
            return queries.explain(connection, url)

    def articles(self, site: str | None = None) -> Iterator[History]:
        """Return every article."""
        with self._database.transaction() as connection:
            yield from queries.selected(connection, Selection(site=site))

    def missing(self, site: str | None = None) -> Iterator[History]:
        """Return the articles that are missing or gone."""
        with self._database.transaction() as connection:
            yield from queries.selected(connection, Selection(site=site, gone=True))

    def urls(self, site: str | None = None) -> Iterator[Story]:
        """Return the story of every URL."""
        with self._database.transaction() as connection:
            yield from queries.every_url(connection, site)
