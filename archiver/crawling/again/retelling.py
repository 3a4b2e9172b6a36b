"""Retelling: captures become the visits that they were, and are saved in batches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archiver.ledger import Kind, Link, Outcome, Visit
from archiver.webarchives.mementos import INDEX, original

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from archiver.captures import Capture, Recorded
    from archiver.crawling.again.rereading import Rereader
    from archiver.evidence import Address
    from archiver.ledger import Run, Task
    from archiver.storage import Storage

BATCH = 64
"""Captures that are held at once: as many as a crawl saves at once."""
ROBOTS = "/robots.txt"
NOT_KEPT = "no capture of it is kept"


@dataclass(slots=True, kw_only=True)
class Retelling:
    """Takes in captures of one site, in the order in which they were made.

    ``current``: later runs may ask whether the addresses have changed since.
    """

    storage: Storage
    rereader: Rereader
    run: Run
    current: bool
    outcomes: Counter[str] = field(default_factory=Counter)
    _waiting: list[Recorded] = field(default_factory=list)
    _aside: list[Capture] = field(default_factory=list)

    def take(self, recorded: Recorded) -> None:
        """Take one in; it is saved with others."""
        if _is_aside(recorded):
            self._aside.append(recorded.capture)
            return
        self._waiting.append(recorded)
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Save what waits."""
        waiting, self._waiting = self._waiting, []
        while waiting:
            tasks = self._tasks(waiting)
            visits = self._visits(waiting, tasks)
            self._save(waiting[: len(visits)], visits)
            waiting = waiting[len(visits) :]
        self._save([], [])

    def end(self, clock: Callable[[], datetime]) -> None:
        """Settle the addresses that captures name and none shows."""
        self.flush()
        while tasks := self.storage.lease(self.run, 500, clock(), once=False):
            at, outcome = clock(), Outcome.NOT_IN_SOURCE
            visits = [Visit(task=t, at=at, outcome=outcome, reason=NOT_KEPT) for t in tasks]
            self.storage.save(self.run, [], visits)

    def _tasks(self, waiting: Sequence[Recorded]) -> dict[Address, Task]:
        """Return the tasks of addresses that are known; the first one is made known."""
        evidence, site = self.storage.evidence(), self.run.plan.site
        tasks = evidence.tasks(site, {_address(one) for one in waiting})
        first = _address(waiting[0])
        if first not in tasks:
            self.storage.add(self.run, [self._link(first)])
            tasks |= evidence.tasks(site, {first})
        return tasks

    def _visits(self, waiting: Sequence[Recorded], tasks: dict[Address, Task]) -> list[Visit]:
        """Return visits up to one that needs those before it to be saved.

        That is one of an address that they may name, or of an article that they may know.
        """
        visits: list[Visit] = []
        things: set[str | None] = set()
        for one in waiting:
            task = tasks.get(_address(one))
            if task is None or task.link.key in things:
                break
            visit = self.rereader.visit(task, one)
            visits.append(visit if self.current else replace(visit, content=False))
            if task.link.kind is Kind.ARTICLE and task.link.key is not None:
                things.add(task.link.key)
        return visits

    def _link(self, address: Address) -> Link:
        """Return what an address that nothing names seems to be."""
        url, form = address
        key = self.rereader.spider.parser.key(original(url))
        return Link(url=url, kind=Kind.ARTICLE if key else Kind.LIST, key=key, form=form)

    def _save(self, told: Sequence[Recorded], visits: Sequence[Visit]) -> None:
        captures = [*self._aside, *(one.capture for one in told)]
        self._aside = []
        if captures or visits:
            settled = self.storage.evidence().save(self.run, captures, visits)
            self.outcomes.update(s.outcome or "none" for s in settled)


def _is_aside(recorded: Recorded) -> bool:
    """Tell whether a capture is no page of the site: robots.txt, or an archive's index."""
    url = recorded.capture.url
    return url.endswith(INDEX) or urlsplit(url).path == ROBOTS


def _address(recorded: Recorded) -> Address:
    return recorded.capture.url, recorded.form
