from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archiver import PageBlocked
from archiver.parsing.page import Page
from archiver_plugins import archiver_register_parsers
from archiver_plugins.longbien import LongBien

WALLS = [
    ("<title>Just a moment...</title><div id=cf-wrapper></div>", "challenge"),
    ("<script>document.cookie='D1N=3f1c'+'; path=/';location.reload()</script>", "challenge"),
    ("<p>Vui lòng xác nhận bạn không phải là robot</p>", "challenge"),
    ("<p>Nhập mã xác nhận để tiếp tục</p>", "captcha"),
    ("<form><div class=g-recaptcha></div></form>", "captcha"),
    ("<title>Request Rejected</title>The requested URL was rejected.", "block"),
    ("<h1>Access Denied</h1>", "block"),
    ("<p>Địa chỉ IP của bạn đã bị chặn truy cập.</p>", "block"),
    ("<h1>Hệ thống đang bảo trì</h1>", "maintenance"),
    ("<p>Cổng thông tin tạm ngừng hoạt động để nâng cấp</p>", "maintenance"),
    ("<h1>503 Service Temporarily Unavailable</h1>", "maintenance"),
]


def page(html: str) -> Page:
    body = f"<!doctype html><meta charset=utf-8><body>{html}".encode()
    url = "https://longbien.hanoi.gov.vn/tin-tuc"
    return Page(url=url, body=body, captured_at=datetime(2026, 1, 2, tzinfo=UTC))


@pytest.mark.parametrize(("html", "kind"), WALLS)
@pytest.mark.parametrize("parser", archiver_register_parsers())
def test_walls_are_told_from_pages(html: str, kind: str, parser: type[LongBien]) -> None:
    with pytest.raises(PageBlocked, match=kind):
        parser().check(page(html))


@pytest.mark.parametrize(("html", "kind"), WALLS)
def test_a_portal_s_page_that_speaks_of_walls_is_none(html: str, kind: str) -> None:
    assert kind
    LongBien().check(page(f"<div class='portlet-boundary'>{html}</div>"))


def test_a_page_that_says_nothing_of_the_kind_is_none() -> None:
    LongBien().check(page("<h1>Welcome</h1>"))
