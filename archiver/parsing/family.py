"""The family: a parser of a content system, which many sites share."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, NamedTuple
from urllib.parse import urlsplit

from archiver.article import Article, Attachment
from archiver.dates import read_date
from archiver.errors import PageNotFound, PageRejected
from archiver.ledger import Kind, Link
from archiver.parsing.body import Body, body_of
from archiver.parsing.datelines import read_count, read_line
from archiver.parsing.linked import keywords
from archiver.parsing.markup import lines_of, soup_of
from archiver.parsing.page import host_of
from archiver.parsing.parser import Parser
from archiver.parsing.walls import refuse_walls
from archiver.text import clean, fold, is_vietnamese

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date, datetime

    from selectolax.lexbor import LexborNode

    from archiver.parsing.page import Page
    from archiver.parsing.selectors import Selectors

SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
ENDLESS = re.compile(r"/(?:vi|en)/(?:vi|en)(?:/|$)")
NO_PAGE = re.compile(r"\b404\b|khong tim thay|khong ton tai|not found")
NO_SECTIONS = frozenset(
    {
        *("api", "c", "dang-ky", "dang-nhap", "en", "error", "feed", "group", "home", "index"),
        *(
            "contact",
            "lich-cong-tac",
            "lich-lam-viec",
            "lien-he",
            "login",
            "register",
            "rss",
            "search",
            "sitemap",
        ),
        *("so-do-cong", "tim-kiem", "trang-chu", "user", "vi", "web"),
    }
)
"""Names of pages that are no sections: logins, searches, calendars, and the front page's own."""
MOST_PAGES = 10_000


class Published(NamedTuple):
    """When an article was published, and what its date line prints."""

    at: datetime | None
    printed: str | None
    views: int | None = None


