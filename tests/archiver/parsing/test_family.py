"""A site overrides one selector of its family by name, and may have had other ones before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from archiver import PageRejected
from archiver.parsing.datelines import read_count, read_line
from archiver.parsing.page import Page
from archiver_plugins.generic import GenericParser
from archiver_plugins.liferay import LiferayParser
from archiver_plugins.longbien import LongBien, PhucLoi
from archiver_plugins.vnportal import VnPortalParser
from examples.liferay_page import ADDRESS, asset, document

WARD = "https://phucloi.hanoi.gov.vn/tin/bai-2702260518144621697.htm"
HEADING = '<body siteid="2702"><h1 data-role="title">{}</h1><h5 class="big">{}</h5>'


class Renamed(LongBien):
    """The same portal, whose headline has another class since 2020."""

    selectors = replace(LiferayParser.selectors, title=".headline")
    earlier = {date(2019, 12, 31): LiferayParser.selectors}  # noqa: RUF012  # as a site writes it


class Ward(PhucLoi):
    """A ward with a headline of its own."""

    selectors = replace(VnPortalParser.selectors, title="h5.big")


class Commune(GenericParser):
    """A site that knows no https, and has a section without news."""

    name = "toy"
    title = "Xã Toy"
    hosts = ("toy.example",)
    scheme = "http"
    lists = ("/van-hoa",)
    no_sections = ("thu-tuc",)


def page(html: str, year: int, url: str = ADDRESS) -> Page:
    return Page(url=url, body=html.encode(), captured_at=datetime(year, 4, 1, tzinfo=UTC))


def test_a_selector_is_overridden_by_name() -> None:
    html = HEADING.format("Cũ", "Mới")
    assert PhucLoi().parse(page(html, 2026, WARD)).title == "Cũ"
    assert Ward().parse(page(html, 2026, WARD)).title == "Mới"
    assert Ward.selectors.body == VnPortalParser.selectors.body


def test_a_site_is_asked_by_its_scheme() -> None:
    started = [link.url for link in Commune().start()]
    assert started == ["http://toy.example/", "http://toy.example/van-hoa"]
    assert next(iter(LongBien().start())).url == "https://longbien.hanoi.gov.vn/"


def test_what_a_site_has_without_news_comes_beside_what_is_known() -> None:
    def sections(*names: str) -> list[str | None]:
        links = (Commune().list_links(f"http://toy.example/{name}") for name in names)
        return [link.section for found in links for link in found]

    assert sections("tin-tuc", "thu-tuc", "dang-nhap", "lich-cong-tac", "lien-he") == ["tin-tuc"]


def test_a_page_is_read_by_the_layout_of_its_time() -> None:
    old = document(asset(title="Hội nghị"))
    new = old.replace("asset-full-content-title", "headline")
    parser = Renamed()
    assert parser.parse(page(old, 2018)).title == "Hội nghị"
    assert parser.parse(page(new, 2022)).title == "Hội nghị"
    with pytest.raises(PageRejected):
        parser.parse(page(new, 2018))


@pytest.mark.parametrize(
    ("line", "printed", "views"),
    [
        ("Ngày đăng: 27/03/2018 | Lượt xem: 1.729", "27/03/2018", 1729),
        ("Đăng ngày 5/8/2026", "5/8/2026", None),
        ("Ngay dang: 05/08/2013", "05/08/2013", None),
        ("27/03/2018 10:14 - Đã xem: 12", "27/03/2018 10:14", 12),
        ("  ", None, None),
        (None, None, None),
    ],
)
def test_date_lines(line: str | None, printed: str | None, views: int | None) -> None:
    assert read_line(line) == (printed, views)


@pytest.mark.parametrize(
    ("text", "count"), [("1.729 lượt xem", 1729), ("(12)", 12), ("3/4", None), ("", None)]
)
def test_counters(text: str, count: int | None) -> None:
    assert read_count(text) == count
