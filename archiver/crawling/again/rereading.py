"""Rereading: kept captures are read as a crawl reads answers, and nobody is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.settings import Settings as ScrapySettings
from scrapy.statscollectors import DummyStatsCollector

from archiver.crawling import answers
from archiver.crawling.answers import Ending
from archiver.crawling.loader import site_spider
from archiver.crawling.settings import of_job
from archiver.crawling.sources.replay import response_of
from archiver.ledger import Outcome
from archiver.webarchives.mementos import original

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from archiver.captures import Recorded
    from archiver.crawling.job import Job
    from archiver.crawling.spider import SiteSpider
    from archiver.ledger import Task, Visit
    from archiver.registry import Registry

CUT = {"length", "time", "disconnect"}
"""Why an answer is cut whose download counted as failed."""


@dataclass(frozen=True, slots=True)
class Rereader:
    """The spider of a site, at work on captures instead of answers."""

    spider: SiteSpider
    decoder: HttpCompressionMiddleware

    @classmethod
    def of(cls, registry: Registry, job: Job) -> Self:
        """Return the rereader of a job's site."""
        kind = site_spider(registry, type(job.parser))
        spider = kind()
        spider.take(job)
        crawler = Crawler(kind, ScrapySettings(of_job(job)))
        crawler.stats = DummyStatsCollector(crawler)
        return cls(spider, HttpCompressionMiddleware.from_crawler(crawler))

    def visit(self, task: Task, recorded: Recorded) -> Visit:
        """Return what a capture tells of an address: as it was when it was first read."""
        capture = recorded.capture
        task = replace(
            task,
            etag=recorded.etag,
            last_modified=recorded.last_modified,
            original=capture,  # there is one, or the server was not asked whether it had changed
        )
        request = self.spider.request(task)
        request.meta.update(capture=capture.record_id, captured_at=capture.at)
        ending, response = self._read(task, request, recorded)
        return replace(self.spider.visit_of(request, ending, response), retry_at=None)

    def _read(
        self, task: Task, request: Request, recorded: Recorded
    ) -> tuple[Ending, Response | None]:
        stored, truncated = recorded.response, recorded.capture.truncated
        if stored is None or truncated in CUT:
            reason = recorded.trouble or f"the capture is cut: {truncated}"
            return Ending(outcome=Outcome.FAILED, reason=reason), None
        try:
            response = self._decoded(request, response_of(original(request.url), stored))
        except Exception as error:  # noqa: BLE001  # whatever a broken coding raises
            return answers.of_error(error), None
        return self.spider.reader.read(task, response), response

    def _decoded(self, request: Request, response: Response) -> Response:
        decoded = self.decoder.process_response(request, response)
        decoded.request = request  # type: ignore[union-attr]  # a response stays one
        return decoded  # type: ignore[return-value]  # the same
