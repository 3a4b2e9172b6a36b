"""Pages read in processes of their own: parsers are pure, so every core can read."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from archiver.captures import Recorded
from archiver.crawling.again.rereading import Rereader
from archiver.crawling.job import Job
from archiver.crawling.recorder import Recorder
from archiver.crawling.walk import Walk
from archiver.errors import SourceError
from archiver.registry import Registry, load_plugins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver.captures import Capture, CaptureStore
    from archiver.ledger import Link, Task, Visit
    from archiver.parsing.page import Page
    from archiver.settings import Settings

    Kept = tuple[Task, Capture, Capture | None]
    """A task, the capture that answers it, and the one that holds its payload."""

AHEAD = 2
"""Batches that wait for each process, so that none waits for the next."""
WORTH = 16
"""Batches that are read in less time than it takes to start processes."""


@dataclass(slots=True)
class PageReader:
    """Reads kept pages of a site, without their links."""

    settings: Settings
    site: str
    _made: tuple[CaptureStore, Rereader] | None = field(default=None)

    def read(self, kept: Iterable[Kept]) -> list[Visit]:
        """Return what today's parser reads on each page."""
        captures, rereader = self._made = self._made or self._make()
        visits: list[Visit] = []
        for task, capture, original in kept:
            try:
                stored = captures.read(capture, original)
                recorded = Recorded(capture=capture, response=stored)
            except SourceError as error:
                recorded = Recorded(capture=capture, trouble=str(error))
            visits.append(replace(rereader.visit(task, recorded), content=False))
        return visits

    def _make(self) -> tuple[CaptureStore, Rereader]:
        registry = Registry(load_plugins(self.settings.disabled_plugins))
        folder = self.settings.folder.resolve()
        storage = registry.storage(self.settings, folder)
        job = Job(
            parser=registry.parser(self.site),
            walk=Walk(),
            settings=self.settings,
            recorder=Recorder(storage, None),
        )
        rereader = Rereader.of(registry, job)
        rereader.spider.reader.follow = _nowhere
        return registry.captures(self.settings, folder), rereader


def _nowhere(task: Task, page: Page) -> Iterable[Link]:
    del task, page
    return ()


def cores() -> int:
    """Return how many processes can work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(
    reader: PageReader, batches: Iterator[list[Kept]], processes: int | None
) -> Iterator[list[Visit]]:
    """Yield what is read on each batch of pages, in their order; few wait in memory.

    Unless told how many, as many processes read as there are cores, if there is enough to read.
    """
    if processes is None:
        first = list(islice(batches, WORTH))
        batches = chain(first, batches)
        processes = cores() if len(first) == WORTH else 1
    if processes == 1:
        yield from map(reader.read, batches)
        return
    context = multiprocessing.get_context("spawn")  # a fork would take our threads' locks along
    with ProcessPoolExecutor(processes, context, _begin, (reader,)) as pool:
        futures = deque(pool.submit(_read, kept) for kept in islice(batches, processes * AHEAD))
        while futures:
            visits = futures.popleft().result()
            futures.extend(pool.submit(_read, kept) for kept in islice(batches, 1))
            yield visits


_READERS: list[PageReader] = []
"""The reader of this process, where it is one of many."""


def _begin(reader: PageReader) -> None:
    _READERS.append(reader)


def _read(kept: list[Kept]) -> list[Visit]:
    return _READERS[0].read(kept)
