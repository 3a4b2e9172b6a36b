from __future__ import annotations

from datetime import datetime

import pytest

from archiver import Kind, Link, PageNotFound, PageRejected
from archiver_plugins.liferay import LiferayParser
from archiver_plugins.longbien import LongBien
from examples.liferay_page import ADDRESS, HOST, asset, document, page

PARSER = LongBien()
LIST = f"{HOST}/vi/tin-tuc"
QUERY = (
    "?p_p_id=101&p_p_lifecycle=0&p_p_state=normal&_101_delta=20&p_r_p_564233524_resetCur=false"
    "&_101_cur="
)


def links(html: str, url: str = LIST) -> list[Link]:
    return list(PARSER.links(page(document(html), url)))


def item(number: int, date: str = "22/08/2020 | 07:50 AM") -> str:
    return (
        '<div class="asset-abstract"><div class="asset-image">'
        f'<a href="/vi/tin-tuc/-/view_content/{number}-tin.html"><img src="a.jpg"></a></div>'
        f'<h3 class="asset-title"><a href="/vi/tin-tuc/-/view_content/{number}-tin.html">Tin</a>'
        '</h3><div class="assetPublishDate block_timer">'
        f"Ngày đăng {date} | View count: 5</div></div>"
    )


def pager(*numbers: int, last: int = 0) -> str:
    anchors = "".join(
        f'<li><a href="/vi/tin-tuc{QUERY}{number}">{number}</a>' for number in numbers
    )
    button = f'<li class="last"><a href="/vi/tin-tuc{QUERY}{last}">Cuối</a>' if last else ""
    return (
        f'<div class="taglib-page-iterator"><ul class="dropdown-menu">{anchors}</ul>'
        f'<ul class="pager lfr-pagination-buttons">{anchors}{button}</ul></div>'
    )


# --- the record


def test_the_fields_of_a_plain_article() -> None:
    record = PARSER.parse(page(document(asset())))
    assert record.title == "Hội nghị của phường"
    assert record.section == "Đảng - đoàn thể"
    assert record.published_at == datetime.fromisoformat("2018-03-27T10:14+07:00")
    assert record.published_raw == "27/03/2018 | 10:14"
    assert record.views == 1729
    assert record.abstract is None
    assert record.body == ("Nội dung của bài.",)
    assert record.byline is None
    assert record.images == ()


@pytest.mark.parametrize(
    ("date", "raw", "hour", "views"),
    [
        ("Ngày đăng 27/03/2018 | 4:53 PM | View count: 941", "27/03/2018 | 4:53 PM", 16, 941),
        ("27/03/2018 | 9:16 AM", "27/03/2018 | 9:16 AM", 9, None),
        ("Publish date 27/03/2018 | 12:00 AM", "27/03/2018 | 12:00 AM", 0, None),
        ("Thứ ba, 27/03/2018 | 10:14 CH", "Thứ ba, 27/03/2018 | 10:14 CH", 22, None),
        ("Thứ tư, 27/03/2018 | 10:14", "Thứ tư, 27/03/2018 | 10:14", None, None),
        ("Ngày đăng sắp tới | Lượt xem: 3", "sắp tới", None, 3),
        ("", None, None, None),
    ],
)
def test_date_lines(date: str, raw: str | None, hour: int | None, views: int | None) -> None:
    record = PARSER.parse(page(document(asset(date=date))))
    assert record.published_raw == raw
    assert (record.published_at.hour if record.published_at else None) == hour
    assert record.views == views


def test_of_two_assets_on_a_page_the_one_of_the_url_is_read() -> None:
    two = asset(number=5, title="Bài khác", date="1/1/2017") + asset(title="Bài này", abstract="A")
    record = PARSER.parse(page(document(two)))
    assert (record.title, record.abstract) == ("Bài này", "A")
    assert record.published_at == datetime.fromisoformat("2018-03-27T10:14+07:00")


def test_a_page_pasted_into_the_body_is_text_of_the_one_record() -> None:
    pasted = asset(number=7, title="Bài dán", date="1/1/2017", body="<p>Chữ dán.</p>")
    record = PARSER.parse(page(document(asset(body=f"<p>Mở đầu.</p>{pasted}"))))
    assert record.title == "Hội nghị của phường"
    assert record.views == 1729
    assert record.body[:2] == ("Mở đầu.", "Bài dán")
    assert "Chữ dán." in record.body


def test_a_box_round_the_asset_does_not_hide_its_title() -> None:
    html = asset().replace(
        '<div class="asset-full-content ', '<div><div class="asset-full-content '
    )
    record = PARSER.parse(page(document(f"{html}</div>")))
    assert (record.title, record.views) == ("Hội nghị của phường", 1729)


def test_the_date_of_another_asset_is_not_borrowed() -> None:
    dateless = asset().replace("assetPublishDate", "x")
    record = PARSER.parse(page(document(asset(number=5) + dateless)))
    assert (record.published_raw, record.views) == (None, None)


@pytest.mark.parametrize("body", ["", "<p>&nbsp;</p>", "<p><img></p>"])
def test_an_empty_body_is_a_record_with_its_abstract(body: str) -> None:
    record = PARSER.parse(page(document(asset(body=body, abstract="Tóm tắt"))))
    assert not record.body
    assert not record.images
    assert record.abstract == "Tóm tắt"


def test_a_body_that_is_only_an_attachment() -> None:
    body = '<p><a href="/documents/1/2/ke-hoach.pdf?t=1522120460000">Kế hoạch</a></p>'
    record = PARSER.parse(page(document(asset(body=body))))
    assert [(file.title, file.url) for file in record.attachments] == [
        ("Kế hoạch", f"{HOST}/documents/1/2/ke-hoach.pdf")
    ]
    assert record.body == ("Kế hoạch",)


