"""The spider: visits the tasks of the ledger, each ending in exactly one saved visit."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import FormRequest, Request, Spider
from scrapy.exceptions import CloseSpider

from archiver.crawling import answers
from archiver.crawling.job import Job, now
from archiver.errors import ArchiverError, PageBlocked, PageError, PageNotFound, SourceError
from archiver.ledger import Kind, Link, Outcome, Visit
from archiver.page import Page
from archiver.validation import examine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from archiver.article import Article
    from archiver.ledger import Task
    from archiver.parser import Parser

REDIRECTS = {301, 302, 303, 307, 308}


class SiteSpider(Spider):
    """Visits what the ledger leases; children decide how a site is walked.

    The site's parser is bound to a child class by the spider loader.
    """

    parser_class: ClassVar[type[Parser]]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        """Build the spider; its arguments have been read into the job's walk."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.job = Job.of(crawler)
        spider.parser = spider.job.parser
        spider.blocks = 0
        return spider

    job: Job
    parser: Parser
    blocks: int

    # --- what children say

    @abstractmethod
    def seeds(self) -> Iterable[Link]:
        """Return where the walk begins."""

    @abstractmethod
    def follow(self, task: Task, page: Page) -> Iterable[Link]:
        """Return the links of a page that belong to the walk."""

    @abstractmethod
    def unwanted(self, task: Task) -> str | None:
        """Return why a leased task is left for a later run, ``None`` to visit it."""

    # --- requests

    async def start(self) -> AsyncIterator[Any]:
        """Yield nothing: the seeds are in the ledger before the spider starts."""
        for nothing in ():
            yield nothing

    def request(self, task: Task) -> Request:
        """Return the request that visits a task."""
        options: dict[str, Any] = {
            "callback": self.visit,
            "errback": self.fail,
            "meta": {"task": task, "dont_redirect": True, "handle_httpstatus_all": True},
            "dont_filter": True,
        }
        if not task.link.form:
            return Request(task.link.url, **options)
        headers = {"X-Requested-With": "XMLHttpRequest"}
        return FormRequest(task.link.url, formdata=task.link.form, headers=headers, **options)

    def leave(self, task: Task, reason: str) -> None:
        """Settle a task unvisited, for a later run."""
        visit = Visit(task=task, at=now(), outcome=Outcome.LATER, reason=reason)
        asyncio.ensure_future(self.job.recorder.record(visit))  # noqa: RUF006  # the batch holds it

    # --- answers

    async def visit(self, response: Response) -> AsyncIterator[Article]:
        """Read a response, save the visit, and yield the record, if it has one."""
        visit = self._read(response)
        await self._save(visit)
        if visit.article is not None:
            yield visit.article

    async def fail(self, failure: Failure) -> None:
        """Save the visit of a download that failed."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        if isinstance(failure.value, SourceError) and not _ends_visit(failure.value):
            await self.job.stop(self.crawler, failure.value)
            return
        await self._save(self._ended(request, answers.of_error(failure.value)))

    def _read(self, response: Response) -> Visit:
        request = response.request
        assert request is not None  # noqa: S101  # Scrapy sets it
        ending = answers.of_status(response.status)
        if response.status in REDIRECTS:
            return self._redirected(request, response)
        if ending is not None:
            retry_after = response.headers.get("Retry-After")
            return self._ended(request, ending, retry_after.decode() if retry_after else None)
        try:
            visit = self._content(request.meta["task"], _page(response))
        except PageBlocked as error:
            blocked = answers.Ending(
                outcome=Outcome.FAILED, reason=f"blocked: {error}", passing=True, blocked=True
            )
            return self._ended(request, blocked)
        except PageError as error:
            outcome = Outcome.NOT_ARTICLE if isinstance(error, PageNotFound) else Outcome.REJECTED
            return self._ended(request, answers.Ending(outcome=outcome, reason=str(error)))
        self.blocks = 0
        return visit
