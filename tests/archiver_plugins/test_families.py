"""Each family reads its simulated portal as an ideal parser would, and walks it to its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from archiver import PageNotFound
from communes.archiver_communes import SITES
from lives.walking import fetch, walk
from portal.communes import COMMUNES
from portal.content import Content
from portal.families import FAMILIES

if TYPE_CHECKING:
    from archiver import Article, Parser
    from portal.site import Site

PARSERS: dict[str, Parser] = {site.name.replace("-", " "): site() for site in SITES}
DESCRIBED = [name for name in PARSERS if name != "unknown"]
TRAPS = ("login", "dang-nhap", "print", "redirect", "jsessionid", "lich-", "feed", "reply")
SHARE = 0.8
"""Of an unknown site's articles, those whose text must be read as it is, paragraph by paragraph."""


@pytest.mark.parametrize("name", DESCRIBED)
def test_every_article_reads_as_expected(name: str) -> None:
    site, parser = COMMUNES[name].site(60), PARSERS[name]
    pages = FAMILIES[name](Content(site))
    for story in site.stories:
        record = parser.parse(fetch(site, pages, site.absolute(site.path(story))))
        assert record == site.expect(story), story.key


@pytest.mark.parametrize("name", PARSERS)
def test_a_walk_meets_every_article_and_no_trap(name: str) -> None:
    site, parser = COMMUNES[name].site(23), PARSERS[name]
    visited, articles = walk(site, FAMILIES[name](Content(site)), parser)
    assert set(articles) == set(site.by_key)
    assert [link.url for link in visited if any(trap in link.url for trap in TRAPS)] == []
    assert len(visited) <= len(site.stories) + 14
    assert max(Counter((link.kind, link.key) for link in visited).values()) == 1
    dated = [link for link in visited if link.key in articles and link.published_at]
    assert name == "unknown" or len(dated) > len(articles) / 2


@pytest.mark.parametrize("name", PARSERS)
def test_a_story_that_was_taken_down_is_not_found(name: str) -> None:
    site, parser = COMMUNES[name].site(6), PARSERS[name]
    content = Content(site)
    story = site.stories[2]
    content.delete(story.key, 200)
    page = fetch(site, FAMILIES[name](content), site.absolute(site.path(story)))
    with pytest.raises(PageNotFound):
        parser.check(page)


@pytest.mark.parametrize("name", PARSERS)
def test_every_page_of_the_portal_is_let_through(name: str) -> None:
    site, parser = COMMUNES[name].site(6), PARSERS[name]
    pages = FAMILIES[name](Content(site))
    for path in ("/", *(site.path(story) for story in site.stories)):
        parser.check(fetch(site, pages, site.absolute(path)))


def test_a_site_that_nobody_described() -> None:
    site, parser = COMMUNES["unknown"].site(60), PARSERS["unknown"]
    pages = FAMILIES["unknown"](Content(site))
    pairs = [
        (parser.parse(fetch(site, pages, site.absolute(site.path(s)))), site.expect(s))
        for s in site.stories
    ]
    assert [got.title for got, _ in pairs] == [want.title for _, want in pairs]
    assert [got.published_at for got, _ in pairs] == [want.published_at for _, want in pairs]
    same = [_text(got) == _text(want) for got, want in pairs]
    assert sum(same) >= SHARE * len(pairs)


def _text(article: Article) -> Article:
    return replace(article, section=None, published_raw=None, abstract=None, attachments=())


def test_webforms_ask_for_one_page_after_the_other() -> None:
    site, parser = COMMUNES["webforms"].site(40), PARSERS["webforms"]
    visited, _ = walk(site, FAMILIES["webforms"](Content(site, counting=True)), parser)
    posted = [link for link in visited if link.form]
    assert sorted(link.page for link in posted) == sorted([2, 3, 4] * 2)
    assert {urlsplit(link.url).path for link in posted} == {"/vi/tin-tuc", "/vi/van-hoa-xa-hoi"}


def test_wordpress_without_its_api_is_walked_by_its_lists() -> None:
    site, parser = COMMUNES["wordpress"].site(23), PARSERS["wordpress"]
    pages = FAMILIES["wordpress"](Content(site))
    pages.rest = False  # type: ignore[union-attr]  # a site that closed it
    visited, articles = walk(site, pages, parser)
    assert set(articles) == set(site.by_key)
    assert not any("wp-json" in link.url for link in visited)


def test_the_api_of_wordpress_is_asked_page_by_page() -> None:
    site: Site = COMMUNES["wordpress"].site(230)
    pages, parser = FAMILIES["wordpress"](Content(site)), PARSERS["wordpress"]
    links = list(parser.links(fetch(site, pages, f"https://{site.host}/")))
    found: set[str | None] = set()
    for number in (1, 2, 3):
        link = next(link for link in links if link.key == f"posts::{number}")
        links = list(parser.links(fetch(site, pages, link.url)))
        found |= {link.key for link in links}
    assert set(site.by_key) <= found
    assert "posts::4" not in found
