"""The Liferay parser on the 4,299 pages of a real portal."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

import pytest

from archiver import Article, Kind, Link, PageNotFound
from archiver.parsing.page import Page
from archiver.parsing.validation import examine
from archiver_plugins.hanoi import Sotttt
from examples.gold import agreement, pages
from examples.real import DATA, needs_data

pytestmark = needs_data
PARSER = Sotttt()
UNSEEN = re.compile("[\u00a0\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(slots=True)
class Portal:
    """What the parser reads from each page: records and links by URL."""

    records: dict[str, Article] = field(default_factory=dict)
    links: dict[str, list[Link]] = field(default_factory=dict)
    notes: Counter[str | None] = field(default_factory=Counter)


@pytest.fixture(scope="module")
def portal() -> Portal:
    """Read every page; what fails on one fails here."""
    read = Portal()
    for page in pages():
        PARSER.check(page)
        read.links[page.url] = list(PARSER.links(page))
        if PARSER.key(page.url):
            record = PARSER.parse(page)
            read.records[page.url], note = examine(record, PARSER, page.captured_at)
            assert read.records[page.url] == record
            read.notes[note] += 1
    return read


def test_records_agree_with_what_a_reader_wrote_down() -> None:
    fields, absent = agreement(PARSER)
    assert len(absent) == 3
    for name in ("title", "section", "published", "as printed", "views", "abstract", "photos"):
        assert fields[name].misses == [], name
    assert fields["paragraphs"].share >= 0.98, fields["paragraphs"].misses
    assert fields["captions"].share >= 0.95, fields["captions"].misses
    assert fields["byline"].share >= 0.95, fields["byline"].misses
    assert fields["attachments"].share >= 0.95, fields["attachments"].misses


def test_every_article_s_page_is_a_record(portal: Portal) -> None:
    assert len(portal.records) == 3635
    assert len({record.key for record in portal.records.values()}) == 1995
    assert portal.notes == {None: 3635}
    for record in portal.records.values():
        assert record.title
        assert (record.published_raw is None) == (record.published_at is None)


def test_no_record_holds_what_is_not_of_the_article(portal: Portal) -> None:
    for url, record in portal.records.items():
        texts = [record.title, record.abstract or "", record.byline or "", *record.body]
        texts += [image.caption or "" for image in record.images]
        whole = "\n".join(texts)
        assert not UNSEEN.search(whole), url
        assert "admin admin" not in whole, url
        assert "View count" not in whole, url
        assert not any("&t=" in image.url or "?t=" in image.url for image in record.images), url
        assert len(record.byline or "") < 120, url


def test_all_addresses_of_an_article_say_the_same(portal: Portal) -> None:
    words: dict[str, set[tuple[object, ...]]] = {}
    for record in portal.records.values():
        of_article = (record.title, record.abstract, record.body, record.byline, record.keywords)
        words.setdefault(record.key, set()).add(of_article)
    assert [key for key, variants in words.items() if len(variants) > 1] == []


def test_the_pager_leads_past_the_page_that_is_missing(portal: Portal) -> None:
    section = "https://sotttt.hanoi.gov.vn/vi/tin-tuc-su-kien"
    links = [link for link in portal.links[section] if link.kind is Kind.LIST]
    found = {link.page: link for link in links if link.section == "tin-tuc-su-kien"}
    assert set(found) == set(range(1, 149))
    assert [number for number, link in found.items() if link.url not in portal.links] == [63]
    listed = {
        link.key
        for number, link in found.items()
        if number != 63
        for link in portal.links[link.url]
        if link.published_at
    }
    assert len(listed) > 2900


def test_dates_of_lists_are_those_of_the_articles(portal: Portal) -> None:
    listed = {
        link.url: link.published_at
        for links in portal.links.values()
        for link in links
        if link.published_at
    }
    both = [
        (listed[url], record.published_at)
        for url, record in portal.records.items()
        if url in listed
    ]
    assert len(both) > 1500
    assert [pair for pair in both if pair[0] != pair[1]] == []


def test_links_stay_on_the_portal_and_out_of_its_traps(portal: Portal) -> None:
    traps = re.compile(r"/en/|/vi/vi/|redirect|pop_up|viewMode|dang-nhap|login|javascript|[?&]t=")
    found = {link.url: link for links in portal.links.values() for link in links}
    assert [
        url
        for url, link in found.items()
        if not url.startswith("https://sotttt.hanoi.gov.vn/")
        or (link.kind is Kind.LIST and traps.search(url))
        or "redirect" in url
        or "pop_up" in url
    ] == []


@pytest.mark.no_cover  # which costs Python something, and the tree's C nothing
def test_a_page_costs_little_beside_its_tree() -> None:
    """Eight times is usual; a soup of the whole page alone would be thirty to forty."""
    trees = records = 0.0
    for page in islice((page for page in pages() if PARSER.key(page.url)), 0, None, 10):
        began = time.process_time()
        assert page.tree.root is not None
        treed = time.process_time()
        PARSER.check(page)
        assert list(PARSER.links(page))
        examine(PARSER.parse(page), PARSER, page.captured_at)
        trees += treed - began
        records += time.process_time() - treed
    assert records < 15 * trees, records / trees


def test_the_portal_s_not_found_page_is_known() -> None:
    body = (DATA / "liferay-not-found.html").read_bytes()
    url = "https://sotttt.hanoi.gov.vn/tin/-/view_content/1-a.html"
    page = Page(url=url, body=body, captured_at=datetime(2022, 8, 27, tzinfo=UTC))
    with pytest.raises(PageNotFound):
        PARSER.check(page)
