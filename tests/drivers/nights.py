"""Many nights of crawling in one process, each at a time of its own."""

from __future__ import annotations

import asyncio
import gc
import io
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor

from archiver.crawling import settings as crawling
from archiver.crawling.runs.crawl import Crawl

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Nights:
    """Crawls of one site with the same settings (``name=value``)."""

    site: str
    overrides: list[str]

    async def crawl(self, at: datetime, **arguments: str) -> tuple[int, str]:
        """Crawl as if it was that time; return the exit code and the summary."""
        began, told = time.monotonic(), io.StringIO()
        crawl = Crawl(
            self.site,
            arguments,
            self.overrides,
            Console(file=told, width=200),
            lambda: at + timedelta(seconds=time.monotonic() - began),
        )
        settings = Settings()
        settings.setmodule(crawling, priority="project")
        code = await crawl.run_in(AsyncCrawlerRunner(settings))
        return code, told.getvalue()


def live(story: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine to its end in the loop that Scrapy needs; once in a process."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor as installed  # noqa: PLC0415  # only now it is

    gc.freeze()  # what is imported will never be garbage
    reactor: Any = installed
    ended: asyncio.Future[T] | None = None

    def begin() -> None:
        nonlocal ended
        ended = asyncio.ensure_future(story())
        ended.add_done_callback(lambda _: reactor.stop())

    reactor.callWhenRunning(begin)
    reactor.run()
    if ended is None:
        message = "the loop did not begin"
        raise RuntimeError(message)
    return ended.result()
