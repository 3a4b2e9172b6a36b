"""WordPress: its pages, and its REST API to find every article without walking the lists."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from archiver import Family, Kind, Link, Selectors
from archiver.dates import read_date
from archiver.parsing.family import MOST_PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archiver.parsing.page import Page

REST = 'link[rel="https://api.w.org/"]'
POSTS = "wp/v2/posts?per_page=100&page={}&_fields=link,date"
POSTS_PAGE = re.compile(r"/wp/v2/posts\?.*\bpage=(\d+)")
PER_PAGE = 100
OTHER = r"category|chuyen-muc|tag|author|page|feed|comments|search|wp-[\w-]+|xmlrpc\.php"
"""What an address begins with that is no article's."""
PARTS = r"feed|amp|embed|attachment|trackback|comment-page-\d+|page/\d+"
"""What is appended to an article's address and shows nothing new."""


class WordPressParser(Family):
    """WordPress with any theme that keeps the usual classes; an article's path is its key.

    Tried on pages with the markup of the default themes. Where the REST API is open it names
    every article; the lists of the categories name them too, with their sections. A site whose
    categories have another base than ``/category/`` overrides ``list_address``.
    """

    family = "WordPress"
    version = 1
    article_address: ClassVar[re.Pattern[str]] = re.compile(
        rf"^/(?!(?:{OTHER})(?:[/?]|$))(?!\d{{4}}(?:/\d\d){{0,2}}/?(?:\?|$))"
        rf"(?!.*/(?:{PARTS})(?:[/?]|$))(?P<key>[^?.]+?(?:\.html?)?)/?(?:\?.*)?$"
    )
    list_address: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:/(?:category|chuyen-muc)/(?:[^/?]+/)*?(?P<section>[^/?]+))?(?:/page/(?P<page>\d+))?/?"
    )
    selectors: ClassVar[Selectors] = Selectors(
        frame='[class*=wp-], [href*="/wp-content/"], [src*="/wp-content/"]',
        not_found="body.error404",
        item="article, .post, .wp-block-post",
        item_date="time[datetime], .entry-date",
        link=".entry-title a, .wp-block-post-title a",
        pager="a.page-numbers, .nav-links a, .wp-block-query-pagination a",
        section=".cat-links a, a[rel~=category]",
        title="h1.entry-title, h1.wp-block-post-title",
        date="time.entry-date, .wp-block-post-date time",
        lead=".post-thumbnail img, .wp-block-post-featured-image img",
        body=".entry-content, .wp-block-post-content",
        drop=".sharedaddy, .jp-relatedposts, .addtoany_share_save_container, nav, form",
        keywords="a[rel=tag]",
    )
    signs: ClassVar[Mapping[str, str]] = {
        'meta[name=generator][content*="WordPress"]': "the generator says WordPress",
        REST: "a link to the REST API",
        '[href*="/wp-content/"], [src*="/wp-content/"]': "files in /wp-content/",
        'link[href*="/xmlrpc.php"], script[src*="/wp-includes/"]': "scripts of WordPress",
    }

    def check(self, page: Page) -> None:
        """Refuse what is not the site; the REST API's answers are."""
        if not _json_list(page):
            super().check(page)

    def found(self, page: Page) -> Iterator[Link]:
        """Yield what a page links to, and the REST API where the page names it."""
        if POSTS_PAGE.search(page.url):
            yield from self._posts(page)
            return
        yield from super().found(page)
        if not self.key(page.url):
            root = page.absolute(page.attribute(REST, "href"))
            if root:
                yield _posts_page(root + POSTS.format(1), 1)

    def _posts(self, page: Page) -> Iterator[Link]:
        posts = _json_list(page)
        for post in posts:
            for link in self.article_links(str(post.get("link") or "")):
                yield replace(link, published_at=read_date(str(post.get("date") or "")))
        match = POSTS_PAGE.search(page.url)
        number = int(match[1]) if match else MOST_PAGES
        if len(posts) >= PER_PAGE and number < min(_pages(page), MOST_PAGES):
            url = re.sub(r"\bpage=\d+", f"page={number + 1}", page.url)
            yield _posts_page(url, number + 1)


def _posts_page(url: str, number: int) -> Link:
    return Link(url=url, kind=Kind.LIST, key=f"posts::{number}", page=number)


def _json_list(page: Page) -> list[dict[str, object]]:
    try:
        data = json.loads(page.text)
    except (ValueError, RecursionError):
        return []
    return [post for post in data if isinstance(post, dict)] if isinstance(data, list) else []


def _pages(page: Page) -> int:
    """Return how many pages the API has; past the last it answers with an error."""
    totals = (value for name, value in page.headers if name.lower() == "x-wp-totalpages")
    total = next(totals, "")
    return int(total) if total.isdecimal() else MOST_PAGES
