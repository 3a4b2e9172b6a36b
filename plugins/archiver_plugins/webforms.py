"""The older vnPortal, whose lists are paged by ASP.NET post-backs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from archiver import Family, Selectors
from archiver_plugins.postback import next_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archiver.ledger import Link
    from archiver.parsing.page import Page

NUMBER = re.compile(r"^\s*\d+\s*$")


class WebFormsParser(Family):
    """VNPT vnPortal before 2025: ``/vi/SECTION``, articles at ``/vi/SECTION/SLUG-NUMBER``.

    Not seen on a real page: the selectors come from crawlers of khanhhoa.gov.vn (post-backs) and
    of ninhbinh, caobang, cantho and sonla (the same system, whose lists are JSON).
    """

    family = "VNPT vnPortal, WebForms"
    version = 1
    article_address: ClassVar[re.Pattern[str]] = re.compile(
        r"/(?P<section>[\w-]+)/[^/?]*-(?P<key>\d{3,})(?:\.html?|\.aspx)?(?:\?|$)"
    )
    list_address: ClassVar[re.Pattern[str]] = re.compile(r"(?:/vi)?/(?P<section>[\w-]+)")
    selectors: ClassVar[Selectors] = Selectors(
        frame="#__VIEWSTATE",
        item=".ArticleInMenu, .article-item",
        item_date=".PostDate",
        pager='a[href*="__doPostBack"]',
        section=".breadcrumb a:last-child",
        title=".title-article, .ArticleHeader",
        date="#datearticle, .PostDate",
        abstract=".ArticleSummary",
        body=".chitietbaiviet, .ArticleContent",
        keywords="meta[name=keywords]",
    )
    signs: ClassVar[Mapping[str, str]] = {
        "#__VIEWSTATE": "a WebForms page",
        ".title-article, .ArticleHeader, .ArticleInMenu": "vnPortal's older classes",
        ".chitietbaiviet, .ArticleContent, #datearticle": "vnPortal's older article",
    }

    def next_pages(self, page: Page) -> Iterator[Link]:
        """Yield the next page of the list, which is asked for by POST."""
        here = next(self.list_links(page.url), None)
        if here is not None:
            number = page_number(page, self.table(page).pager)
            yield from next_page(page, self.table(page).pager, number, here.section)


def page_number(page: Page, pager: str) -> int:
    """Return which page of a list is shown: the number of its pager that is no link."""
    anchor = page.one(pager)
    box = anchor.parent if anchor is not None else None
    while box is not None and box.tag in {"li", "td", "span"}:
        box = box.parent
    shown = [node.text() for node in box.css("span, strong, b, .active")] if box is not None else []
    numbers = [int(text) for text in shown if NUMBER.match(text)]
    return numbers[0] if numbers else 1
