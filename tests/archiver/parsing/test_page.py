from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.parsing.page import Page, resolve

NOW = datetime(2026, 1, 2, tzinfo=UTC)
URL = "https://portal.example/vi/tin/bai.html?x=1"


def page(body: str | bytes, content_type: str | None = None, url: str = URL) -> Page:
    return Page(
        url=url,
        body=body if isinstance(body, bytes) else body.encode(),
        captured_at=NOW,
        headers=(("content-TYPE", content_type),) if content_type else (),
    )


TEXT = "<p>Đảng ủy – quận</p>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), None),
        (TEXT.encode(), "text/html;charset=UTF-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=windows-1258"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), None),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None),
        (TEXT.encode(), 'text/html; charset="utf-8"'),
        (TEXT.encode(), "text/html; charset=x-unheard-of"),
        (TEXT.encode(), "text/html"),
    ],
)
def test_text_is_decoded_by_mark_header_or_default(body: bytes, content_type: str | None) -> None:
    assert page(body, content_type).text == TEXT


@pytest.mark.parametrize(
    "meta",
    [
        '<meta charset="windows-1252">',
        "<META http-equiv=Content-Type content='text/html; charset=iso-8859-1'>",
    ],
)
def test_text_is_decoded_by_the_meta_element(meta: str) -> None:
    assert page(f"{meta}<p>à la “carte”".encode("cp1252")).text.endswith("à la “carte”")


def test_the_header_counts_before_the_meta_element() -> None:
    assert page(f'<meta charset="latin-1">{TEXT}', "text/html; charset=utf-8").words("p")


def test_what_cannot_be_decoded_is_marked_and_no_error() -> None:
    assert page(b"<p>\xff\xfeok").text == "<p>��ok"


@given(st.binary(max_size=200))
def test_no_body_is_an_error(body: bytes) -> None:
    a_page = page(body)
    a_page.select("p")
    a_page.cut("body")
    assert a_page.absolute("x")


def test_the_tree_is_made_once() -> None:
    a_page = page("<p>a")
    assert a_page.tree is a_page.tree


def test_look_ups() -> None:
    a_page = page(
        "<h1> Tin\u00a0 mới </h1><h1>b</h1><i></i><meta name=k content=' e\u0301\u0302 '>"
    )
    assert a_page.words("h1") == "Tin mới"
    assert a_page.words("i") is None
    assert a_page.words("h2") is None
    assert [node.text() for node in a_page.select("h1")][1:] == ["b"]
    assert a_page.attribute("meta[name=k]", "content") == "ế"
    assert a_page.attribute("meta[name=k]", "lang") is None
    assert a_page.attribute("h2", "id") is None
    assert a_page.one("h2") is None


def test_a_stray_end_tag_is_a_paragraph_in_the_fragment_as_in_a_browser() -> None:
    fragment = page("<div id=a>một</p>hai<p>ba<div>bốn</div></div>").cut("#a")
    assert fragment is not None
    assert str(fragment) == '<div id="a">một<p></p>hai<p>ba</p><div>bốn</div></div>'


def test_structure_that_other_parsers_would_change_is_kept() -> None:
    fragment = page("<p id=a>x<table><tr><td>y<p>z</table>").cut("#a")
    assert fragment is not None
    assert str(fragment) == (
        '<p id="a">x<table><tbody><tr><td>y<p>z</p></td></tr></tbody></table></p>'
    )


def test_a_deep_tree_is_no_error() -> None:
    deep = 3000
    fragment = page("<div id=a>" + "<span>" * deep + "x").cut("#a")
    assert fragment is not None
    assert len(fragment.find_all("span")) == deep


def test_an_absent_node_gives_no_fragment() -> None:
    assert page("<p>a").cut("#b") is None


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("b.html", "https://portal.example/vi/tin/b.html"),
        ("/b", "https://portal.example/b"),
        ("//other.example/b", "https://other.example/b"),
        ("  /a b\n.pdf ", "https://portal.example/a%20b.pdf"),
        ("/ảnh.jpg?n=ế#top", "https://portal.example/%E1%BA%A3nh.jpg?n=%E1%BA%BF"),
        ("/a%2Bb+c.pdf", "https://portal.example/a%2Bb+c.pdf"),
        ("?page=2", "https://portal.example/vi/tin/bai.html?page=2"),
        ("HTTP://Portal.Example:8080", "http://portal.example:8080/"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("http://việt.example/", "http://xn--vit-5kz.example/"),
        ("#top", "https://portal.example/vi/tin/bai.html?x=1"),
    ],
)
def test_links_become_absolute_and_encoded(href: str, expected: str) -> None:
    assert page("").absolute(href) == expected


@pytest.mark.parametrize(
    "href",
    [
        None,
        "",
        "  ",
        "javascript:void(0)",
        "JavaScript:print();",
        "mailto:a@b.example",
        "tel:123",
        "data:image/png;base64,AA",
        "file:///C:/a.jpg",
        "ftp://a.example/",
        "http://[broken",
        "http://a.example:port/",
        "http://a..example/",
    ],
)
def test_links_that_lead_to_no_page_are_none(href: str | None) -> None:
    assert page("").absolute(href) is None


def test_the_base_element_is_honoured() -> None:
    assert page('<base href="/web/"><p>').absolute("a") == "https://portal.example/web/a"
    assert page('<base href="javascript:x">').absolute("a") == "https://portal.example/vi/tin/a"


@given(st.text(max_size=40))
def test_resolving_twice_is_resolving_once(href: str) -> None:
    url = resolve(URL, href)
    if url is not None:
        assert url.isascii()
        assert resolve(URL, url) == url