class Family(Parser):
    """A parser of a content system. A site is a child with its names and hosts.

    A child family says with patterns what an address names, and with selectors where a page
    holds what. Where a site's markup differs, the site replaces a selector by name; where it is
    odd, it overrides one of the short methods ``read_…``.
    """

    selectors: ClassVar[Selectors]
    """Where pages hold what."""
    earlier: ClassVar[Mapping[date, Selectors]] = {}
    """Tables that held until a day: pages captured on it or before are read by them."""
    signs: ClassVar[Mapping[str, str]] = {}
    """Selectors of what only pages of the family have, each with the words that say so."""
    article_address: ClassVar[re.Pattern[str]] = re.compile(r"(?!)")
    """Searched in the path and query of an address; its group ``key`` names the article,
    ``section``, if there is one, the section."""
    list_address: ClassVar[re.Pattern[str]] = re.compile(r"(?!)")
    """Matches the whole path and query of a list; its groups ``section`` and ``page`` name them,
    ``list``, if there is one, tells several lists of a section apart."""
    no_sections: ClassVar[Collection[str]] = ()
    """Slugs of sections that hold no articles, beside logins, searches, calendars and contacts,
    which are known: ``("thu-tuc",)``."""
    lists: ClassVar[tuple[str, ...]] = ()
    """Paths of sections that no page links to."""

    scheme: ClassVar[str] = "https"
    """How the site is asked first; ``http`` where it knows no other."""

    @property
    def front(self) -> str:
        """The address of the portal, without a slash at the end."""
        return f"{self.scheme}://{self.hosts[0]}"

    def start(self) -> Iterable[Link]:
        """Return the front page and the sections that no page links to."""
        yield Link(url=f"{self.front}/", kind=Kind.LIST, key="list::1")
        for path in self.lists:
            yield from self.list_links(self.front + path)

    def key(self, url: str) -> str | None:
        """Return what the article's address names it by."""
        match = self.article_address.search(target_of(url)) if host_of(url) in self.hosts else None
        return match["key"] if match and not ENDLESS.search(target_of(url)) else None

    def check(self, page: Page) -> None:
        """Refuse a not-found page that says it is well, and what is not the portal."""
        table = self.table(page)
        if table.not_found and page.one(table.not_found) is not None:
            message = "the portal says that there is no such page"
            raise PageNotFound(message)
        if not table.frame or page.one(table.frame) is None:
            refuse_walls(page)
        if not self.has_content(page) and NO_PAGE.search(fold(page.words("title, h1") or "")):
            message = "the portal says that there is no such page"
            raise PageNotFound(message)

    def has_content(self, page: Page) -> bool:
        """Tell whether the page holds an article or an entry of a list."""
        table = self.table(page)
        return any(page.one(css) is not None for css in (table.item, table.body) if css)

    def links(self, page: Page) -> Iterable[Link]:
        """Return the articles, list pages and sections that a page leads to, each address once."""
        found: dict[tuple[str, tuple[tuple[str, str], ...]], Link] = {}
        for link in self.found(page):
            if host_of(link.url) in self.hosts:
                found.setdefault((link.url, link.form), link)
        return found.values()

    def parse(self, page: Page) -> Article:
        """Return the record of the article that the page's URL names."""
        key, table = self.key(page.url), self.table(page)
        title = self.read_title(page)
        if key is None or title is None:
            message = "there is no article on the page" if key else "the URL names no article"
            raise PageRejected(message)
        published = self.read_published(page)
        abstract = self.read_abstract(page)
        body = self.read_body(page, abstract)
        views = read_count(self.words(page, table.views))
        return Article(
            site=self.name,
            key=key,
            url=page.url,
            title=title,
            section=self.read_section(page),
            published_at=published.at,
            published_raw=published.printed,
            abstract=abstract,
            body=body.paragraphs,
            images=body.images,
            byline=body.byline or self.words(page, table.byline),
            attachments=tuple(dict.fromkeys((*body.attachments, *self._files(page)))),
            keywords=self.read_keywords(page),
            language=_language(page, title, body),
            views=published.views if views is None else views,
        )

    # --- what a page leads to

    def table(self, page: Page) -> Selectors:
        """Return the selectors that held when the page was captured."""
        day = page.captured_at.date()
        ended = [last for last in sorted(self.earlier) if day <= last]
        return self.earlier[ended[0]] if ended else self.selectors

    def found(self, page: Page) -> Iterator[Link]:
        """Yield the links of a page: of an article's page only to articles and its section."""
        yield from self.items(page)
        for url in self.urls(page, self.table(page).link):
            yield from self.article_links(url)
        if not page.form and self.key(page.url):
            return
        yield from self.next_pages(page)
        for url in self.urls(page, self.table(page).menu):
            yield from self.list_links(url)

    def items(self, page: Page) -> Iterator[Link]:
        """Yield the articles of a list that stand with their date."""
        table = self.table(page)
        for item in page.select(table.item) if table.item else ():
            anchors = chain([item], item.css(table.link))
            urls = (page.absolute(a.attributes.get("href")) for a in anchors)
            links = {link.key: link for url in urls for link in self.article_links(url or "")}
            if len(links) == 1:
                yield _dated(links.popitem()[1], item, table.item_date)

    def next_pages(self, page: Page) -> Iterator[Link]:
        """Yield the other pages of the list that the page is of."""
        pager = self.table(page).pager
        for url in self.urls(page, pager) if pager else ():
            yield from self.list_links(url)

    def article_links(self, url: str) -> Iterator[Link]:
        """Yield the link of an address that names an article, nothing for another."""
        key = self.key(url) if url else None
        if key:
            match = self.article_address.search(target_of(url))
            section = match.groupdict().get("section") if match else None
            url = self.article_url(url)
            yield Link(url=url, kind=Kind.ARTICLE, key=key, section=section)

    def list_links(self, url: str) -> Iterator[Link]:
        """Yield the link of an address that names a list, nothing for another."""
        target = target_of(url)
        match = self.list_address.fullmatch(target)
        if target == "/":
            yield Link(url=self.list_url(url), kind=Kind.LIST, key="list::1")
        elif match and not ENDLESS.search(target) and not self.key(url):
            named = match.groupdict()
            section, page = named.get("section"), int(named.get("page") or 1)
            slug = (section or "").lower()
            unwanted = slug in NO_SECTIONS or slug in self.no_sections
            if not unwanted and 0 < page <= MOST_PAGES:
                key = f"list:{section or ''}{named.get('list') or ''}:{page}"
                url = self.list_url(url)
                yield Link(url=url, kind=Kind.LIST, key=key, section=section, page=page)

    def article_url(self, url: str) -> str:
        """Return an article's address without what differs from link to link."""
        return SESSION.sub("", url).partition("?")[0]

    def list_url(self, url: str) -> str:
        """Return a list's address without what differs from link to link."""
        return SESSION.sub("", url)

    def urls(self, page: Page, selector: str) -> list[str]:
        """Return the targets of the links that a selector finds, each once."""
        hrefs = dict.fromkeys(a.attributes.get("href") for a in page.select(selector))
        targets = (page.absolute(href) for href in hrefs if href and not href.startswith("#"))
        return [url for url in targets if url]

    # --- what a page says

    def read_title(self, page: Page) -> str | None:
        """Return the headline."""
        return self.words(page, self.table(page).title)

    def read_section(self, page: Page) -> str | None:
        """Return the name of the section."""
        return self.words(page, self.table(page).section)

    def read_abstract(self, page: Page) -> str | None:
        """Return the summary."""
        return self.words(page, self.table(page).abstract)

    def read_published(self, page: Page) -> Published:
        """Return the date; an attribute for machines counts before what is printed."""
        node = self.one(page, self.table(page).date)
        if node is None:
            return Published(None, None)
        line = read_line(node.text() or node.attributes.get("content"))
        stated = node.attributes.get("datetime") or node.attributes.get("content")
        at = read_date(stated) if stated else None
        return Published(at or read_date(line.printed or ""), line.printed, line.views)

    def read_body(self, page: Page, abstract: str | None) -> Body:
        """Return the text with its photos and files."""
        table = self.table(page)
        photo = self.one(page, table.lead)
        lead = photo.attributes.get("src") if photo is not None else None
        return self.body_in(page, self.one(page, table.body), lead=lead, abstract=abstract)

    def read_keywords(self, page: Page) -> tuple[str, ...]:
        """Return the keywords."""
        css = self.table(page).keywords
        nodes = page.select(css) if css else []
        texts = (node.attributes.get("content") or node.text() for node in nodes)
        return tuple(dict.fromkeys(word for text in texts for word in keywords(text)))

    def one(self, page: Page, selector: str) -> LexborNode | None:
        """Return the first node that a selector finds outside the entries of a list.

        An article's page lists others; of an entry that holds a body, the page is.
        """
        table = self.table(page)
        nodes = page.select(selector) if selector else []
        entries = page.select(table.item) if table.item and nodes else []
        others = {node.mem_id for node in entries if not table.body or not node.css(table.body)}
        return next((node for node in nodes if not _within(node, others)), None)

    def words(self, page: Page, selector: str) -> str | None:
        """Return the text of the first node that a selector finds outside the entries of a list."""
        node = self.one(page, selector)
        return (clean(node.text()) or None) if node is not None else None

    def stable(self, url: str) -> str:
        """Return the address of a photo or file without what is new in every response."""
        return SESSION.sub("", url)

    def body_in(
        self,
        page: Page,
        node: LexborNode | None,
        *,
        lead: str | None = None,
        abstract: str | None = None,
    ) -> Body:
        """Return what a node holds as an article's body, without what the table drops."""
        if node is None:
            return body_of((), partial(self._absolute, page), lead=lead)
        soup, drop = soup_of(node), self.table(page).drop
        for part in soup.select(drop) if drop else ():
            part.decompose()
        for photo in soup.select("img[data-src], img[data-lazy-src]"):
            photo["src"] = photo.get("data-src") or photo["data-lazy-src"]
        absolute = partial(self._absolute, page)
        return body_of(lines_of(soup), absolute, lead=lead, abstract=abstract)

    def _absolute(self, page: Page, href: str) -> str | None:
        url = page.absolute(href)
        return self.stable(url) if url else None

    def _files(self, page: Page) -> Iterator[Attachment]:
        css = self.table(page).files
        for node in page.select(css) if css else ():
            url, title = self._absolute(page, node.attributes.get("href") or ""), node.text()
            if url and clean(title):
                yield Attachment(url=url, title=clean(title))


def target_of(url: str) -> str:
    """Return path and query of an address."""
    try:
        parts = urlsplit(SESSION.sub("", url))
    except ValueError:
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _dated(link: Link, item: LexborNode, css: str) -> Link:
    node = item.css_first(css) if css else None
    if node is None:
        return link
    texts = (node.attributes.get("datetime"), read_line(node.text()).printed)
    dates = (read_date(text) for text in (*texts, node.attributes.get("title")) if text)
    at = next(filter(None, dates), None)
    return replace(link, published_at=at)


def _within(node: LexborNode | None, nodes: set[int]) -> bool:
    while node is not None:
        if node.mem_id in nodes:
            return True
        node = node.parent
    return False


def _language(page: Page, title: str, body: Body) -> str | None:
    """Return the language of the text; the page's own attribute is that of its menus."""
    if is_vietnamese(title) or is_vietnamese(" ".join(body.paragraphs)):
        return "vi"
    return (page.attribute("html", "lang") or "")[:2] or None
