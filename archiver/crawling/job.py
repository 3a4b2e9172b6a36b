"""A job: one run of one site, with everything that its parts need to know."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, cast

from archiver.errors import ArchiverError, SettingsError
from archiver.health.ailments import THE_SITE, refusal
from archiver.hours import Hours
from archiver.ledger import Kind, Outcome, Visit
from archiver.webarchives.mementos import ELSEWHERE, is_archived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scrapy.crawler import Crawler

    from archiver.captures import Source
    from archiver.crawling.recorder import Recorder
    from archiver.crawling.sources.holdings import Holdings
    from archiver.crawling.walk import Walk
    from archiver.ledger import Link, Task
    from archiver.parsing.parser import Parser
    from archiver.settings import Settings

KEY = "ARCHIVER_JOB"
"""Name under which the job stands in Scrapy's settings."""


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class Job:
    """One run of one site: its parser, its walk, its recorder and its source.

    That is a ``source`` of captures, what a web archive has as its ``holdings``, or the live web.

    ``clock`` tells the time. Articles first seen before ``known_before`` stand in lists that were
    read to their end; without it every list is read. With ``mended``, the parser is another than
    in the last run. ``trouble`` is the first error that ended the run early, ``blocked`` why the
    site was left alone, ``resting`` why it is not asked now.
    """

    parser: Parser
    walk: Walk
    settings: Settings
    recorder: Recorder
    source: Source | None = None
    holdings: Holdings | None = None
    clock: Callable[[], datetime] = now
    mended: bool = False
    known_before: datetime | None = None
    trouble: ArchiverError | None = None
    blocked: str | None = None
    resting: str | None = None
    sections_seen: set[str] = field(default_factory=set)
    _closing: asyncio.Future[None] | None = None

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Return the job that a crawler works on."""
        job = crawler.settings.get(KEY)
        if job is None:
            message = "a site is crawled with `scrapy crawl SITE`; other commands have no archive"
            raise SettingsError(message)
        return cast("Self", job)

    def stop(self, crawler: Crawler, trouble: ArchiverError) -> None:
        """End the run early; the first trouble is the one that is told."""
        self.trouble = self.trouble or trouble
        self.close(crawler, type(trouble).__name__)

    def close(self, crawler: Crawler, reason: str) -> None:
        """Ask Scrapy to end the crawl; what is in flight is finished first.

        Not awaited: who calls this is in flight itself.
        """
        engine: Any = crawler.engine
        if engine.spider is not None and self._closing is None:
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=reason))

    def seeds(self, own: Callable[[], Iterable[Link]]) -> Iterable[Link]:
        """Return where the walk begins: in the index of a web archive, else where the site does."""
        return own() if self.holdings is None else self.holdings.seeds()

    def aside(self, task: Task, unwanted: Callable[[Task], str | None]) -> Visit | None:
        """Return what becomes of a task that this walk does not visit, ``None`` where it does."""
        at = self.clock()
        if self.holdings is not None:
            return self.holdings.aside(task, at)
        if is_archived(task.link.url):
            return Visit(task=task, at=at, outcome=Outcome.NOT_DUE, reason=ELSEWHERE)
        reason = unwanted(task)
        if reason is None:
            return None
        return Visit(task=task, at=at, outcome=Outcome.LATER, reason=reason)

    def refusal(self, reason: str) -> str:
        """Tell that whoever is asked refuses."""
        return refusal(self.asked, reason)

    def asks_too_late(self) -> str | None:
        """Return why the site may not be asked at this hour, ``None`` where it may."""
        hours = self.settings.site(self.parser.name).hours
        if hours is None or not self.live or Hours.of(hours).cover(self.clock()):
            return None
        return f"outside sites.{self.parser.name}.hours, {hours}"

    def rest(self, crawler: Crawler, reason: str) -> None:
        """End the run early, without anything being wrong."""
        self.resting = reason
        self.close(crawler, "resting")

    def leave_alone(self, crawler: Crawler, reason: str) -> None:
        """End the run early since whoever is asked refuses."""
        self.blocked = self.blocked or reason
        self.close(crawler, "blocked")

    def asks_whether_changed(self, link: Link) -> bool:
        """Whether an address is asked for its content only if it has changed.

        A list is not in a walk that needs its links: one that goes further than those before it,
        or that is to tell which sections there are, or by a parser that may find others. What
        stands in no section, such as the front page, leads to the sections and is always asked for.
        """
        if link.kind is Kind.ARTICLE:
            return self.live
        known = self.known_before is not None and link.section is not None
        return self.live and known and not self.walk.narrow and not self.mended

    @property
    def asked(self) -> str:
        """Who is asked, in a word."""
        return THE_SITE if self.holdings is None else "the archive"

    @property
    def live(self) -> bool:
        """Whether the live web is asked."""
        return self.source is None and self.holdings is None
