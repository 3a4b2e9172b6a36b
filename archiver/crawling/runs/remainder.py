"""The remainder: addresses that a walk through a web archive met and did not ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.crawling.sources.holdings import THE_REST
from archiver.ledger import Outcome, Visit

if TYPE_CHECKING:
    from datetime import datetime

    from archiver.crawling.job import Job
    from archiver.ledger import Task

AT_ONCE = 500
CAME_BACK = "its captures are read one by one"
NEVER = "the archive has no capture of it that can be read"
LIVE = "the archive has no capture of it; the site is still there to be asked"


def settle(job: Job) -> None:
    """Tell of each address whether its article came back; in the recorder's thread."""
    storage, run = job.recorder.storage, job.recorder.run
    while tasks := storage.lease(run, AT_ONCE, THE_REST, once=False):
        at = job.clock()
        keys = {task.link.key for task in tasks if task.link.key is not None}
        known = storage.known(run, keys, at)
        ended = job.parser.valid_until is not None and job.parser.valid_until < at.date()
        storage.save(run, [], [_visit(task, known, at, ended=ended) for task in tasks])


def _visit(task: Task, known: set[str], at: datetime, *, ended: bool) -> Visit:
    if task.link.key in known:
        return Visit(task=task, at=at, outcome=Outcome.DUPLICATE, reason=CAME_BACK)
    outcome, reason = (Outcome.NOT_IN_SOURCE, NEVER) if ended else (Outcome.LATER, LIVE)
    return Visit(task=task, at=at, outcome=outcome, reason=reason)
