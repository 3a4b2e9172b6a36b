"""robots.txt: obeyed, kept like every other exchange, and closed when it cannot be read."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.robotstxt import ProtegoRobotParser

from archiver.crawling.answers import Forbidden
from archiver.crawling.job import Job

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

UNREADABLE = b"User-agent: *\nDisallow: /\n"
"""What holds where robots.txt exists, as far as one knows, and cannot be read (RFC 9309, 2.3.1)."""
AGENT = "archiver"
"""The name by which robots.txt knows us."""


class ObedientMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware, with the two cases that it lets pass.

    A robots.txt that answers with a server error, or not at all, forbids everything; one that
    answers 4xx allows everything. A Crawl-delay slows the crawl down, never up.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._crawl = Job.of(crawler).settings.crawl
        self._robotstxt_useragent = AGENT
        self._unreadable: set[str] = set()

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Refuse what robots.txt does not allow."""
        host = urlsplit(request.url).netloc
        if host in self._unreadable:
            message = "robots.txt cannot be read, so nothing is allowed"
            raise Forbidden(message)
        if rp is not None and not rp.allowed(request.url, AGENT):
            message = "robots.txt forbids it"
            raise Forbidden(message)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._unreadable.add(netloc)
            response = response.replace(body=UNREADABLE)
        elif response.status != HTTPStatus.OK:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        self._slow_down(self._parsers[netloc], netloc)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unreadable.add(netloc)
        super()._robots_error(exc, netloc)

    def _slow_down(self, parser: object, netloc: str) -> None:
        if not isinstance(parser, ProtegoRobotParser):
            return
        asked = parser.rp.crawl_delay(AGENT)
        engine: Any = self.crawler.engine
        slot = engine.downloader.slots.get(urlsplit(f"//{netloc}").hostname)
        if asked and slot is not None and asked > slot.delay:
            slot.delay = min(float(asked), self._crawl.longest_crawl_delay)
            slot.jitter = 0.0
