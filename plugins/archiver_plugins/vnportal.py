"""VNPT vnPortal with VCCorp's article pages: Hanoi's platform for wards since 2025."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from archiver import Family, Selectors
from archiver.dates import read_date
from archiver.parsing.family import Published
from archiver.parsing.linked import article_data, keywords, stated
from archiver.parsing.page import host_of
from archiver_plugins import vnportal_links as links
from archiver_plugins.caches import uncached

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from archiver.ledger import Link
    from archiver.parsing.page import Page


class VnPortalParser(Family):
    """VNPT vnPortal with the article pages of VCCorp, as Hanoi's wards run it.

    Views are not printed: a script counts them. The number in an address holds the time at which
    the article was made, which is not when it was published.
    """

    family = "VNPT vnPortal"
    version = 2

    selectors: ClassVar[Selectors] = Selectors(
        frame="body[siteid], .news-item, [data-catname], article.article-detail",
        item=".news-item, .item",
        item_date=".news-time",
        title="h1[data-role=title], h1.news-title",
        date="[data-role=publishdate]",
        abstract="[data-role=sapo]",
        body="[data-role=content]",
        byline="[data-role=author]",
    )
    signs: ClassVar[Mapping[str, str]] = {
        "body[siteid]": "the body's attribute siteid",
        "[data-catname], [data-role=publishdate]": "the platform's data attributes",
        "#detail_comment[data-news-zone-id]": "VCCorp's comment box",
    }

    def start(self) -> Iterable[Link]:
        """Return the front page."""
        return links.list_link(f"{self.front}/")

    def key(self, url: str) -> str | None:
        """Return the article's number."""
        return links.article_key(url) if host_of(url) in self.hosts else None

    def has_content(self, page: Page) -> bool:
        """Tell whether the page holds an article, or what a list is asked with."""
        return super().has_content(page) or page.one(links.ZONE) is not None

    def found(self, page: Page) -> Iterator[Link]:
        """Yield the articles, sections and the next part of the list that a page leads to."""
        return links.links_of(page, self.table(page))

    def stable(self, url: str) -> str:
        """Return the address of a photo or file without its cache parameter."""
        return uncached(super().stable(url))

    def read_section(self, page: Page) -> str | None:
        """Return the section's name out of the page's linked data."""
        return stated(article_data(page), "articleSection")

    def read_published(self, page: Page) -> Published:
        """Return the date that is printed; where the page states another, neither is believed."""
        raw = page.words(self.table(page).date)
        moments = [
            read_date(text) for text in (raw, stated(article_data(page), "datePublished")) if text
        ]
        minutes = {moment.replace(second=0) if moment else None for moment in moments}
        return Published(minutes.pop() if len(minutes) == 1 else None, raw)

    def read_keywords(self, page: Page) -> tuple[str, ...]:
        """Return the keywords out of the page's linked data."""
        return keywords(article_data(page).get("keywords"))
