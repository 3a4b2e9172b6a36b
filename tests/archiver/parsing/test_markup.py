from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.parsing.markup import Line, lines_of
from archiver.parsing.page import Page


def lines(html: str, selector: str = "#body") -> tuple[Line, ...]:
    page = Page(
        url="https://portal.example/",
        body=f"<!doctype html><meta charset=utf-8><div id=body>{html}</div>".encode(),
        captured_at=datetime(2026, 1, 2, tzinfo=UTC),
    )
    fragment = page.cut(selector)
    assert fragment is not None
    return lines_of(fragment)


def texts(html: str) -> list[str]:
    return [line.text for line in lines(html)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>một</p><p>hai</p>", ["một", "hai"]),
        ("<div>một<div>hai</div>ba</div>", ["một", "hai", "ba"]),
        ("một</p>hai</p>", ["một", "hai"]),
        ("một<p></p>hai", ["một", "hai"]),
        ("<p>một <b>hai</b>ba</p>", ["một haiba"]),
        ("<p>&nbsp;</p><p> \u200b </p><p>một</p>", ["một"]),
        ("<p>một\n\t  hai&nbsp; ba</p>", ["một hai ba"]),
        ("<h2>một</h2><blockquote>hai</blockquote>", ["một", "hai"]),
    ],
)
def test_each_block_and_each_stretch_between_is_a_line(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("một<br>hai", ["một hai"]),
        ("một<br><br>hai", ["một", "hai"]),
        ("một<br> &nbsp;\n<br>hai", ["một", "hai"]),
        ("một<br><b></b><br>hai", ["một", "hai"]),
        ("<br><br>một<br>", ["một"]),
    ],
)
def test_one_break_is_a_space_and_two_end_the_line(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


def test_items_of_lists_are_lines_with_nothing_added() -> None:
    assert texts("<ol><li>một<li>- hai<ul><li><p>ba</ul></ol>") == ["một", "- hai", "ba"]


def test_rows_of_tables_are_lines() -> None:
    table = (
        "<table><caption>Bảng</caption><tr><th>A<th>B<tr><td><p>một</p><p>hai</p><td>ba<br><br>bốn"
        "<tr><td>&nbsp;<td>năm<tr><td><td></table>"
    )
    assert texts(table) == ["Bảng", "A | B", "một hai | ba bốn", "năm"]
    assert [line.row for line in lines(table)] == [False, True, True, True]


def test_a_table_within_a_row_belongs_to_the_row() -> None:
    inner = "<table><tr><td>hai<td>ba</table>"
    assert texts(f"<table><tr><td>một<td>{inner}</table>sau") == ["một | hai ba", "sau"]


def test_a_table_of_single_cells_is_a_box() -> None:
    assert texts("<table><tr><td><p>một</p><p>hai</p><tr><td>ba</table>") == ["một", "hai", "ba"]


def test_a_table_of_cells_in_a_box_keeps_its_rows() -> None:
    inner = "<table><tr><td>hai<td>ba</table>"
    assert texts(f"<table><tr><td>một{inner}</table>") == ["một", "hai | ba"]


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<style>p {}</style>",
        "<!-- x -->",
        "<p style='display: none'>x</p>",
        "<noscript>x</noscript>",
        "<iframe>x</iframe>",
    ],
)
def test_what_a_reader_does_not_see_is_left_out(html: str) -> None:
    assert texts(f"<p>một</p>{html}<p>hai</p>") == ["một", "hai"]


@pytest.mark.parametrize(
    ("html", "align"),
    [
        ("<p align=center>x", "center"),
        ("<p style='Text-Align : RIGHT; color: red'>x", "right"),
        ("<center>x</center>", "center"),
        ("<div align=right><p>x</div>", "right"),
        ("<div align=right><p style='text-align:justify'>x</div>", "justify"),
        ("<p>x", ""),
    ],
)
def test_the_alignment_is_that_of_the_nearest_block(html: str, align: str) -> None:
    assert lines(html)[0].align == align


@pytest.mark.parametrize(
    ("html", "bold", "slanted"),
    [
        ("<b>x</b>", True, False),
        ("<p><em>x</em> <i>y</i></p>", False, True),
        ("<p><em>x</em>y</p>", False, False),
        ("<span style='font-style:italic;font-weight:700'>x</span>", True, True),
        ("<h3>x <span style='font-weight: normal'>y</span></h3>", False, False),
        ("<p>x</p>", False, False),
    ],
)
def test_a_look_is_a_line_s_where_all_of_its_text_has_it(
    html: str, *, bold: bool, slanted: bool
) -> None:
    line = lines(html)[0]
    assert (line.bold, line.slanted) == (bold, slanted)


def test_photos_stand_in_the_lines_they_stand_in() -> None:
    html = "<p align=center><img src=a.jpg></p><p>một<img src=' b.jpg '> hai</p><p><img>ba</p>"
    assert lines(html) == (
        Line(text="", photos=("a.jpg",), photo_first=True, align="center"),
        Line(text="một hai", photos=("b.jpg",)),
        Line(text="ba"),
    )


def test_links_are_kept_with_their_text() -> None:
    line = lines("<p>Xem <a href=a.pdf>tại <b>đây</b></a> <a>x</a> <a href=b.pdf> </a></p>")[0]
    assert line.links == (("a.pdf", "tại đây"), ("b.pdf", ""))


@pytest.mark.parametrize(
    "html",
    [
        "<figure><img src=a><figcaption>x</figcaption></figure>",
        "<div><img src=a><div class='PhotoCMS_Caption'><p>x</p></div></div>",
    ],
)
def test_marked_captions_are_told(html: str) -> None:
    assert [line.caption for line in lines(html)] == [False, True]


TAGS = ("p", "div", "b", "em", "br", "img", "table", "tr", "td", "ul", "li", "a", "center", "span")
SCRAPS = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.text(alphabet="ab \u00a0\u200bđ", max_size=5),
)


@given(st.lists(SCRAPS, max_size=40).map("".join))
def test_no_markup_is_an_error_and_no_text_is_lost_or_doubled(html: str) -> None:
    read = "".join(line.text for line in lines(html, "body"))
    written = re.sub("<[^>]*>", "", html)
    assert sorted(c for c in read if c in "abđ") == sorted(c for c in written if c in "abđ")
