"""Walking a source without Scrapy's engine, which runs once in a process and asks the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.captures import Recorded
from archiver.crawling import answers
from archiver.errors import SourceError
from archiver.ledger import Kind, Outcome, Visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from archiver.captures import Capture, Source
    from archiver.crawling.again.rereading import Rereader
    from archiver.ledger import Run, Task
    from archiver.storage import Storage

AT_ONCE = 48
"""Tasks that are leased and saved at once."""


def walk(
    storage: Storage, rereader: Rereader, source: Source, run: Run, clock: Callable[[], datetime]
) -> None:
    """Visit what the ledger leases, from where the site begins, until the walk ends."""
    limit, articles = rereader.spider.job.walk.limit, 0
    storage.add(run, list(rereader.spider.seeds()))
    while tasks := storage.lease(run, AT_ONCE, clock(), once=False):
        captures: list[Capture] = []
        visits: list[Visit] = []
        for task in tasks:
            if limit is not None and articles >= limit:
                break
            visit = _visit(rereader, source, task, captures, clock())
            articles += task.link.kind is Kind.ARTICLE and visit.outcome is not Outcome.LATER
            visits.append(visit)
        storage.save(run, captures, visits)
        if len(visits) < len(tasks):
            break


def _visit(
    rereader: Rereader, source: Source, task: Task, captures: list[Capture], at: datetime
) -> Visit:
    unwanted = rereader.spider.unwanted(task)
    if unwanted is not None:
        return Visit(task=task, at=at, outcome=Outcome.LATER, reason=unwanted)
    try:
        stored = source.find(task.link.url, task.link.form)
    except SourceError as error:
        ending = answers.of_error(error)
        return Visit(task=task, at=at, outcome=ending.outcome, reason=ending.reason)
    captures.append(stored.capture)
    return rereader.visit(task, Recorded(capture=stored.capture, response=stored))