def test_what_differs_in_every_response_is_not_in_the_record() -> None:
    def record(stamp: int) -> object:
        lead = f'<img src="/image/journal/article?img_id=9&amp;t={stamp}">'
        body = (
            f'<p><img src="/documents/1/a.jpg/b?t={stamp}"><a href="/documents/c?t={stamp}">x</a>'
        )
        return PARSER.parse(page(document(asset(lead=lead, body=body))))

    assert record(1661577484495) == record(1661577484999)


def test_a_lone_asset_without_a_number_is_the_article() -> None:
    html = asset(number=6, title="Họp tổ dân phố").replace('id="_101_6"', "")
    assert PARSER.parse(page(document(html))).title == "Họp tổ dân phố"
    with pytest.raises(PageRejected, match="another article"):
        PARSER.parse(page(document(html + html)))


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "no article on the page"),
        (asset(number=6), "another article"),
        (asset(title=" &nbsp; "), "no title"),
    ],
)
def test_a_page_without_the_article_is_rejected_with_the_reason(html: str, reason: str) -> None:
    with pytest.raises(PageRejected, match=reason):
        PARSER.parse(page(document(html)))


def test_a_url_that_names_no_article_is_rejected() -> None:
    with pytest.raises(PageRejected, match="URL"):
        PARSER.parse(page(document(asset()), LIST))


def test_the_portal_s_own_not_found_page() -> None:
    html = document(
        f'<h3 class="alert alert-error">?</h3><code class="lfr-url-error">{HOST}</code>'
    )
    with pytest.raises(PageNotFound):
        PARSER.check(page(html))
    PARSER.check(page(document(asset(body="<p>Không tìm thấy, captcha, bảo trì hệ thống.</p>"))))


# --- links


def test_items_of_a_list_with_their_dates() -> None:
    found = links(item(11) + item(12, "sắp tới"))
    assert found[:2] == [
        Link(
            url=f"{HOST}/vi/tin-tuc/-/view_content/{number}-tin.html",
            kind=Kind.ARTICLE,
            key=str(number),
            section="tin-tuc",
            published_at=date,
        )
        for number, date in (
            (11, datetime.fromisoformat("2020-08-22T07:50+07:00")),
            (12, None),
        )
    ]


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (pager(1, 2, 15, last=148), LIST),
        (pager(1, 61, 63, last=148), f"{LIST}{QUERY}62"),
        (pager(1, 147), f"{LIST}{QUERY}148"),
    ],
)
def test_a_pager_leads_to_every_page_from_the_first_to_the_last(html: str, url: str) -> None:
    lists = [link for link in links(html, url) if link.key and link.key.startswith("list:tin-tuc:")]
    assert {link.page for link in lists} == set(range(1, 149))
    assert {link.url for link in lists} == {f"{LIST}{QUERY}{n}" for n in range(1, 149)}
    assert {link.key for link in lists} == {f"list:tin-tuc:{n}" for n in range(1, 149)}


def test_a_pager_that_claims_too_much_is_cut() -> None:
    assert len(links(pager(1, last=10**9))) < 11_000


def test_articles_shown_whole_in_a_list_are_found_by_their_print_script() -> None:
    script = (
        '<script>function _101_printPage_0(){window.open("/vi/tin-tuc/-/view_content/pop_up/'
        '21-tin.html?_101_viewMode=print","","height=480")}</script>'
    )
    found = [link for link in links(asset(number=21) + script) if link.key == "21"]
    assert [link.url for link in found] == [f"{HOST}/vi/tin-tuc/-/view_content/21-tin.html"]


def test_sections_of_the_menu_and_no_traps() -> None:
    menu = """
        <a href="/vi/van-ban">Văn bản</a> <a href="/web/quan/gioi-thieu">Giới thiệu</a>
        <a href="/">Đầu</a> <a href="/dang-nhap">Đăng nhập</a> <a href="/c/portal/login">Login</a>
        <a href="/en/van-ban">English</a> <a href="/en/en/vi/van-ban">English</a>
        <a href="/vi/vi/van-ban">Việt</a> <a href="/lich?ngay=2018-03-27">Lịch</a>
        <a href="/vi/tin-tuc?p_p_id=59&amp;p_p_lifecycle=0">Bình chọn</a>
        <a href="https://other.example/van-ban">Khác</a> <a href="#">x</a>
        <a href="mailto:a@b">y</a>
        <a href="/vi/van-ban/-/view_content/vi/tin/-/view_content/3-a.html">z</a>
        <a href="/vi/van-ban/-/view_content/3-a.html/en/en/vi">z</a>
        <a href="/documents/1/2/a.pdf">tệp</a> <a>không</a>
    """
    html = document("", menu=menu)
    found = {link.url: link.key for link in PARSER.links(page(html, LIST))}
    assert found == {
        f"{HOST}/vi/van-ban": "list:van-ban:1",
        f"{HOST}/web/quan/gioi-thieu": "list:gioi-thieu:1",
        f"{HOST}/": "list::1",
    }


def test_an_article_leads_to_others_and_to_its_section() -> None:
    found = {link.url: link.key for link in links(asset(), ADDRESS)}
    assert found == {
        f"{HOST}/vi/tin-tuc/-/view_content/1083000-tin-khac.html": "1083000",
        f"{HOST}/dang-doan-the": "list:dang-doan-the:1",
    }


def test_a_site_can_name_sections_that_nothing_links_to() -> None:
    class Site(LiferayParser):
        name = "site"
        title = "Site"
        hosts = ("site.example", "old.example")
        lists = ("/an",)

    assert [(link.url, link.key, link.section) for link in Site().start()] == [
        ("https://site.example/", "list::1", None),
        ("https://site.example/an", "list:an:1", "an"),
    ]
