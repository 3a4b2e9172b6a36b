"""The scheduler: hands out what the ledger leases, and nothing else."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Self, cast

from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.defer import deferred_from_coro

from archiver.crawling.job import Job
from archiver.crawling.sources.holdings import THE_REST
from archiver.errors import ArchiverError
from archiver.ledger import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

    from archiver.crawling.spider import SiteSpider
    from archiver.ledger import Settled, Task, Visit

LEASE = 48
"""Tasks that are leased at once."""
POLL = 0.05
"""Least seconds until the ledger is asked again for a task that is not due."""


class LedgerScheduler(BaseScheduler):
    """Leases tasks from the ledger in the recorder's thread and queues them as requests.

    No URL waits in memory but those leased: a killed run loses nothing, a site of any size needs
    no more memory than a small one.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._job = Job.of(crawler)
        self._queue: deque[Request] = deque()
        self._leasing: asyncio.Task[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._leaving: set[asyncio.Task[None]] = set()
        self._dry = False
        self._articles = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the scheduler of a crawler."""
        return cls(crawler)

    def open(self, spider: Spider) -> Deferred[None]:
        """Put the spider's seeds into the ledger, and count what a run taken up has visited."""
        self._job.recorder.listen(self._wake)
        return deferred_from_coro(self._seed(cast("SiteSpider", spider)))

    async def _seed(self, spider: SiteSpider) -> None:
        await self._job.recorder.add(list(self._job.seeds(spider.seeds)))
        self._articles = await self._job.recorder.visited()

    def close(self, reason: str) -> None:
        """Stop leasing."""
        del reason
        for waiting in (self._leasing, self._alarm):
            if waiting is not None:
                waiting.cancel()

    def has_pending_requests(self) -> bool:
        """Tell whether the ledger may still lease a task."""
        waiting = self._queue or self._leasing or self._alarm or self._leaving
        return bool(waiting) or not self._dry

    def enqueue_request(self, request: Request) -> bool:
        """Refuse: what a spider finds goes into the ledger, not into a queue beside it."""
        message = f"{request.url} is not in the ledger; yield links, not requests"
        raise ArchiverError(message)

    def next_request(self) -> Request | None:
        """Return the next leased task as a request, and lease more in good time.

        What is leased when the hours of the site are over is left for the next run.
        """
        late = self._job.asks_too_late()
        if late is not None:
            self._dry = True
            self._queue.clear()
            self._job.rest(self._crawler, late)
            return None
        if len(self._queue) < LEASE // 4 and not self._dry and self._leasing is None:
            self._leasing = asyncio.get_running_loop().create_task(self._lease())
        return self._queue.popleft() if self._queue else None

    @property
    def _full(self) -> bool:
        limit = self._job.walk.limit
        return limit is not None and self._articles >= limit

    def _wake(self, settled: Sequence[Settled]) -> None:
        """Look into the ledger again: a saved visit brought new tasks, or is to be retried."""
        if any(s.discovered or s.outcome is None for s in settled):
            self._dry = self._full

    def _ring(self) -> None:
        self._alarm = None
        self._dry = False
        self._nudge()

    def _nudge(self) -> None:
        self._crawler.engine._slot.nextcall.schedule()  # type: ignore[union-attr]  # noqa: SLF001  # Scrapy would look in 5 s

    async def _lease(self) -> None:
        try:
            await self._fill()
        except ArchiverError as error:
            self._dry = True
            self._job.stop(self._crawler, error)
        finally:
            self._leasing = None
            self._nudge()

    async def _fill(self) -> None:
        self._dry = True  # unless the lease, or a visit saved meanwhile, shows otherwise
        live, full = self._job.live, self._job.walk.full
        tasks = await self._job.recorder.lease(
            LEASE, self._job.clock(), once=live, due_only=live and not full
        )
        for task in tasks:
            self._take(task)
        if tasks:
            self._dry = self._full
        elif (due := await self._due()) is not None and self._alarm is None:
            seconds = max(POLL, (due - self._job.clock()).total_seconds())
            self._alarm = asyncio.get_running_loop().call_later(seconds, self._ring)

    def _leave(self, spider: SiteSpider, visit: Visit) -> None:
        """Save what is not visited; until then the crawl does not end."""
        saving = asyncio.get_running_loop().create_task(spider.leave(visit))
        self._leaving.add(saving)
        saving.add_done_callback(self._left)

    def _left(self, saving: asyncio.Task[None]) -> None:
        self._leaving.discard(saving)
        if not self._leaving:
            self._nudge()

    async def _due(self) -> datetime | None:
        """Return when something is due that this walk asks for."""
        due = await self._job.recorder.due()
        return due if due is not None and due < THE_REST else None

    def _take(self, task: Task) -> None:
        """Queue a task, or settle it unvisited if this walk does not want it.

        What is leased beyond the limit stays leased, and is left for later at the run's end.
        """
        spider = cast("SiteSpider", self._crawler.spider)
        aside = self._job.aside(task, spider.unwanted)
        if aside is not None:
            self._leave(spider, aside)
        elif not self._full:
            self._articles += task.link.kind is Kind.ARTICLE and task.attempt == 1
            self._queue.append(spider.request(task))
