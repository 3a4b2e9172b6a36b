"""The words of the ledger: what is to be visited, what a visit brought, how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from archiver.article import Article
    from archiver.captures import Capture
    from archiver.lifecycle import Presence


LIVE = "live"
"""Source of a run that asks the live web."""


class Kind(StrEnum):
    """What a URL is thought to show before it is visited."""

    LIST = "list"
    ARTICLE = "article"


class Outcome(StrEnum):
    """How one URL of one run ended; every URL has exactly one."""

    NEW = "new"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    NOT_ARTICLE = "not an article"
    REJECTED = "rejected"
    FAILED = "failed"
    NOT_IN_SOURCE = "not in source"
    NOT_DUE = "not due"
    LATER = "left for later"


class Verdict(StrEnum):
    """How a run ended; a run without one is still going on or was killed."""

    WELL = "well"
    NOTHING = "found nothing"
    LOSS = "something was lost"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A URL that a page names, as the site's parser understands it.

    ``key`` tells what the URL shows: two links of one kind and key are two addresses of one
    thing. ``section`` is the slug of the section it stands in, ``page`` the number of a list
    page (from 1), ``form`` the fields of a POST (empty: a GET), ``published_at`` the date that
    a list prints beside it.
    """

    url: str
    kind: Kind
    key: str | None = None
    section: str | None = None
    page: int = 1
    form: tuple[tuple[str, str], ...] = ()
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """What a page of a list leads to: articles, those with a date beside them, further pages."""

    articles: int
    dated: int
    pages: int

    @classmethod
    def of(cls, links: Collection[Link]) -> Self:
        """Count links; several addresses of one article are one."""
        dated = {link.key or link.url: False for link in links if link.kind is Kind.ARTICLE}
        dated |= {
            link.key or link.url: True
            for link in links
            if link.kind is Kind.ARTICLE and link.published_at is not None
        }
        pages = sum(link.kind is Kind.LIST and link.page > 1 for link in links)
        return cls(articles=len(dated), dated=sum(dated.values()), pages=pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A link of the ledger that is leased to a run; ``attempt`` counts from 1.

    ``original`` is the last capture that holds the content of its address, ``etag`` and
    ``last_modified`` are the validators of its last good response.
    """

    id: int
    link: Link
    attempt: int = 1
    etag: str | None = None
    last_modified: str | None = None
    original: Capture | None = None

    @property
    def validators(self) -> dict[str, str]:
        """The headers of a conditional request."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value} if self.original else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit of a task brought; saved as a whole or not at all.

    ``capture`` is the record id of the exchange. With an ``article``, the storage finds the
    outcome (new, revised, unchanged, duplicate); without one, ``outcome`` says it. With
    ``retry_at``, the task goes back to the ledger and has no outcome yet. ``parser`` names the
    parser and its version; ``etag`` and ``last_modified`` are the validators of the response.
    ``presence`` is what a healthy look at an article's address showed that brought no article:
    that it is not there, or stands unchanged. Kept where the archive knows the link's key.
    With ``content``, later visits may ask with the validators whether the address has changed.
    ``leads`` is what a list leads to, where all that it names was counted.
    """

    task: Task
    at: datetime
    capture: str | None = None
    links: tuple[Link, ...] = ()
    article: Article | None = None
    outcome: Outcome | None = None
    reason: str | None = None
    retry_at: datetime | None = None
    parser: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    presence: Presence | None = None
    content: bool = False
    leads: Leads | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How a visit ended, as the storage found it; without ``outcome`` it is to be retried."""

    task: Task
    outcome: Outcome | None
    reason: str | None = None
    discovered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run is to do. An interrupted run of an equal plan is taken up again.

    ``parser`` names the parser that began it, and its version; plans that differ in it are equal.
    """

    site: str
    source: str = LIVE
    arguments: Mapping[str, str] = field(default_factory=dict)
    parser: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run, with its counts; ``resumed`` counts how often it was taken up again.

    ``horizon`` is its beginning or, where earlier runs left list pages unread, that of the first
    of them: what was first seen later may stand above articles that no run has met.
    """

    id: int
    plan: Plan
    started_at: datetime
    finished_at: datetime | None = None
    verdict: Verdict | None = None
    resumed: int = 0
    discovered: int = 0
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    reasons: Mapping[Outcome, Mapping[str, int]] = field(default_factory=dict)
    horizon: datetime | None = None

    @property
    def balanced(self) -> bool:
        """Whether every URL that was discovered has exactly one outcome."""
        return self.discovered == sum(self.outcomes.values())
