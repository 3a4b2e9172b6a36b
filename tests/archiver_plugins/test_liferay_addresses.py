from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver_plugins import liferay_addresses as addresses
from archiver_plugins.longbien import LongBien

HOST = "https://longbien.hanoi.gov.vn"
ARTICLE = "-/view_content/1083028-hoi-nghi"
slugs = st.from_regex(r"[a-z][a-z-]{0,20}", fullmatch=True)


@pytest.mark.parametrize(
    "path",
    [
        f"/dang-doan-the/{ARTICLE}.html",
        f"/vi/dang-doan-the/{ARTICLE}.html",
        f"/en/tin-tuc/{ARTICLE}.html",
        f"/web/quan/tin-tuc/{ARTICLE}.html",
        f"/tin-tuc/{ARTICLE}.html?redirect=https%3A%2F%2Fx%2F-%2Fview_content%2F5-a",
        f"/tin-tuc/{ARTICLE}-1",
        f"/tin-tuc/{ARTICLE}.html;jsessionid=0A1B.node1?x=1",
        "/tin-tuc/-/view_content/pop_up/1083028-hoi-nghi.html?_101_viewMode=print",
        "/tin-tuc/-/view_content/1083028",
    ],
)
def test_all_addresses_of_an_article_have_one_key(path: str) -> None:
    assert LongBien().key(HOST + path) == "1083028"
    assert LongBien().key("http://longbien.gov.vn" + path) == "1083028"
    assert LongBien().key("https://other.example" + path) is None


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/tin-tuc",
        "/tin-tuc?_101_cur=3",
        "/tin-tuc/-/view_content/",
        "/tin-tuc/-/view_content/abc-1.html",
        f"/tin-tuc/{ARTICLE}.html/en/en",
        f"/tin-tuc?redirect=/tin-tuc/{ARTICLE}.html",
    ],
)
def test_what_names_no_article_has_no_key(path: str) -> None:
    assert LongBien().key(HOST + path) is None


@given(slugs, slugs, st.sampled_from(["", "/vi", "/en"]), st.integers(1, 10**8), st.booleans())
def test_the_key_is_the_number_in_any_section_language_and_form(
    section: str,
    slug: str,
    language: str,
    number: int,
    print_page: bool,  # noqa: FBT001  # drawn
) -> None:
    form = "pop_up/" if print_page else ""
    url = f"{HOST}{language}/{section}/-/view_content/{form}{number}-{slug}.html"
    assert LongBien().key(url) == str(number)
    assert addresses.section_of(url) == section
    assert addresses.list_key(url) is None
    assert LongBien().key(addresses.article_url(url)) == str(number)
    assert "pop_up" not in addresses.article_url(url)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/", "list::1"),
        ("", "list::1"),
        ("/vi", "list::1"),
        ("/tin-tuc", "list:tin-tuc:1"),
        ("/vi/tin-tuc/", "list:tin-tuc:1"),
        ("/web/quan/-ang-oan-the", "list:-ang-oan-the:1"),
        ("/tin-tuc?p_p_id=101&_101_cur=7", "list:tin-tuc:7"),
        ("/tin-tuc?_101_INSTANCE_aB9_cur=7", "list:tin-tuc_INSTANCE_aB9:7"),
        ("/en", None),
        ("/en/tin-tuc", None),
        ("/vi/en/tin-tuc", None),
        ("/tin-tuc?p_p_id=59", None),
        ("/tin-tuc/lich/2018", None),
        ("/c/portal/login", None),
        ("/dang-nhap", None),
        ("/web", None),
    ],
)
def test_lists_are_known_by_section_and_page(path: str, key: str | None) -> None:
    assert addresses.list_key(HOST + path) == key


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/image/journal/article?img_id=5&t=1661577484495", "/image/journal/article?img_id=5"),
        ("/image/journal/articleb4b8.jpg?img_id=5", "/image/journal/article?img_id=5"),
        ("/documents/1/a.jpg/b?t=1661577484495", "/documents/1/a.jpg/b"),
        ("/tin-tuc/documents/1/2/a.pdf", "/documents/1/2/a.pdf"),
        ("/tin-tuc/image/journal/article1a2b.jpg?img_id=5", "/image/journal/article?img_id=5"),
        ("/documents/1/documents/2/a.pdf", "/documents/1/documents/2/a.pdf"),
        ("/documents/1/a.jpg?t=1&v=2", "/documents/1/a.jpg?v=2"),
        ("/x?cat=1&last=2", "/x?cat=1&last=2"),
        ("/x;jsessionid=AB.n?y=1", "/x?y=1"),
    ],
)
def test_sessions_and_cache_parameters_are_dropped(url: str, expected: str) -> None:
    assert addresses.stable(HOST + url) == HOST + expected


@given(st.text(max_size=60).map(lambda text: f"{HOST}/{text}"))
def test_no_address_is_an_error(url: str) -> None:
    assert LongBien().key(url) is None or "view_content" in url


@pytest.mark.parametrize(
    "url", ["", "http://[", "https://longbien.hanoi.gov.vn:x/-/view_content/1"]
)
def test_what_is_no_url_has_no_key(url: str) -> None:
    assert LongBien().key(url) in {None, "1"}
