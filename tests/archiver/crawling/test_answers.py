"""What a status or a failed download means, and when it is worth another try."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from scrapy import exceptions

from archiver.crawling import answers
from archiver.errors import NotInSource, SourceError
from archiver.ledger import Outcome
from archiver.settings import CrawlSettings

NOW = datetime(2025, 6, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "outcome", "passing", "blocked"),
    [
        (404, Outcome.NOT_ARTICLE, False, False),
        (410, Outcome.NOT_ARTICLE, False, False),
        (403, Outcome.FAILED, False, False),
        (429, Outcome.FAILED, True, True),
        (500, Outcome.FAILED, True, False),
        (503, Outcome.FAILED, True, False),
        (521, Outcome.FAILED, True, False),
    ],
)
def test_statuses(status: int, outcome: Outcome, *, passing: bool, blocked: bool) -> None:
    ending = answers.of_status(status)
    assert ending is not None
    assert (ending.outcome, ending.passing, ending.blocked) == (outcome, passing, blocked)
    assert str(status) in (ending.reason or "")


def test_a_page_that_came_is_to_be_read() -> None:
    assert answers.of_status(200) is None


@pytest.mark.parametrize(
    ("error", "outcome", "passing"),
    [
        (NotInSource("x"), Outcome.NOT_IN_SOURCE, False),
        (SourceError("record cut"), Outcome.FAILED, False),
        (answers.Forbidden("robots.txt forbids it"), Outcome.REJECTED, False),
        (exceptions.IgnoreRequest("too large"), Outcome.FAILED, False),
        (exceptions.DownloadTimeoutError(), Outcome.FAILED, True),
        (exceptions.CannotResolveHostError(), Outcome.FAILED, True),
        (exceptions.ResponseDataLossError(), Outcome.FAILED, True),
        (ValueError("odd"), Outcome.FAILED, True),
    ],
)
def test_errors(error: Exception, outcome: Outcome, *, passing: bool) -> None:
    ending = answers.of_error(error)
    assert (ending.outcome, ending.passing) == (outcome, passing)
    assert ending.reason


def test_retries_back_off_and_end() -> None:
    crawl = CrawlSettings(retries=3, patience=5, longest_wait=300)
    waits = [answers.retry_at(crawl, attempt, NOW, None) for attempt in (1, 2, 3, 4)]
    assert waits == [NOW + timedelta(seconds=s) for s in (5, 10, 20)] + [None]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("60", 60),
        ("1", 5),
        ("Mon, 30 Jun 2025 12:01:00 GMT", 60),
        ("soon", 5),
        ("-7", 5),
        ("86400", None),
    ],
)
def test_retry_after_is_honoured(header: str, seconds: int | None) -> None:
    crawl = CrawlSettings(patience=5, longest_wait=300)
    expected = None if seconds is None else NOW + timedelta(seconds=seconds)
    assert answers.retry_at(crawl, 1, NOW, header) == expected
