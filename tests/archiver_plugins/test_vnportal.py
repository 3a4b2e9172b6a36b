from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from archiver import Attachment, Image, Kind, Link, PageNotFound, PageRejected
from archiver.parsing.page import Page
from archiver_plugins.longbien import PhucLoi
from examples.real import DATA, needs_data

PARSER = PhucLoi()
HOST = "https://phucloi.hanoi.gov.vn"
ADDRESS = f"{HOST}/dang-doan-the/hoi-nghi-2702260518144621697.htm"
SECTION = f"{HOST}/dang-doan-the"
API = f"{HOST}/api/NewsZone/NewsZone"
VALUES = {"PageSize": "12", "Catname": "k9+/aB==", "LanguageId": "jM2=", "Site": "Zx1="}
FORM = (("PageIndex", "0"), *VALUES.items())


def page(html: str, url: str = ADDRESS, form: tuple[tuple[str, str], ...] = ()) -> Page:
    return Page(
        url=url, body=html.encode(), captured_at=datetime(2026, 6, 1, tzinfo=UTC), form=form
    )


def article(
    *,
    body: str = "<p>Nội dung của bài.</p>",
    date: str = "14:46 18/05/2026",
    data: dict[str, object] | str | None = None,
) -> str:
    facts = {
        "@type": "NewsArticle",
        "articleSection": "Đảng - đoàn thể",
        "datePublished": "2026-05-18T14:46:25+07:00",
        "keywords": ["Tin tức", "tin\u00a0tức", ""],
    }
    text = data if isinstance(data, str) else json.dumps(facts | (data or {}), ensure_ascii=False)
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<script type="application/ld+json">{{"@type": "WebSite"}}</script>
<script type="application/ld+json">{text}</script></head><body siteid="2702">
<meta name='DC.Date' content='2023-12-16T22-03-32'>
<div class="news-detail"><h1 class="news-title" data-role="title"> Hội nghị của phường </h1>
<span title='5/18/2026 2:46:00 PM' class='time' data-role='publishdate'>{date}</span>
<h2 class="news-sapo" data-role="sapo"> Tóm tắt. </h2>
<div class="detail-content afcbc-body" data-role="content">{body}<!--Mon May 18--></div></div>
<div class="list"><div class="news-item"><a href="/tin-tuc/khac-2702261001154408246.htm">
<h2 class="news-title">Khác</h2></a><span class="time" title="10/1/2026 10:26:00 AM">10:26
01/10/2026</span></div></div>
<a class="item" href="/tin-tuc/nua-4000102581.htm"><div class="item-date">15:41 15/09/2026</div></a>
</body></html>"""


ITEM = """<div class="news-item" data-id="4260710091642503"><div class="news-info">
<a href="/dang-doan-the/moi-4260710091642503.htm"><h3 class="news-title">Mới</h3></a>
<span class="news-time" title="13:37, 10/07/2026">8 giờ trước</span></div></div>
<div class="news-item"><a href="/dang-doan-the/cu-42862896.htm"><h3>Cũ</h3></a>
<span class="news-time" title="15:28, 28/08/2025">15:28 28/08/2025</span></div>"""


def lists(found: list[Link]) -> list[Link]:
    return [link for link in found if link.form]


# --- the record


def test_a_cache_parameter_is_no_part_of_a_photo() -> None:
    for version in ("?t=1661577484495", "?t=1799999999999", ""):
        photo = f'<p><img src="https://sqhx-hanoi.mediacdn.vn/documents/1/a.jpg{version}"></p>'
        record = PARSER.parse(page(article(body=photo)))
        assert record.images == (Image(url="https://sqhx-hanoi.mediacdn.vn/documents/1/a.jpg"),)


def test_the_fields_of_an_article() -> None:
    record = PARSER.parse(page(article()))
    assert record.key == "2702260518144621697"
    assert record.title == "Hội nghị của phường"
    assert record.section == "Đảng - đoàn thể"
    assert record.published_at == datetime.fromisoformat("2026-05-18T14:46+07:00")
    assert record.published_raw == "14:46 18/05/2026"
    assert record.abstract == "Tóm tắt."
    assert record.body == ("Nội dung của bài.",)
    assert record.keywords == ("Tin tức", "tin tức")
    assert record.language == "vi"
    assert record.views is None
    assert record.byline is None


@pytest.mark.parametrize(
    ("date", "stated", "expected"),
    [
        ("14:46 18/05/2026", "", "2026-05-18T14:46+07:00"),
        ("", "2026-05-18T14:46:25+07:00", "2026-05-18T14:46+07:00"),
        ("14:46 18/05/2026", "2026-05-19T14:46:25+07:00", None),
        ("5/8/2026 2:46 PM", "2026-05-08T14:46:00+07:00", None),
        ("hôm qua", "2026-05-18T14:46:00+07:00", None),
        ("", "", None),
    ],
)
def test_dates_that_contradict_each_other_are_not_believed(
    date: str, stated: str, expected: str | None
) -> None:
    record = PARSER.parse(page(article(date=date, data={"datePublished": stated})))
    moment = record.published_at.isoformat(timespec="minutes") if record.published_at else None
    assert moment == expected
    assert record.published_raw == (date or None)


@pytest.mark.parametrize("data", ["", "{", "[1]", "null", '{"@type": "NewsArticle"}'])
def test_linked_data_that_cannot_be_read_is_no_error(data: str) -> None:
    record = PARSER.parse(page(article(data=data)))
    assert record.section is None
    assert record.keywords == ()
    assert record.published_at == datetime.fromisoformat("2026-05-18T14:46+07:00")


def test_photos_with_marked_captions_and_files() -> None:
    body = """<div class="VCSortableInPreviewMode" type="Photo"><div><img src="https://cdn.example/a.jpg">
