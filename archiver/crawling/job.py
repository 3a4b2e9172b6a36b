"""A job: one run of one site, with everything that its parts need to know."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING, Any, Self, cast

from archiver import selection
from archiver.errors import ArchiverError, SettingsError
from archiver.health.ailments import THE_SITE, refusal
from archiver.hours import Hours
from archiver.ledger import LIVE, Kind, Outcome, Visit
from archiver.webarchives.mementos import is_archived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scrapy.crawler import Crawler

    from archiver.captures import Source
    from archiver.crawling.recorder import Recorder
    from archiver.crawling.sources.holdings import Holdings
    from archiver.ledger import Link, Task
    from archiver.parsing.parser import Parser
    from archiver.settings import Settings

KEY = "ARCHIVER_JOB"
"""Name under which the job stands in Scrapy's settings."""
ELSEWHERE = "of a web archive, which this run does not ask"
VIET_NAM = timezone(timedelta(hours=7))


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Which part of a site a run walks: the spider's arguments, read.

    ``captured_from`` and ``captured_to`` choose captures of a web archive by their day.
    """

    sections: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    limit: int | None = None
    source: str = LIVE
    captured_from: date | None = None
    captured_to: date | None = None
    dry: bool = False
    full: bool = False

    def covers(self, other: Walk) -> bool:
        """Whether this walk reads every list as far back as the other one."""
        back = self.since is None or (other.since is not None and self.since <= other.since)
        wide = not self.sections or (bool(other.sections) and other.sections <= self.sections)
        return back and wide

    @property
    def narrow(self) -> bool:
        """Whether links of the site are left out."""
        return bool(self.sections or self.since or self.until)

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Self:
        """Read ``-a NAME=VALUE`` arguments. Raises ``SettingsError`` for what is none."""
        unknown = sorted(arguments.keys() - set(READERS))
        if unknown:
            message = f"there is no argument {unknown[0]!r}; a crawl takes {', '.join(READERS)}"
            raise SettingsError(message)
        read = {name: READERS[name](text) for name, text in arguments.items()}
        walk = cls(**{FIELDS.get(name, name): value for name, value in read.items()})
        if walk.since and walk.until and walk.since > walk.until:
            message = f"since={arguments['since']} is later than until={arguments['until']}"
            raise SettingsError(message)
        return walk


def _sections(text: str) -> frozenset[str]:
    slugs = frozenset(filter(None, (slug.strip(" /") for slug in text.split(","))))
    if not slugs:
        message = "sections names none; give slugs as in the addresses: sections=tin-tuc,thong-bao"
        raise SettingsError(message)
    return slugs


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        message = f"{text!r} is no day; give it as 2018-03-27"
        raise SettingsError(message) from None


def _since(text: str) -> datetime:
    return datetime.combine(_day(text), datetime.min.time(), VIET_NAM)


def _until(text: str) -> datetime:
    return datetime.combine(_day(text), datetime.max.time(), VIET_NAM)


def _limit(text: str) -> int:
    if text.strip().isdecimal() and int(text) > 0:
        return int(text)
    message = f"limit={text} is no number of articles; give 1 or more"
    raise SettingsError(message)


def _yes(name: str, text: str) -> bool:
    if text.strip().lower() in {"1", "true", "yes", "0", "false", "no"}:
        return text.strip().lower() in {"1", "true", "yes"}
    message = f"{name}={text} is neither yes nor no"
    raise SettingsError(message)


FIELDS = {"from": "captured_from", "to": "captured_to"}
"""Arguments whose field is called otherwise."""
READERS: dict[str, Any] = {
    "sections": _sections,
    "since": _since,
    "until": _until,
    "limit": _limit,
    "source": str.strip,
    "from": selection.day,
    "to": partial(selection.day, last=True),
    "dry": partial(_yes, "dry"),
    "full": partial(_yes, "full"),
}


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
