"""A walk through a simulated portal without a network: every page asked of its pages' code."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from archiver import Kind, Page
from portal.answers import Request

if TYPE_CHECKING:
    from archiver import Article, Link, Parser
    from portal.answers import Pages
    from portal.site import Site

NOW = datetime(2025, 6, 21, tzinfo=UTC)


def fetch(site: Site, pages: Pages, url: str, form: tuple[tuple[str, str], ...] = ()) -> Page:
    """Return what a portal answers."""
    parts = urlsplit(url)
    assert parts.hostname == site.host
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    body = urlencode(form).encode()
    answer = pages.answer(Request(method="POST" if form else "GET", target=target, body=body))
    return Page(
        url=url,
        body=answer.body,
        captured_at=NOW,
        status=answer.status,
        headers=answer.headers,
        form=form,
    )


def walk(site: Site, pages: Pages, parser: Parser) -> tuple[list[Link], dict[str, Article]]:
    """Return every link in the order of its visit, and the articles by key."""
    waiting = deque(parser.start())
    known = {(link.kind, link.key) for link in waiting}
    visited, articles = [], {}
    while waiting:
        link = waiting.popleft()
        visited.append(link)
        page = fetch(site, pages, link.url, link.form)
        parser.check(page)
        if link.kind is Kind.ARTICLE and link.key:
            articles[link.key] = parser.parse(page)
        for found in parser.links(page):
            if (found.kind, found.key) not in known:
                known.add((found.kind, found.key))
                waiting.append(found)
    return visited, articles
