"""The captures of an SQL database, for runs that read captures again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from archiver import Task
from archiver.evidence import Address, Evidence
from archiver_storage.sql.articles import captures, earlier, takedowns
from archiver_storage.sql.ledger.discovery import Named, discover, known
from archiver_storage.sql.ledger.frontier import link_of
from archiver_storage.sql.schema import capture as table
from archiver_storage.sql.schema import outcome as outcomes
from archiver_storage.sql.schema import run as runs
from archiver_storage.sql.schema import url as urls
from archiver_storage.sql.statements import chunks, site_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from archiver import Capture, Run, Settled, Visit
    from archiver.evidence import Earlier
    from archiver_storage.sql.database import Database

    Write = Callable[[Connection, Run, Sequence[Capture], Sequence[Visit]], list[Settled]]


@dataclass(frozen=True, slots=True)
class SqlEvidence(Evidence):
    """Asks and writes a database that is open; ``write`` saves visits in a transaction."""

    database: Database
    write: Write

    def tasks(self, site: str, addresses: Collection[Address]) -> dict[Address, Task]:
        """Return a task for each address that is in the ledger."""
        with self.database.transaction() as connection:
            rows = known(connection, site_id(connection, site), addresses)
        return {address: Task(id=row.id, link=link_of(row)) for address, row in rows.items()}

    def save(self, run: Run, captures: Sequence[Capture], visits: Sequence[Visit]) -> list[Settled]:
        """Save what captures say."""
        with self.database.transaction() as connection:
            site = site_id(connection, run.plan.site)
            named = [Named(link, visit.task.id) for visit in visits for link in visit.links]
            if named:
                discover(connection, run.id, site, named, quietly=True)
            _count_others(connection, run.id, {visit.task.id for visit in visits})
            return self.write(connection, run, captures, [replace(v, links=()) for v in visits])

    def kept(self, record_ids: Collection[str]) -> dict[str, Capture]:
        """Return captures by their record ids."""
        with self.database.transaction() as connection:
            return captures.by_record(connection, record_ids)

    def earlier(self, site: str, since: datetime | None, after: int, count: int) -> list[Earlier]:
        """Return the next pages of a site."""
        with self.database.transaction() as connection:
            return earlier.read(connection, site_id(connection, site), since, after, count)

    def rejected(self, site: str, after: int, count: int) -> list[Earlier]:
        """Return the next pages of a site that are rejected to this day."""
        with self.database.transaction() as connection:
            return earlier.rejected(connection, site_id(connection, site), after, count)

    def reached(self) -> Mapping[str, int]:
        """Return where the last capture of each file begins."""
        return self._by_file(func.max(table.c.offset))

    def counts(self) -> Mapping[str, int]:
        """Return how many captures each file has."""
        return self._by_file(func.count())

    def of_file(self, file: str) -> Iterator[Capture]:
        """Return the captures of a file."""
        fields = [table.c[name] for name in captures.FIELDS]
        with self.database.transaction() as connection:
            for row in connection.execute(select(*fields).where(table.c.file == file)):
                yield captures.of_row(row)

    def hidden(self) -> set[str]:
        """Return the record ids of captures of what is taken down."""
        with self.database.transaction() as connection:
            return takedowns.captured(connection)

    def _by_file(self, value: ColumnElement[int]) -> Mapping[str, int]:
        query = select(table.c.file, value).group_by(table.c.file)
        with self.database.transaction() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}


def _count_others(connection: Connection, run: int, visited: Iterable[int]) -> None:
    """Count addresses of other runs as the run's, once it has an outcome of them."""
    more = 0
    for chunk in chunks(sorted(visited)):
        ended = select(outcomes.c.url_id).where(
            outcomes.c.run_id == run, outcomes.c.url_id.in_(chunk)
        )
        others = select(func.count()).where(
            urls.c.id.in_(chunk), urls.c.run_id != run, urls.c.id.not_in(ended)
        )
        more += connection.execute(others).scalar_one()
    if more:
        connection.execute(
            update(runs).where(runs.c.id == run).values(discovered=runs.c.discovered + more)
        )
