"""The spider: visits the tasks of the ledger, each ending in exactly one saved visit."""

from __future__ import annotations

from abc import abstractmethod
from collections import deque
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from scrapy import FormRequest, Request, Spider

from archiver.crawling import answers
from archiver.crawling.job import Job
from archiver.crawling.reading import A_LIST, Reader
from archiver.crawling.sources.listings import ArchiveReader
from archiver.errors import StorageError
from archiver.ledger import Kind, Outcome, Visit
from archiver.lifecycle import Presence
from archiver.webarchives.mementos import INDEX
from archiver.webarchives.webarchive import Elsewhere

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterable, Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from archiver.article import Article
    from archiver.crawling.answers import Ending
    from archiver.crawling.reading import Follow
    from archiver.ledger import Link, Task
    from archiver.parsing.page import Page
    from archiver.parsing.parser import Parser

WINDOW = 4
"""One in so many answers refused: then what was refused is not by chance."""


class SiteSpider(Spider):
    """Visits what the ledger leases; children decide how a site is walked.

    The site's parser is bound to a child class by the spider loader.
    """

    parser_class: ClassVar[type[Parser]]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        """Build the spider; its arguments have been read into the job's walk."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.take(Job.of(crawler))
        return spider

    def take(self, job: Job) -> None:
        """Work on a job."""
        self.job, self.parser = job, job.parser
        self.reader = _reader(job, self.follow)
        self._refusals = deque(maxlen=job.settings.crawl.blocks * WINDOW)

    job: Job
    parser: Parser
    reader: Reader
    _refusals: deque[bool]

    # --- what children say

    @abstractmethod
    def seeds(self) -> Iterable[Link]:
        """Return where the walk begins."""

    @abstractmethod
    def follow(self, task: Task, page: Page) -> Iterable[Link]:
        """Return the links of a page that belong to the walk."""

    async def chosen(self, task: Task, links: Sequence[Link]) -> Iterable[Link]:
        """Return those links of a page that the archive still needs: all, unless a child knows."""
        del task
        return links

    @abstractmethod
    def unwanted(self, task: Task) -> str | None:
        """Return why a leased task is left for a later run, ``None`` to visit it."""

    # --- requests

    async def start(self) -> AsyncIterator[Any]:
        """Yield nothing: the seeds are in the ledger before the spider starts."""
        requests: tuple[Request, ...] = ()
        for request in requests:
            yield request

    def request(self, task: Task) -> Request:
        """Return the request that visits a task."""
        options: dict[str, Any] = {
            "callback": self.visit,
            "errback": self.fail,
            "meta": {"task": task, "dont_redirect": True, "handle_httpstatus_all": True},
            "dont_filter": True,
        }
        if not task.link.form:
            headers = task.validators if self.job.asks_whether_changed(task.link) else {}
            return Request(task.link.url, headers=headers, **options)
        headers = {"X-Requested-With": "XMLHttpRequest"}
        return FormRequest(task.link.url, formdata=task.link.form, headers=headers, **options)

    async def leave(self, visit: Visit) -> None:
        """Save what becomes of a task that is not visited."""
        await self._attempt(self.job.recorder.record(visit))

    # --- answers

    async def visit(self, response: Response) -> AsyncIterator[Article]:
        """Read a response, save the visit, and yield the record, if it has one."""
        request = cast("Request", response.request)
        ending = self.reader.read(request.meta["task"], response)
        if await self._end(request, ending, response) and ending.article is not None:
            yield ending.article

    async def fail(self, failure: Failure) -> None:
        """Save the visit of a download that failed."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        ending = answers.of_error(cast("BaseException", failure.value))
        if isinstance(failure.value, Elsewhere):
            link = replace(request.meta["task"].link, url=failure.value.memento.address)
            ending = replace(ending, links=(link,))
        await self._end(request, ending)

    async def _end(
        self, request: Request, ending: Ending, response: Response | None = None
    ) -> bool:
        """Save the visit; tell whether that went well."""
        refused, why = self._refuses(ending), ending.reason or "blocked"
        if refused:
            ending = replace(ending, reason=self.job.refusal(why), passing=False)
        saved = await self._attempt(self._record(request, ending, response))
        if refused:
            self.job.leave_alone(self.crawler, why)
        return saved

    async def _record(self, request: Request, ending: Ending, response: Response | None) -> None:
        if ending.links:
            links = await self.chosen(request.meta["task"], ending.links)
            ending = replace(ending, links=tuple(links))
        await self.job.recorder.record(self.visit_of(request, ending, response))

    async def _attempt(self, saving: Awaitable[object]) -> bool:
        """Wait for what is saved; end the run where it cannot be."""
        try:
            await saving
        except StorageError as error:
            self.job.stop(self.crawler, error)
            return False
        return True

    def visit_of(self, request: Request, ending: Ending, response: Response | None) -> Visit:
        """Return the visit that ends so."""
        task: Task = request.meta["task"]
        header = partial(_header, response)
        retry = (
            answers.retry_at(
                self.job.settings.crawl, task.attempt, self.job.clock(), header("Retry-After")
            )
            if ending.passing and self.job.source is None
            else None
        )
        return Visit(
            task=task,
            at=request.meta.get("captured_at") or self.job.clock(),
            capture=request.meta.get("capture"),
            links=ending.links,
            article=ending.article,
            outcome=ending.outcome,
            reason=_reason(request, ending),
            retry_at=retry,
            parser=self.parser.label if ending.article or ending.absent else None,
            etag=header("ETag"),
            last_modified=header("Last-Modified"),
            presence=_presence(task, ending),
            content=self._is_content(task, ending),
            leads=None if self.job.walk.narrow else ending.leads,
        )

    def _is_content(self, task: Task, ending: Ending) -> bool:
        """Tell whether a page is known in full: as a record, or with all links of a whole walk.

        What a web archive has captured never changes.
        """
        if self.job.holdings is not None:
            return not task.link.url.endswith(INDEX) and ending.outcome is not Outcome.FAILED
        if not self.job.live:
            return False
        if ending.article is not None or ending.unchanged:
            return True
        read = task.link.kind is Kind.LIST and ending.reason == A_LIST
        return read and not self.job.walk.narrow

    def _refuses(self, ending: Ending) -> bool:
        """Tell whether the site has refused so often of late that it is left alone."""
        self._refusals.append(ending.blocked)
        return ending.blocked and sum(self._refusals) >= self.job.settings.crawl.blocks


def _reader(job: Job, follow: Follow) -> Reader:
    largest = job.settings.crawl.max_bytes
    if job.holdings is None:
        return Reader(parser=job.parser, follow=follow, largest=largest)
    return ArchiveReader(parser=job.parser, follow=follow, largest=largest, holdings=job.holdings)


def _reason(request: Request, ending: Ending) -> str | None:
    """Return the ending's reason, and what is to be noted of the capture."""
    return "; ".join(filter(None, (ending.reason, request.meta.get("note")))) or None


def _presence(task: Task, ending: Ending) -> Presence | None:
    if task.link.kind is not Kind.ARTICLE:
        return None
    if ending.unchanged:
        return Presence.UNCHANGED
    return Presence.ABSENT if ending.absent else None


def _header(response: Response | None, name: str) -> str | None:
    value = response.headers.get(name) if response is not None else None
    return value.decode("latin-1") if value else None
