"""robots.txt: asked once a host, obeyed, kept like every other exchange."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http.request import NO_CALLBACK

from archiver.crawling import answers
from archiver.crawling.job import Job

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

AGENT = "archiver"
"""The name by which robots.txt knows us."""
MOST = 500_000
"""Bytes that are read; RFC 9309 asks for as many at least."""
UNTOUCHED = {"dont_obey_robotstxt": True}


class RobotsMiddleware:
    """Refuses what robots.txt forbids, and waits as long as it asks.

    One that answers 4xx allows everything. One that answers with a server error, or not at all,
    allows nothing (RFC 9309, 2.3.1.4), and is asked again by the next request.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._engine: Any = None
        self._crawler = crawler
        self._longest = Job.of(crawler).settings.crawl.longest_crawl_delay
        self._rules: dict[str, asyncio.Future[Protego]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Build the middleware of a crawler."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or raise ``Forbidden`` or ``Unreadable``."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self._rules_for(request.url)
        if not rules.can_fetch(request.url, AGENT):
            message = "robots.txt forbids it"
            raise answers.Forbidden(message)

    async def _rules_for(self, url: str) -> Protego:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._ask(origin))
        try:
            return await self._rules[origin]
        except Exception as error:
            self._rules.pop(origin, None)
            message = f"robots.txt cannot be read: {answers.of_error(error).reason}"
            raise answers.Unreadable(message) from error

    async def _ask(self, origin: str) -> Protego:
        engine: Any = self._crawler.engine
        request = Request(f"{origin}/robots.txt", meta=UNTOUCHED, callback=NO_CALLBACK)
        try:
            response = await engine.download_async(request)
        except IgnoreRequest as error:
            if "redirections" not in str(error):
                raise
            message = "redirects without end"
            raise answers.Unreadable(message) from error
        rules = Protego.parse(_text(response))
        self._slow_down(urlsplit(origin).hostname or "", rules.crawl_delay(AGENT))
        return rules

    def _slow_down(self, host: str, delay: float | None) -> None:
        engine: Any = self._crawler.engine
        slot = engine.downloader.slots.get(host)
        if delay and slot is not None and delay > slot.delay:
            slot.delay = min(delay, self._longest)
            slot.jitter = 0.0


def _text(response: Response) -> str:
    passing = answers.of_status(response.status)
    if passing is not None and passing.passing:
        raise answers.Unreadable(passing.reason)
    return (
        response.body[:MOST].decode("utf-8", "replace") if response.status == HTTPStatus.OK else ""
    )
