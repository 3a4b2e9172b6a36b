"""What the pages of the Liferay portals lead to."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from archiver import Kind, Link
from archiver.dates import read_date
from archiver.parsing.datelines import read_line
from archiver_plugins import liferay_addresses as addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.parsing.page import Page
    from archiver.parsing.selectors import Selectors

ARTICLES = 'a[href*="/-/view_content/"]'
DROP_DOWN = ".taglib-page-iterator a"

PRINT_PAGE = re.compile(r"""["']([^"'\s]*/-/view_content/pop_up/\d+[^"'\s]*)["']""")
MOST_PAGES = 10_000


def links_of_list(page: Page, table: Selectors) -> Iterator[Link]:
    """Yield the articles of a list or the front page, all pages of the list, and the sections."""
    yield from _items(page, table)
    for url in chain(_whole_articles(page, table), _urls(page, ARTICLES)):
        yield from article_link(url)
    for url in chain(_pages(page, table), _urls(page, table.menu)):
        yield from list_link(url)


def links_of_article(page: Page) -> Iterator[Link]:
    """Yield the articles that an article's page names, and the section that it stands in."""
    for url in _urls(page, ARTICLES):
        yield from article_link(url)
    yield from list_link(page.url.partition("/-/")[0])


def list_link(url: str) -> Iterator[Link]:
    """Yield the link of a URL that names a list, nothing for another."""
    key = addresses.list_key(url)
    if key:
        yield Link(
            url=addresses.stable(url),
            kind=Kind.LIST,
            key=key,
            section=addresses.section_of(url),
            page=int(key.rpartition(":")[2]),
        )


def article_link(url: str) -> Iterator[Link]:
    """Yield the link of a URL that names an article, nothing for another."""
    key = addresses.article_key(url)
    if key and not addresses.is_trap(url):
        url = addresses.article_url(url)
        yield Link(url=url, kind=Kind.ARTICLE, key=key, section=addresses.section_of(url))


def _items(page: Page, table: Selectors) -> Iterator[Link]:
    for item in page.select(table.item):
        anchor, date = item.css_first(table.link), item.css_first(table.item_date)
        url = page.absolute(anchor.attributes.get("href")) if anchor is not None else None
        line = read_line(date.text()).printed if date is not None else None
        for link in article_link(url or ""):
            yield replace(link, published_at=read_date(line or ""))


def _whole_articles(page: Page, table: Selectors) -> list[str]:
    """Return the addresses of articles that a list shows whole: only a script holds them."""
    script = page.text if page.one(table.article) is not None else ""
    return [url for url in map(page.absolute, PRINT_PAGE.findall(script)) if url]


def _pages(page: Page, table: Selectors) -> list[str]:
    """Return every page of the list; the pager itself names some neighbours and the last."""
    pagers = (table.pager, DROP_DOWN)
    pager = [url for css in pagers for url in _urls(page, css) if addresses.NUMBER.search(url)]
    matches = map(addresses.NUMBER.search, (page.url, *pager))
    last = max((int(match[2]) for match in matches if match), default=0) if pager else 0
    numbers = range(1, min(last, MOST_PAGES) + 1)
    return [addresses.NUMBER.sub(rf"\g<1>={number}", pager[0]) for number in numbers]


def _urls(page: Page, selector: str) -> list[str]:
    hrefs = dict.fromkeys(a.attributes.get("href") for a in page.select(selector))
    targets = (page.absolute(href) for href in hrefs if href and not href.startswith("#"))
    return [url for url in targets if url]
