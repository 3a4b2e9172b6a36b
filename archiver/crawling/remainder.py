"""The remainder: addresses that a walk through a web archive met and did not ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.crawling.holdings import THE_REST
from archiver.ledger import Outcome, Visit

if TYPE_CHECKING:
    from datetime import datetime

    from archiver.crawling.job import Job
    from archiver.ledger import Task

AT_ONCE = 500
CAME_BACK = "its captures are read one by one"
NEVER = "the archive has no capture of it that can be read"


def settle(job: Job) -> None:
    """Tell of each address whether its article came back; in the recorder's thread."""
    storage, run = job.recorder.storage, job.recorder.run
    while tasks := storage.lease(run, AT_ONCE, THE_REST, once=False):
        at = job.clock()
        keys = {task.link.key for task in tasks if task.link.key is not None}
        known = storage.known(run, keys, at)
        storage.save(run, [], [_visit(task, known, at) for task in tasks])


def _visit(task: Task, known: set[str], at: datetime) -> Visit:
    outcome, reason = (
        (Outcome.DUPLICATE, CAME_BACK) if task.link.key in known else (Outcome.NOT_IN_SOURCE, NEVER)
    )
    return Visit(task=task, at=at, outcome=outcome, reason=reason)
