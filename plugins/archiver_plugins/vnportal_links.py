"""What the pages of the vnPortal platform lead to.

A section's page holds no articles: a script asks for them by POST, part by part, with values that
are opaque and differ from section to section. The answer is a fragment of the list, and nothing
at all past its end.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archiver import Kind, Link
from archiver.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from selectolax.lexbor import LexborNode

    from archiver.parsing.page import Page
    from archiver.parsing.selectors import Selectors

OTHER_DATE = ".time, .item-date"
ZONE = "[data-catname]"
API = "/api/NewsZone/NewsZone"
INDEX, SIZE, ZONE_NAME = "PageIndex", "PageSize", "Catname"
FIELDS = (SIZE, ZONE_NAME, "LanguageId", "Site")

KEY = re.compile(r"/[^/]*-(\d{6,})\.htm$")
SECTION = re.compile(r"/([a-z0-9][a-z0-9-]*)(?:/|\.htm)?")
NO_SECTIONS = frozenset({"api", "dang-nhap", "login", "rss", "search", "tim-kiem"})
MOST_PAGES = 10_000


def article_key(url: str) -> str | None:
    """Return the number of the article that a URL names."""
    match = KEY.search(urlsplit(url).path)
    return match[1] if match else None


def links_of(page: Page, table: Selectors) -> Iterator[Link]:
    """Yield the articles a page names, and the next part of a list or the site's sections."""
    yield from _items(page, table)
    for url in _urls(page, table.link):
        yield from article_link(url)
    if page.form:
        yield from _next_part(page, table)
    elif article_key(page.url):
        yield from list_link(page.url.rpartition("/")[0])
    else:
        yield from _first_parts(page)
        for url in _urls(page, table.menu):
            yield from list_link(url)


def article_link(url: str) -> Iterator[Link]:
    """Yield the link of a URL that names an article, nothing for another."""
    key, parts = article_key(url), urlsplit(url)
    if key:
        section = parts.path.split("/")[1] if parts.path.count("/") > 1 else None
        url = url.partition("?")[0]
        yield Link(url=url, kind=Kind.ARTICLE, key=key, section=section)


def list_link(url: str) -> Iterator[Link]:
    """Yield the link of a URL that names a section or the front page, nothing for another."""
    parts = urlsplit(url)
    match = SECTION.fullmatch(parts.path)
    slug = match[1] if match else None
    if not parts.query and (slug or parts.path in {"", "/"}) and slug not in NO_SECTIONS:
        yield Link(url=url, kind=Kind.LIST, key=f"section:{slug or ''}", section=slug)


def _items(page: Page, table: Selectors) -> Iterator[Link]:
    """Find the articles that stand with their date; a box of several articles is no item."""
    for item in page.select(table.item):
        hrefs = dict.fromkeys(a.attributes.get("href") for a in (item, *item.css("a[href]")))
        links = {
            link.key: link for href in hrefs for link in article_link(page.absolute(href) or "")
        }
        if len(links) == 1:
            yield replace(links.popitem()[1], published_at=_date_of(item, table))


def _date_of(item: LexborNode, table: Selectors) -> datetime | None:
    """Return an item's date; where a list says "8 hours ago", the title has it.

    Other boxes' titles have it too, but with the month first.
    """
    listed, other = item.css_first(table.item_date), item.css_first(OTHER_DATE)
    if listed is not None:
        return read_date(listed.text()) or read_date(listed.attributes.get("title") or "")
    return read_date(other.text()) if other is not None else None


def _first_parts(page: Page) -> Iterator[Link]:
    """Yield the first part of each list that the page's script asks for."""
    zones = [_attributes(node) for node in page.select(ZONE)]
    script = page.text.partition(API)[2]
    for zone in zones or ([_arguments(script)] if script else []):
        if zone.get(ZONE_NAME):
            form = ((INDEX, "0"), *((field, zone[field]) for field in FIELDS if zone.get(field)))
            url = page.absolute(API) or API
            section = next((link.section for link in list_link(page.url)), None)
            yield _part(url, form, section)


def _next_part(page: Page, table: Selectors) -> Iterator[Link]:
    """Yield the part behind one that holds articles."""
    fields = dict(page.form)
    index = fields.get(INDEX, "")
    if index.isdecimal() and int(index) + 1 < MOST_PAGES and page.one(table.item) is not None:
        fields[INDEX] = str(int(index) + 1)
        yield _part(page.url, tuple(fields.items()), None)


def _part(url: str, form: tuple[tuple[str, str], ...], section: str | None) -> Link:
    fields = dict(form)
    number = int(fields[INDEX]) + 1
    key = f"list:{fields.get(ZONE_NAME, '')}:{number}"
    return Link(url=url, kind=Kind.LIST, key=key, section=section, page=number, form=form)


def _attributes(zone: LexborNode) -> Mapping[str, str]:
    """Return the fields that stand as data attributes (``data-catname``) on a list's node."""
    names = {name.replace("-", ""): value or "" for name, value in zone.attributes.items()}
    return {field: names.get(f"data{field.lower()}", "") for field in FIELDS}


def _arguments(script: str) -> Mapping[str, str]:
    """Return the fields that a script spells out as the arguments of its request."""
    found = {
        field: re.search(
            rf"""\b{field}\W{{1,4}}(?:(?<=["'])([^"']+)["']|(\d+))""", script, re.IGNORECASE
        )
        for field in FIELDS
    }
    return {field: match[1] or match[2] for field, match in found.items() if match}


def _urls(page: Page, selector: str) -> list[str]:
    hrefs = dict.fromkeys(a.attributes.get("href") for a in page.select(selector))
    return [url for url in map(page.absolute, hrefs) if url]
