"""Liferay 6.2 as Hanoi's departments and districts ran it from about 2014 to 2025."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from archiver import Article, Family, PageNotFound, PageRejected, Selectors
from archiver.dates import read_date
from archiver.parsing.datelines import read_line
from archiver.parsing.page import host_of
from archiver.parsing.walls import refuse_walls
from archiver.text import clean, is_vietnamese
from archiver_plugins import liferay_addresses as addresses
from archiver_plugins.liferay_links import links_of_article, links_of_list, list_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from selectolax.lexbor import LexborNode

    from archiver.ledger import Link
    from archiver.parsing.body import Body
    from archiver.parsing.page import Page

ASSET_ID = ".asset-content"
LEVELS = 3
"""How far up the title may stand: beside the asset, or beside a box or two round it."""


class LiferayParser(Family):
    """Liferay 6.2 with the template of Hanoi's departments and districts.

    Read on 4,299 real pages of one department.
    """

    family = "Liferay 6.2"
    version = 1
    selectors: ClassVar[Selectors] = Selectors(
        frame="[class*=portlet]",
        not_found="code.lfr-url-error",
        item=".asset-abstract",
        item_date=".assetPublishDate",
        link=".asset-title a",
        pager=".taglib-page-iterator .lfr-pagination-buttons a",
        article=".asset-full-content",
        section=".dd_chuyenmuc .tintuc",
        title=".asset-full-content-title",
        date=".assetPublishDate",
        abstract=".sapo-wrapper .sapo",
        lead=".sapo-wrapper img",
        body=".journal-content-article",
        drop=".view-content-author",  # the account of the CMS, not the writer
        keywords="meta[name=keywords]",
    )
    signs: ClassVar[Mapping[str, str]] = {
        'a[href*="/-/view_content/"]': "addresses with /-/view_content/",
        ".asset-full-content-title, .asset-abstract .assetPublishDate": "Hanoi's asset template",
        ".dd_chuyenmuc": "Hanoi's breadcrumb",
    }

    def start(self) -> Iterable[Link]:
        """Return the front page and the sections that no page links to."""
        for path in ("/", *self.lists):
            yield from list_link(self.front + path)

    def key(self, url: str) -> str | None:
        """Return the asset's number, which all addresses of an article have in common."""
        return addresses.article_key(url) if host_of(url) in self.hosts else None

    def check(self, page: Page) -> None:
        """Refuse the portal's own not-found page, and what is not the portal."""
        table = self.table(page)
        if page.one(table.not_found) is not None:
            message = "the portal says that there is no such page"
            raise PageNotFound(message)
        if page.one(table.frame) is None:
            refuse_walls(page)

    def found(self, page: Page) -> Iterator[Link]:
        """Yield the articles, list pages and sections that a page leads to."""
        table = self.table(page)
        yield from links_of_article(page) if self.key(page.url) else links_of_list(page, table)

    def stable(self, url: str) -> str:
        """Return the address of a photo or file without session and cache parameter."""
        return addresses.stable(url)

    def parse(self, page: Page) -> Article:
        """Return the record of the article that the page's URL names."""
        key = self.key(page.url)
        if key is None:
            message = "the URL names no article"
            raise PageRejected(message)
        table = self.table(page)
        asset = _asset(page, table, key)
        title = _text(_above(page, asset, table.title))
        if not title:
            message = "the article has no title"
            raise PageRejected(message)
        line = read_line(_text(_above(page, asset, table.date)))
        abstract = _text(asset.css_first(table.abstract)) or None
        body = self._body(page, asset, abstract)
        return Article(
            site=self.name,
            key=key,
            url=page.url,
            title=title,
            section=self.read_section(page),
            published_at=read_date(line.printed or ""),
            published_raw=line.printed,
            abstract=abstract,
            body=body.paragraphs,
            images=body.images,
            byline=body.byline,
            attachments=body.attachments,
            keywords=self.read_keywords(page),
            language="vi" if is_vietnamese(title) else _language(page, body),
            views=line.views,
        )

    def _body(self, page: Page, asset: LexborNode, abstract: str | None) -> Body:
        table = self.table(page)
        node, photo = asset.css_first(table.body), asset.css_first(table.lead)
        lead = photo.attributes.get("src") if photo is not None else None
        return self.body_in(page, node, lead=lead, abstract=abstract)


def _asset(page: Page, table: Selectors, key: str) -> LexborNode:
    """Return the article itself: a page may hold other assets, and pages pasted into one.

    A lone asset that bears no number is the one that the URL names.
    """
    assets = page.select(table.article)
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


def _above(page: Page, asset: LexborNode, selector: str) -> LexborNode | None:
    """Return the nearest node above the asset: beside it or a node that holds it."""
    wanted = {node.mem_id for node in page.select(selector)}
    level: LexborNode | None = asset
    for _ in range(LEVELS):
        node = level.prev if level is not None else None
        while node is not None:
            if node.mem_id in wanted:
                return node
            node = node.prev
        level = level.parent if level is not None else None
    return None


def _text(node: LexborNode | None) -> str:
    return clean(node.text()) if node is not None else ""


def _language(page: Page, body: Body) -> str | None:
    """Return the language of the text; the page's own attribute is that of its menus."""
    if is_vietnamese(" ".join(body.paragraphs)):
        return "vi"
    return (page.attribute("html", "lang") or "")[:2] or None
