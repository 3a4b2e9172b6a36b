"""The simulated portals and the parsers, each read by the other's measure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from archiver_plugins.longbien import LongBien, PhucLoi
from lives.walking import fetch, walk
from portal.content import Content
from portal.districts import longbien, phuc_loi
from portal.liferay import Liferay
from portal.vnportal import VnPortal

if TYPE_CHECKING:
    from archiver import Parser
    from portal.site import Site

CASES = [
    pytest.param(longbien(160, seed=5), Liferay, LongBien(), id="liferay"),
    pytest.param(phuc_loi(80, seed=5), VnPortal, PhucLoi(), id="vnportal"),
]


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
