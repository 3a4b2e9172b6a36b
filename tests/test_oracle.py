"""The simulated portals and the parsers, each read by the other's measure."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest

from archiver import Kind, Page
from archiver_plugins.longbien import LongBien, PhucLoi
from portal.answers import Request
from portal.content import Content
from portal.districts import longbien, phuc_loi
from portal.liferay import Liferay
from portal.vnportal import VnPortal

if TYPE_CHECKING:
    from archiver import Article, Link, Parser
    from portal.answers import Pages
    from portal.site import Site

NOW = datetime(2025, 6, 21, tzinfo=UTC)
CASES = [
    pytest.param(longbien(160, seed=5), Liferay, LongBien(), id="liferay"),
    pytest.param(phuc_loi(80, seed=5), VnPortal, PhucLoi(), id="vnportal"),
]


def fetch(site: Site, pages: Pages, url: str, form: tuple[tuple[str, str], ...] = ()) -> Page:
    parts = urlsplit(url)
    assert parts.hostname == site.host
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    body = urlencode(form).encode()
    request = Request(method="POST" if form else "GET", target=target, body=body)
    answer = pages.answer(request)
    return Page(url=url, body=answer.body, captured_at=NOW, status=answer.status, form=form)


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


@pytest.mark.parametrize(("site", "family", "parser"), CASES)
def test_every_page_of_every_article_reads_as_expected(
    site: Site, family: type[Liferay | VnPortal], parser: Parser
) -> None:
    pages = family(Content(site))
    for story in site.stories:
        for slug in story.sections:
            page = fetch(site, pages, site.absolute(site.path(story, slug)))
            assert parser.parse(page) == site.expect(story, slug)


@pytest.mark.parametrize(("site", "family", "parser"), CASES)
def test_a_walk_from_the_front_page_meets_every_article_and_no_trap(
    site: Site, family: type[Liferay | VnPortal], parser: Parser
) -> None:
    visited, articles = walk(site, family(Content(site)), parser)
    assert set(articles) == set(site.by_key)
    paths = [urlsplit(link.url).path for link in visited]
    assert not [path for path in paths if "/en" in path or "pop_up" in path or "login" in path]
    assert not [link.url for link in visited if "redirect" in link.url or "ngay=" in link.url]
    assert len(visited) < len(site.stories) * 1.6


def test_print_pages_and_languages_read_the_same() -> None:
    site, parser = longbien(40), LongBien()
    pages = Liferay(Content(site))
    for story in site.stories:
        expected = site.expect(story)
        printed = site.path(story).replace("view_content/", "view_content/pop_up/")
        for path in (site.path(story, language="/vi"), f"{printed}?_101_viewMode=print"):
            article = parser.parse(fetch(site, pages, site.absolute(path)))
            assert (article.key, article.title, article.body, article.images, article.byline) == (
                expected.key,
                expected.title,
                expected.body,
                expected.images,
                expected.byline,
            )
            assert article.published_at == expected.published_at


def test_an_article_reads_the_same_while_its_page_changes() -> None:
    site, parser = longbien(12), LongBien()
    content = Content(site, counting=True)
    pages = Liferay(content)
    story = next(story for story in site.stories if story.lead and site.stamp(story) == "label")
    first, second = (fetch(site, pages, site.absolute(site.path(story))) for _ in range(2))
    before, after = parser.parse(first), parser.parse(second)
    assert first.body != second.body
    assert (before.views, after.views) == (story.views, story.views + 1)
    assert before.images == after.images