</div><div class="PhotoCMS_Caption"><p>Toàn cảnh hội nghị tại nhà văn hóa.</p></div></div>
<p>Chữ.</p><figure class="VCSortableInPreviewMode"><img src="/b.jpg"><figcaption>Đại biểu
</figcaption></figure><p>Xem <a href="https://datafiles.example/gov/a.pdf">kế hoạch</a></p>
<p style="text-align: right"><b>Minh Anh</b></p>"""
    record = PARSER.parse(page(article(body=body)))
    assert record.images == (
        Image(url="https://cdn.example/a.jpg", caption="Toàn cảnh hội nghị tại nhà văn hóa."),
        Image(url=f"{HOST}/b.jpg", caption="Đại biểu"),
    )
    assert record.body == ("Chữ.", "Xem kế hoạch")
    assert record.attachments == (
        Attachment(url="https://datafiles.example/gov/a.pdf", title="kế hoạch"),
    )
    assert record.byline == "Minh Anh"


def test_a_page_without_an_article_is_rejected() -> None:
    with pytest.raises(PageRejected, match="no article on the page"):
        PARSER.parse(page("<body siteid=2702>"))
    with pytest.raises(PageRejected, match="URL"):
        PARSER.parse(page(article(), SECTION))


@pytest.mark.parametrize("title", ["404", "Không tìm thấy trang", "Trang không tồn tại"])
def test_a_not_found_page_that_says_it_is_well(title: str) -> None:
    with pytest.raises(PageNotFound):
        PARSER.check(page(f"<title>{title}</title><body siteid=2702>"))
    PARSER.check(page(article().replace("<head>", f"<head><title>{title}</title>")))


# --- links


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (ADDRESS, "2702260518144621697"),
        (f"{HOST}/tin/x-4000102581.htm?utm=1", "4000102581"),
        (f"{HOST}/x-42862896.htm", "42862896"),
        ("http://phucloi.hanoi.gov.vn/tin/x-42862896.htm", "42862896"),
        (f"{HOST}/nghi-quyet-57.htm", None),
        (SECTION, None),
        ("https://other.example/x-42862896.htm", None),
    ],
)
def test_keys(url: str, key: str | None) -> None:
    assert PARSER.key(url) == key


def test_an_article_leads_to_others_and_to_its_section() -> None:
    found = list(PARSER.links(page(article())))
    assert {(link.key, link.section) for link in found} == {
        ("2702261001154408246", "tin-tuc"),
        ("4000102581", "tin-tuc"),
        ("section:dang-doan-the", "dang-doan-the"),
    }
    dates = {link.key: link.published_at for link in found}
    assert dates["2702261001154408246"] == datetime.fromisoformat("2026-10-01T10:26+07:00")
    assert dates["4000102581"] == datetime.fromisoformat("2026-09-15T15:41+07:00")


ATTRIBUTES = (
    '<div class="list-news" id="newszone" data-catname="k9+/aB==" data-languageid="jM2=" '
    'data-site="Zx1=" data-pagesize="12"></div>'
)
SCRIPTS = [
    ATTRIBUTES,
    ATTRIBUTES.replace("languageid", "language-id").replace("pagesize", "page-size"),
    """<script>$.post('/api/NewsZone/NewsZone', {PageIndex: page++, PageSize: 12,
    Catname: 'k9+/aB==', LanguageId: 'jM2=', Site: 'Zx1='}, show);</script>""",
    """<script>$.ajax({url: "/api/NewsZone/NewsZone", type: "POST", data: {"PageIndex": i,
    "PageSize": "12", "Catname": "k9+/aB==", "LanguageId": "jM2=", "Site": "Zx1="}});</script>""",
]


@pytest.mark.parametrize("html", SCRIPTS)
def test_a_section_asks_for_its_list_by_post(html: str) -> None:
    found = lists(list(PARSER.links(page(f"<body siteid=2702>{html}", SECTION))))
    assert [(link.url, link.kind, link.section, link.page) for link in found] == [
        (API, Kind.LIST, "dang-doan-the", 1)
    ]
    assert found[0].form == FORM


@pytest.mark.parametrize(
    "html",
    [
        "<script>$.post('/api/NewsZone/NewsZone', {Catname: zone.data('catname')});</script>",
        "<script>$.post('/api/NewsZone/NewsZone', {Catname: name, PageSize: size});</script>",
        "<div data-catname=''></div>",
        "",
    ],
)
def test_a_list_whose_values_are_not_on_the_page_is_not_asked_for(html: str) -> None:
    assert lists(list(PARSER.links(page(f"<body siteid=2702>{html}", SECTION)))) == []


def test_a_fragment_leads_to_its_articles_and_the_next_one() -> None:
    found = list(PARSER.links(page(ITEM, API, FORM)))
    assert [(link.key, link.section, link.published_at) for link in found[:-1]] == [
        (
            "4260710091642503",
            "dang-doan-the",
            datetime.fromisoformat("2026-07-10T13:37+07:00"),
        ),
        ("42862896", "dang-doan-the", datetime.fromisoformat("2025-08-28T15:28+07:00")),
    ]
    following = found[-1]
    assert following.form == (("PageIndex", "1"), *FORM[1:])
    assert (following.url, following.page, following.section) == (API, 2, None)


def test_a_box_of_several_articles_lends_them_no_date() -> None:
    box = f'<div class="item"><div>{ITEM.replace("news-item", "x")}</div></div>'
    found = PARSER.links(page(f"<body siteid=2702>{box}", SECTION))
    assert {(link.key, link.published_at) for link in found} == {
        ("4260710091642503", None),
        ("42862896", None),
    }


def test_the_parts_of_a_list_have_keys_of_their_own() -> None:
    first = lists(list(PARSER.links(page(f"<body siteid=2702>{ATTRIBUTES}", SECTION))))
    second = lists(list(PARSER.links(page(ITEM, API, FORM))))
    other = lists(list(PARSER.links(page(ITEM, API, (("PageIndex", "0"), ("Catname", "x"))))))
    keys = [link.key for link in (*first, *second, *other)]
    assert len(set(keys)) == 3


@pytest.mark.parametrize("html", ["", "  ", "<div class='no-news'></div>"])
def test_an_empty_fragment_ends_the_list(html: str) -> None:
    PARSER.check(page(html, API, FORM))
    assert list(PARSER.links(page(html, API, FORM))) == []


def test_sections_of_the_menu_and_no_traps() -> None:
    menu = """<a href="/van-ban">Văn bản</a><a href="/gioi-thieu.htm">Giới thiệu</a>
    <a href="/">x</a><a href="/dang-nhap">x</a><a href="/tim-kiem?q=a">x</a>
    <a href="javascript:__doPostBack('a')">x</a>
    <a href="/van-ban?ngay=1">x</a><a href="https://hanoi.gov.vn/tin">x</a><a href="/a/b/c">x</a>"""
    found = PARSER.links(page(f"<body siteid=2702>{menu}", f"{HOST}/"))
    assert {link.url for link in found} == {
        f"{HOST}/",
        f"{HOST}/van-ban",
        f"{HOST}/gioi-thieu.htm",
    }


# --- real pages


@needs_data
def test_the_real_article_of_phuc_loi() -> None:
    html = (DATA / "phucloi-article-abridged.html").read_text(encoding="utf-8")
    url = html.partition("Real page of ")[2].partition(" ")[0]
    a_page = page(html, url)
    PARSER.check(a_page)
    record = PARSER.parse(a_page)
    assert record.key == "2702260518144621697"
    assert record.section == "Thông tin tuyên truyền"
    assert record.published_raw == "14:46 18/05/2026"
    assert record.published_at == datetime.fromisoformat("2026-05-18T14:46+07:00")
    assert record.title.endswith("của UBND thành phố Hà Nội")
    assert record.abstract is not None
    assert record.abstract.startswith("UBND phường Phúc Lợi tập trung")
    assert len(record.body) == 3
    assert record.keywords == ("Tin tức Hà Nội",)
    assert (record.images, record.attachments, record.byline) == ((), (), None)
    links = {link.key: link for link in PARSER.links(a_page)}
    assert len([key for key in links if key and key.isdecimal()]) == 2
    assert "section:thong-tin-tuyen-truyen" in links


@needs_data
def test_the_shape_of_a_real_fragment() -> None:
    html = (DATA / "newszone-fragment.html").read_text(encoding="utf-8")
    a_page = page(html, API, FORM)
    PARSER.check(a_page)
    found = list(PARSER.links(a_page))
    assert [link.key for link in found[:2]] == ["4260710091642503", "2661260828152802271"]
    assert [link.published_at and link.published_at.minute for link in found[:2]] == [37, 28]
    assert lists(found)[0].page == 2
