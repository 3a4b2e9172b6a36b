"""Liferay 6.2 as Hanoi's departments and districts ran it from about 2014 to 2025."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from archiver import Article, PageNotFound, PageRejected, Parser
from archiver.body import body_of
from archiver.dates import read_date
from archiver.markup import lines_of, soup_of
from archiver.page import host_of
from archiver.text import clean, is_vietnamese, number
from archiver_plugins import liferay_addresses as addresses
from archiver_plugins.liferay_links import links_of_article, links_of_list, list_link
from archiver_plugins.walls import refuse_walls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborNode

    from archiver.body import Body
    from archiver.ledger import Link
    from archiver.markup import Line
    from archiver.page import Page

FRAME = "[class*=portlet]"
NOT_FOUND = "code.lfr-url-error"
SECTION = ".dd_chuyenmuc .tintuc"
ASSET = ".asset-full-content"
ASSET_ID = ".asset-content"
TITLE = "asset-full-content-title"
DATE_LINE = "assetPublishDate"
ABSTRACT = ".sapo-wrapper .sapo"
LEAD_PHOTO = ".sapo-wrapper img"
BODY = ".journal-content-article"
CMS_LOGIN = ".view-content-author"
KEYWORDS = "meta[name=keywords]"
LEVELS = 3
"""How far up the title may stand: beside the asset, or beside a box or two round it."""

DATE_LABEL = re.compile(r"(?:ngày đăng|publish date)\s*:?\s*", re.IGNORECASE)
VIEWS = re.compile(r"[|\s]*(?:view count|lượt xem)\s*:?\s*([\d.,]*).*", re.IGNORECASE)


class LiferayParser(Parser):
    """A portal of the family; a site is a child with its names and hosts."""

    family = "Liferay 6.2"
    version = 1
    lists: ClassVar[tuple[str, ...]] = ()
    """Paths of sections that no page links to."""

    def start(self) -> Iterable[Link]:
        """Return the front page and the sections that no page links to."""
        for path in ("/", *self.lists):
            yield from list_link(f"https://{self.hosts[0]}{path}")

    def key(self, url: str) -> str | None:
        """Return the asset's number, which all addresses of an article have in common."""
        return addresses.article_key(url) if host_of(url) in self.hosts else None

    def check(self, page: Page) -> None:
        """Refuse the portal's own not-found page, and what is not the portal."""
        if page.one(NOT_FOUND) is not None:
            message = "the portal says that there is no such page"
            raise PageNotFound(message)
        if page.one(FRAME) is None:
            refuse_walls(page)

    def links(self, page: Page) -> Iterable[Link]:
        """Return the articles, list pages and sections that a page leads to, each address once."""
        found = links_of_article(page) if self.key(page.url) else links_of_list(page)
        links: dict[str, Link] = {}
        for link in found:
            if host_of(link.url) in self.hosts:
                links.setdefault(link.url, link)
        return links.values()

    def parse(self, page: Page) -> Article:
        """Return the record of the article that the page's URL names."""
        key = self.key(page.url)
        if key is None:
            message = "the URL names no article"
            raise PageRejected(message)
        asset = _asset(page, key)
        title, date = _text(_above(asset, TITLE)), _text(_above(asset, DATE_LINE))
        if not title:
            message = "the article has no title"
            raise PageRejected(message)
        views = VIEWS.search(date)
        raw = DATE_LABEL.sub("", VIEWS.sub("", date))
        abstract = _text(asset.css_first(ABSTRACT))
        body = _body(asset, page, abstract)
        return Article(
            site=self.name,
            key=key,
            url=page.url,
            title=title,
            section=page.words(SECTION),
            published_at=read_date(raw),
            published_raw=raw or None,
            abstract=abstract or None,
            body=body.paragraphs,
            images=body.images,
            byline=body.byline,
            attachments=body.attachments,
            keywords=_keywords(page),
            language="vi" if is_vietnamese(title) else _language(page, body),
            views=number(views[1]) if views else None,
        )


def _asset(page: Page, key: str) -> LexborNode:
    """Return the article itself: a page may hold other assets, and pages pasted into one.

    A lone asset that bears no number is the one that the URL names.
    """
    assets = page.select(ASSET)
    ids = [_id(asset) for asset in assets]
    for asset, name in zip(assets, ids, strict=True):
        if name.endswith(f"_{key}"):
            return asset
    if ids == [""]:
        return assets[0]
    message = "the page shows another article" if assets else "there is no article on the page"
    raise PageRejected(message)


def _id(asset: LexborNode) -> str:
    node = asset.css_first(ASSET_ID)
    return (node.id or "") if node is not None else ""


def _above(asset: LexborNode, name: str) -> LexborNode | None:
    """Return the nearest node of a class above the asset: beside it or a node that holds it."""
    level: LexborNode | None = asset
    for _ in range(LEVELS):
        node = level.prev if level is not None else None
        while node is not None:
            if node.is_element_node and name in (node.attributes.get("class") or "").split():
                return node
            node = node.prev
        level = level.parent if level is not None else None
    return None


def _body(asset: LexborNode, page: Page, abstract: str) -> Body:
    node, photo = asset.css_first(BODY), asset.css_first(LEAD_PHOTO)
    lead = photo.attributes.get("src") if photo is not None else None
    lines: tuple[Line, ...] = ()
    if node is not None:
        soup = soup_of(node)
        for login in soup.select(CMS_LOGIN):
            login.decompose()
        lines = lines_of(soup)
    return body_of(lines, partial(_stable, page), lead=lead, abstract=abstract)


def _stable(page: Page, href: str) -> str | None:
    url = page.absolute(href)
    return addresses.stable(url) if url else None


def _text(node: LexborNode | None) -> str:
    return clean(node.text()) if node is not None else ""


def _keywords(page: Page) -> tuple[str, ...]:
    words = (page.attribute(KEYWORDS, "content") or "").split(",")
    return tuple(dict.fromkeys(filter(None, map(clean, words))))


def _language(page: Page, body: Body) -> str | None:
    """Return the language of the text; the page's own attribute is that of its menus."""
    if is_vietnamese(" ".join(body.paragraphs)):
        return "vi"
    return (page.attribute("html", "lang") or "")[:2] or None
