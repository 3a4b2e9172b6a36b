"""What an archive knows of articles and URLs: wordings, looks, addresses, stories."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from archiver.lifecycle import Presence

if TYPE_CHECKING:
    from datetime import datetime

    from archiver.article import Article
    from archiver.captures import Capture
    from archiver.ledger import Kind, Link, Outcome


class Cause(StrEnum):
    """What made a revision differ from the one before.

    ``SITE``: one version of the parser read both, so the page was edited. ``PARSER``: both were
    read in the same bytes. ``UNCLEAR``: page and parser both changed meanwhile.
    """

    SITE = "site"
    PARSER = "parser"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One wording of an article, the capture that first showed it, and the parser that read it.

    ``at`` is when that was captured, ``cause`` what made it differ from the one before; the first
    has none.
    """

    number: int
    at: datetime
    article: Article
    capture: Capture | None = None
    parser: str
    cause: Cause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was seen of an article at one capture.

    ``url`` is the address that was visited, ``revision`` the number of the wording that it showed.
    Beside the wording stands what its page said: the article's own address, views, section,
    keywords, language, and the time of publication. All of these are empty where no words were
    read.
    """

    at: datetime
    url: str
    views: int | None = None
    capture: Capture | None = None
    etag: str | None = None
    last_modified: str | None = None
    presence: Presence = Presence.PRESENT
    parser: str = "unknown"
    form: tuple[tuple[str, str], ...] = ()
    revision: int | None = None
    article_url: str | None = None
    section: str | None = None
    published_at: datetime | None = None
    published_raw: str | None = None
    keywords: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address of an article, as the ledger knows it, with the slugs of its sections.

    ``kind`` and ``key`` tell what it was thought to show before it was visited.
    """

    url: str
    kind: Kind
    key: str | None = None
    form: tuple[tuple[str, str], ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything the archive knows of one article, oldest first.

    ``sections`` are the slugs and printed names it stands under; ``duplicate_of`` is the
    (site, key) of the first article of equal text; ``addresses`` are those that showed it or are
    thought to, by URL and form.
    """

    site: str
    key: str
    sections: tuple[tuple[str, str | None], ...] = ()
    duplicate_of: tuple[str, str] | None = None
    revisions: tuple[Revision, ...] = ()
    observations: tuple[Observation, ...] = ()
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a URL ended in one run."""

    run: int
    at: datetime
    outcome: Outcome
    reason: str | None
    capture: Capture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One URL's story: where it was found, what it shows, how it ended in each run.

    ``found_on`` is the URL of the page that first named it, ``state`` one of ``pending``,
    ``leased`` and ``done``.
    """

    site: str
    link: Link
    found_on: str | None
    state: str
    attempts: int
    endings: tuple[Ending, ...]
