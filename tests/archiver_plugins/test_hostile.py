"""Pages that are cut, garbled or of another kind: a reason at most, never a crash."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver import PageError
from archiver.parsing.page import Page
from archiver_plugins.longbien import LongBien, PhucLoi
from communes.archiver_communes import SITES
from examples.liferay_page import ADDRESS, asset, document
from lives.walking import fetch
from portal.communes import COMMUNES
from portal.content import Content
from portal.families import FAMILIES

if TYPE_CHECKING:
    from archiver import Parser

PARSERS: dict[Parser, tuple[str, ...]] = {
    LongBien(): (ADDRESS, "https://longbien.hanoi.gov.vn/vi/tin-tuc"),
    PhucLoi(): (
        "https://phucloi.hanoi.gov.vn/tin/bai-2702260518144621697.htm",
        "https://phucloi.hanoi.gov.vn/api/NewsZone/NewsZone",
    ),
}
COMMUNE_PAGES: dict[Parser, tuple[str, bytes]] = {}
for site_class in SITES:
    commune = COMMUNES[site_class.name.replace("-", " ")]
    site = commune.site(4)
    address = site.absolute(site.path(site.stories[2]))
    content = fetch(site, FAMILIES[commune.family](Content(site)), address)
    parser = site_class()
    PARSERS[parser] = (address, f"https://{site.host}/", f"https://{site.host}/wp/v2/posts?page=1")
    COMMUNE_PAGES[parser] = address, content.body
FORM = (("PageIndex", "x"), ("Catname", "a"))
WHOLE = document(asset(abstract="Tóm tắt", body="<p>Một<table><tr><td>a<td>b</table>")).encode()
OTHERS = [
    b"",
    b"\x00",
    b"<?xml version='1.0'?><rss><channel><item/></channel></rss>",
    json.dumps([{"Url": "/tin/bai-2702260518144621697.htm"}]).encode(),
    b"%PDF-1.7\n%\xe2\xe3",
    b"\x89PNG\r\n\x1a\n",
    b"<frameset><frame src=/x></frameset>",
    b"<html>" * 2000,
    b"<div>" * 5000 + b"x",
]


def survives(parser: Parser, url: str, body: bytes) -> None:
    page = Page(url=url, body=body, captured_at=datetime(2026, 1, 2, tzinfo=UTC), form=FORM)
    with suppress(PageError):
        parser.check(page)
    assert all(link.key for link in parser.links(page))
    with suppress(PageError):
        assert parser.parse(page).title


@pytest.mark.parametrize("body", OTHERS)
@pytest.mark.parametrize("parser", PARSERS)
def test_what_is_no_page_of_the_portal(parser: Parser, body: bytes) -> None:
    for url in PARSERS[parser]:
        survives(parser, url, body)


@pytest.mark.parametrize("parser", PARSERS)
def test_a_page_that_is_cut_anywhere(parser: Parser) -> None:
    for end in range(0, len(WHOLE), 37):
        survives(parser, PARSERS[parser][0], WHOLE[:end])


@given(st.binary(max_size=300), st.integers(0, len(WHOLE)))
def test_a_page_with_garbage_in_it(garbage: bytes, where: int) -> None:
    survives(LongBien(), ADDRESS, WHOLE[:where] + garbage + WHOLE[where:])


@pytest.mark.parametrize("parser", COMMUNE_PAGES, ids=lambda parser: parser.name)
def test_a_page_of_a_commune_that_is_cut_or_garbled(parser: Parser) -> None:
    address, whole = COMMUNE_PAGES[parser]
    step = max(len(whole) // 12, 1)
    for end in range(0, len(whole), step):
        survives(parser, address, whole[:end])
        survives(parser, address, whole[:end] + b"</div><![CDATA[\xff\x00<p" + whole[end:])


def test_json_of_another_shape() -> None:
    shapes = (b"[]", b"[1]", b"{}", b"null", b'{"ListData": [1, {"Id": []}]}', b"[" * 5000)
    for parser in COMMUNE_PAGES:
        for url in PARSERS[parser]:
            for body in shapes:
                survives(parser, url, body)
