"""SharePoint as provinces (by Tân Dân) and ministries run it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from archiver import Family, Selectors

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

CALENDARS = ("lich-cong-tac", "lich-tiep-cong-dan")


class TanDanParser(Family):
    """SharePoint with Tân Dân's news parts: ``/portal/Pages/SECTION.aspx?PageIndex=N``.

    Not seen on a real page: built from what a crawler of dienbien.gov.vn relies on. That an
    article stands in a folder of its day is how SharePoint keeps pages, and is not confirmed.
    """

    family = "SharePoint, Tân Dân"
    version = 1
    article_address: ClassVar[re.Pattern[str]] = re.compile(
        r"/portal/Pages/(?P<key>\d{4}-\d{1,2}-\d{1,2}/[^/?]+)\.aspx", re.IGNORECASE
    )
    list_address: ClassVar[re.Pattern[str]] = re.compile(
        r"/portal/Pages/(?P<section>[\w-]+)\.aspx(?:\?PageIndex=(?P<page>\d+))?", re.IGNORECASE
    )
    no_sections: ClassVar[Collection[str]] = ("default", "home-new", *CALENDARS)
    selectors: ClassVar[Selectors] = Selectors(
        frame='[class*=tandan], meta[name=GENERATOR][content*="SharePoint"]',
        item="[class*=tandan-li-article], .tandan-div-article-item",
        item_date=".tandan-span-date-publish",
        pager='a[href*="PageIndex="]',
        section=".tandan-span-category",
        title=".tandan-p-article-news-title",
        date=".tandan-span-date-publish",
        abstract=".tandan-p-article-news-summary",
        body=".tandan-p-article-main",
        drop=".social-share, .tandan-div-article-other",
        keywords=".td-tags a",
    )
    signs: ClassVar[Mapping[str, str]] = {
        "[class*=tandan-]": "Tân Dân's classes",
        'a[href*="/portal/Pages/"]': "addresses with /portal/Pages/",
    }


class MinistryParser(Family):
    """SharePoint as at several ministries: ``/vn/chuyen-muc/ID/SLUG.aspx?page=N``.

    Not seen on a real page: the selectors come from a table of a crawler of most, moc, mt and
    molisa; the form of an article's address (``/vn/tin-tuc/CATEGORY/ID/SLUG.aspx``,
    ``chitiet.aspx?tintucID=ID``) is not confirmed.
    """

    family = "SharePoint, ministries"
    version = 1
    article_address: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:/vn/tin-tuc/\d+/|/Pages/tintuc/chitiet\.aspx\?(?:.*&)?tintucID=)(?P<key>\d+)",
        re.IGNORECASE,
    )
    list_address: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:/vn/chuyen-muc/|/Pages/tintuc/chuyenmuc\.aspx\?ChuyenMucID=)(?P<section>\d+)"
        r"(?:/[^/?]+\.aspx)?(?:[?&]page=(?P<page>\d+))?",
        re.IGNORECASE,
    )
    selectors: ClassVar[Selectors] = Selectors(
        frame='[id^=divArticleDescription], meta[name=GENERATOR][content*="SharePoint"]',
        item=".news-item, .item-news",
        item_date=".date, time",
        pager='a[href*="page="]',
        section=".breadcrumb a:last-child",
        title="#divArticleDescription3 h1",
        date="[id$=_pnHide] span",
        abstract="#divArticleDescription1",
        body="#divArticleDescription2",
        byline="[id$=_pnNguontin]",
    )
    signs: ClassVar[Mapping[str, str]] = {
        "[id^=divArticleDescription]": "nodes called divArticleDescription",
        'a[href*="/chuyen-muc/"][href*=".aspx"], a[href*="ChuyenMucID="]': "sections by number",
    }

    def article_url(self, url: str) -> str:
        """Return an article's address; the number may stand in its query."""
        kept = re.search(r"(?<=\?)(?:.*&)?(tintucID=\d+)", url, re.IGNORECASE)
        return super().article_url(url) + (f"?{kept[1]}" if kept else "")
