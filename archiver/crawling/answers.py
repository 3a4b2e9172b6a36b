"""Answers: what an HTTP status or a failed download means for a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from scrapy import exceptions

from archiver.errors import NotInSource, SourceError
from archiver.ledger import Outcome
from archiver.webarchives.webarchive import Busy, Withheld

if TYPE_CHECKING:
    from archiver.article import Article
    from archiver.ledger import Leads, Link
    from archiver.settings import CrawlSettings

GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
"""Beside every server error: what may be over when asked again."""


class Forbidden(exceptions.IgnoreRequest):
    """robots.txt does not allow the request."""


class Unreadable(exceptions.IgnoreRequest):
    """robots.txt cannot be read, so that nothing may be asked for the moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a visit ends: with an article, or with an outcome and its reason.

    ``links`` are those of the page that belong to the walk. A ``passing`` trouble is worth
    another try, a ``blocked`` one counts towards giving up the site. ``absent``: the portal says
    that there is nothing at the address; ``unchanged``: that it is as it was. ``leads`` is what a
    list leads to.
    """

    article: Article | None = None
    outcome: Outcome | None = None
    reason: str | None = None
    links: tuple[Link, ...] = ()
    passing: bool = False
    blocked: bool = False
    absent: bool = False
    unchanged: bool = False
    leads: Leads | None = None


TOO_LARGE = "larger than crawl.max_bytes"
KINDS: tuple[tuple[type[BaseException], Outcome, str | None, bool], ...] = (
    (Busy, Outcome.FAILED, None, True),
    (Withheld, Outcome.NOT_IN_SOURCE, None, False),
    (NotInSource, Outcome.NOT_IN_SOURCE, "the source does not hold it", False),
    (SourceError, Outcome.FAILED, None, False),
    (Forbidden, Outcome.REJECTED, None, False),
    (Unreadable, Outcome.FAILED, None, True),
    (exceptions.DownloadCancelledError, Outcome.FAILED, TOO_LARGE, False),
    (exceptions.IgnoreRequest, Outcome.FAILED, TOO_LARGE, False),  # when it is unpacked
    (exceptions.DownloadTimeoutError, Outcome.FAILED, "no answer in time", True),
    (exceptions.DownloadConnectionRefusedError, Outcome.FAILED, "connection refused", True),
    (exceptions.CannotResolveHostError, Outcome.FAILED, "host name not found", True),
    (exceptions.ResponseDataLossError, Outcome.FAILED, "answer cut short", True),
    (BaseException, Outcome.FAILED, None, True),
)
"""What raised, the outcome, its reason (the error's own words where none), whether it passes."""


def of_status(status: int) -> Ending | None:
    """Return what a status means for a visit, ``None`` where the page is to be read."""
    if status == HTTPStatus.OK:
        return None
    reason = f"HTTP {status} {_phrase(status)}".rstrip()
    if status in GONE:
        return Ending(outcome=Outcome.NOT_ARTICLE, reason=reason, absent=True)
    return Ending(
        outcome=Outcome.FAILED,
        reason=reason,
        passing=status in PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR,
        blocked=status == HTTPStatus.TOO_MANY_REQUESTS,
    )


def of_error(error: BaseException) -> Ending:
    """Return what a download that raised means for a visit."""
    _, outcome, reason, passing = next(row for row in KINDS if isinstance(error, row[0]))
    reason = reason or str(error) or type(error).__name__
    return Ending(outcome=outcome, reason=reason, passing=passing)


def retry_at(
    crawl: CrawlSettings, attempt: int, at: datetime, retry_after: str | None
) -> datetime | None:
    """Return when to try again, ``None`` where it is not worth waiting in this run.

    ``retry_after`` is the header of that name: seconds or an HTTP date.
    """
    if attempt > crawl.retries:
        return None
    asked = _seconds(retry_after, at) if retry_after else None
    wait = max(crawl.patience * 2 ** (attempt - 1), asked or 0.0)
    return at + timedelta(seconds=wait) if wait <= crawl.longest_wait else None


def _seconds(retry_after: str, at: datetime) -> float | None:
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        when = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return ((when if when.tzinfo else when.replace(tzinfo=UTC)) - at).total_seconds()


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
