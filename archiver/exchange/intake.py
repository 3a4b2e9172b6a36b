"""Intake: articles that were exported become those of an archive, in runs of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from archiver.errors import NotInSource, SourceError
from archiver.ledger import Plan, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver.ledger import Run
    from archiver.records import History
    from archiver.schedule import Schedule
    from archiver.storage import Storage

AT_ONCE = 200
"""Articles of a transaction."""
Numbered = tuple[int, "History"]


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes articles into an open storage, batch by batch: one run for each of their sites.

    A batch is saved as a whole or not at all. What was interrupted can be begun again: what is
    already there is kept once.
    """

    storage: Storage
    source: str
    schedule: Schedule
    runs: dict[str, Run] = field(default_factory=dict)

    def take(self, numbered: Iterable[Numbered]) -> list[Run]:
        """Take everything in; return the runs, by site, as they ended.

        Raises ``SourceError``, which tells up to which line all is kept, and ``NotInSource``
        where there is nothing.
        """
        last = 0
        try:
            for site, batch in _batches(numbered):
                self.storage.take_in(self._run(site), [history for _, history in batch])
                last = batch[-1][0]
        except SourceError as error:
            self._finish(Verdict.FAILED)
            kept = f"lines 1 to {last} are" if last else "nothing of it is"
            message = f"{self.source} {error}; {kept} in the archive"
            raise SourceError(message) from error
        except KeyboardInterrupt:
            self._finish(Verdict.INTERRUPTED)
            raise
        if not self.runs:
            message = f"{self.source} holds no article"
            raise NotInSource(message)
        return self._finish(Verdict.WELL)

    def _run(self, site: str) -> Run:
        if site not in self.runs:
            plan = Plan(site=site, source=self.source)
            self.runs[site] = self.storage.start_run(plan, datetime.now(UTC), self.schedule)
        return self.runs[site]

    def _finish(self, verdict: Verdict) -> list[Run]:
        at = datetime.now(UTC)
        later = "the import ended early"
        return [
            self.storage.finish_run(run, verdict, at, later=later)
            for _, run in sorted(self.runs.items())
        ]


def _batches(numbered: Iterable[Numbered]) -> Iterator[tuple[str, list[Numbered]]]:
    """Return articles of one site that follow each other, at most ``AT_ONCE`` together."""
    for site, group in groupby(numbered, lambda pair: pair[1].site):
        batch: list[Numbered] = []
        for pair in group:
            batch.append(pair)
            if len(batch) == AT_ONCE:
                yield site, batch
                batch = []
        if batch:
            yield site, batch
