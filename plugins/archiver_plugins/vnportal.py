"""VNPT vnPortal with VCCorp's article pages: Hanoi's platform for wards since 2025."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from archiver import Article, PageNotFound, PageRejected, Parser
from archiver.body import body_of
from archiver.dates import read_date
from archiver.markup import lines_of
from archiver.page import host_of
from archiver.text import clean, fold, is_vietnamese
from archiver_plugins import vnportal_links as links
from archiver_plugins.caches import uncached
from archiver_plugins.walls import refuse_walls

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from archiver.ledger import Link
    from archiver.page import Page

FRAME = "body[siteid], .news-item, [data-catname], article.article-detail"
CONTENT = "[data-role=content], .news-item, [data-catname]"
TITLE = "h1[data-role=title], h1.news-title"
DATE = "[data-role=publishdate]"
ABSTRACT = "[data-role=sapo]"
BODY = "[data-role=content]"
AUTHOR = "[data-role=author]"
LINKED_DATA = 'script[type="application/ld+json"]'
NOT_FOUND = re.compile(r"\b404\b|khong tim thay|khong ton tai|not found")


class VnPortalParser(Parser):
    """A portal of the family; a site is a child with its names and hosts.

    Views are not printed: a script counts them. The number in an address holds the time at which
    the article was made, which is not when it was published.
    """

    family = "VNPT vnPortal"
    version = 2

    def start(self) -> Iterable[Link]:
        """Return the front page."""
        return links.list_link(f"https://{self.hosts[0]}/")

    def key(self, url: str) -> str | None:
        """Return the article's number."""
        return links.article_key(url) if host_of(url) in self.hosts else None

    def check(self, page: Page) -> None:
        """Refuse a not-found page, and what is not the portal."""
        if page.one(FRAME) is None and page.text.strip():
            refuse_walls(page)
        if page.one(CONTENT) is None and NOT_FOUND.search(fold(page.words("title, h1") or "")):
            message = "the portal says that there is no such page"
            raise PageNotFound(message)

    def links(self, page: Page) -> Iterable[Link]:
        """Return the articles, sections and the next part of the list that a page leads to."""
        found: dict[tuple[str, tuple[tuple[str, str], ...]], Link] = {}
        for link in links.links_of(page):
            if host_of(link.url) in self.hosts:
                found.setdefault((link.url, link.form), link)
        return found.values()

    def parse(self, page: Page) -> Article:
        """Return the record of the article that the page's URL names."""
        key, title = self.key(page.url), page.words(TITLE)
        if key is None or title is None:
            message = "there is no article on the page" if key else "the URL names no article"
            raise PageRejected(message)
        data = _linked_data(page)
        abstract = page.words(ABSTRACT)
        fragment = page.cut(BODY)
        lines = lines_of(fragment) if fragment is not None else ()
        body = body_of(lines, partial(_stable, page), abstract=abstract)
        raw = page.words(DATE)
        return Article(
            site=self.name,
            key=key,
            url=page.url,
            title=title,
            section=clean(str(data.get("articleSection") or "")) or None,
            published_at=_published(raw, str(data.get("datePublished") or "")),
            published_raw=raw,
            abstract=abstract,
            body=body.paragraphs,
            images=body.images,
            byline=body.byline or page.words(AUTHOR),
            attachments=body.attachments,
            keywords=_keywords(data),
            language="vi" if is_vietnamese(title) else _language(page),
        )


def _stable(page: Page, href: str) -> str | None:
    url = page.absolute(href)
    return uncached(url) if url else None


def _linked_data(page: Page) -> dict[str, Any]:
    """Return the page's NewsArticle, empty where there is none that can be read."""
    for node in page.select(LINKED_DATA):
        try:
            data = json.loads(node.text(), strict=False)
        except ValueError:
            continue
        if isinstance(data, dict) and "Article" in str(data.get("@type")):
            return data
    return {}


def _published(raw: str | None, stated: str) -> datetime | None:
    """Return the date that is printed; where the page states another, neither is believed."""
    moments = [read_date(text) for text in (raw, stated) if text]
    minutes = {moment.replace(second=0) if moment else None for moment in moments}
    return minutes.pop() if len(minutes) == 1 else None


def _keywords(data: dict[str, Any]) -> tuple[str, ...]:
    words = data.get("keywords") or ()
    words = words.split(",") if isinstance(words, str) else words
    return tuple(dict.fromkeys(filter(None, (clean(str(word)) for word in words))))


def _language(page: Page) -> str | None:
    return (page.attribute("html", "lang") or "")[:2] or None
