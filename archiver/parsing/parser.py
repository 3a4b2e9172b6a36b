"""The parser: what a plugin knows of one site, as pure functions of a page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from archiver.article import Article
    from archiver.ledger import Link
    from archiver.parsing.page import Page


class Parser(ABC):
    """Reads the pages of one site: no network, no clock, no database.

    A *site* is one portal over one span of time: a host under one authority and one CMS.
    """

    name: ClassVar[str]
    """The site's name, as in ``scrapy crawl NAME``."""
    title: ClassVar[str]
    """Whose portal it is, for people: ``Quận Long Biên``."""
    description: ClassVar[str] = ""
    """What a user should know, such as a host name that is not confirmed."""
    family: ClassVar[str]
    """The content system that the parser reads."""
    version: ClassVar[int]
    """Raised whenever the same page would give another record."""
    hosts: ClassVar[tuple[str, ...]]
    """Host names of the site; the first is the one that is asked."""
    confirmed: ClassVar[bool] = True
    """Whether a real page of the site has been seen under the first host."""
    valid_from: ClassVar[date | None] = None
    """First day on which the host belonged to this site."""
    valid_until: ClassVar[date | None] = None
    """Last day on which the host belonged to this site."""
    followed_by: ClassVar[tuple[str, ...]] = ()
    """Sites by name that took over when it ended, that of its host first."""
    spider: ClassVar[str] = "portal"
    """Name of the spider that walks the site."""

    @abstractmethod
    def start(self) -> Iterable[Link]:
        """Return where a crawl begins: the front page, the lists that nothing links to."""

    @abstractmethod
    def key(self, url: str) -> str | None:
        """Return the article's key that a URL names, or ``None`` where it names no article.

        All addresses of one article (sections, languages, print page) have one key.
        """

    @abstractmethod
    def links(self, page: Page) -> Iterable[Link]:
        """Return the lists and articles that a page leads to: no traps, print or login pages."""

    @abstractmethod
    def parse(self, page: Page) -> Article:
        """Return the record on an article's page.

        Raises ``PageRejected``, ``PageNotFound`` or ``PageBlocked`` with the reason.
        """

    def check(self, page: Page) -> None:  # noqa: B027  # most sites need none
        """Raise ``PageNotFound`` or ``PageBlocked`` where the page is not the site's content.

        Called on every page before ``links`` and ``parse``.
        """

    @property
    def label(self) -> str:
        """Name and version of the parser, kept beside each revision."""
        return f"{self.name}/{self.version}"
