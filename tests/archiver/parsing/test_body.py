from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archiver import Attachment, Image
from archiver.parsing.body import Body, body_of
from archiver.parsing.markup import lines_of
from archiver.parsing.page import Page

CENTRE = '<p align="center">'
PHOTO = f'{CENTRE}<img src="/a.jpg"></p>'
TEXT = "<p>Sáng 5/3, hội nghị đã diễn ra tại trụ sở phường.</p>"


def body(html: str, abstract: str | None = None, lead: str | None = None) -> Body:
    page = Page(
        url="https://portal.example/tin/1",
        body=f"<!doctype html><meta charset=utf-8><div id=body>{html}</div>".encode(),
        captured_at=datetime(2026, 1, 2, tzinfo=UTC),
    )
    fragment = page.cut("#body")
    assert fragment is not None
    return body_of(lines_of(fragment), page.absolute, lead=lead, abstract=abstract)


def captions(html: str) -> list[str | None]:
    return [image.caption for image in body(html).images]


@pytest.mark.parametrize(
    "caption",
    [
        "<p align=center>Toàn cảnh hội nghị</p>",
        "<p style='text-align: center'><em>Toàn cảnh hội nghị</em></p>",
        "<p>&nbsp;</p><center><b>Toàn cảnh hội nghị</b></center>",
        "<p style='text-align: justify'><i>Toàn cảnh hội nghị</i></p>",
        "<i>Toàn cảnh hội nghị</i>",
        "<p style='text-align: justify'>Toàn cảnh hội nghị</p>",
        "<figcaption>Toàn cảnh hội nghị</figcaption>",
    ],
)
def test_what_stands_next_after_a_photo_and_names_it_is_its_caption(caption: str) -> None:
    found = body(PHOTO + caption + TEXT)
    assert found.images == (
        Image(url="https://portal.example/a.jpg", caption="Toàn cảnh hội nghị"),
    )
    assert len(found.paragraphs) == 1


@pytest.mark.parametrize(
    "html",
    [
        f"{CENTRE}<img src=/a.jpg><br><em>Toàn cảnh hội nghị</em></p>",
        f"{CENTRE}<img src=/a.jpg><br><br>Toàn cảnh hội nghị</p>",
    ],
)
def test_a_caption_in_the_photo_s_own_block(html: str) -> None:
    assert captions(html + TEXT) == ["Toàn cảnh hội nghị"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Đồng chí Bí thư và Chủ tịch phường", "định hướng nội dung buổi làm việc"),
        ("Dâng hương tại nghĩa trang liệt sỹ", "Thành phố"),
        ("Toàn cảnh hội nghị.", "(Ảnh: Minh Anh)"),
        ("Chủ tịch phường", "Phát biểu khai mạc (Ảnh: Minh Anh)"),
    ],
)
def test_a_caption_runs_over_two_lines(first: str, second: str) -> None:
    html = f"{PHOTO}{CENTRE}<em>{first}</em></p>{CENTRE}<em>{second}</em></p>{TEXT}"
    assert captions(html) == [f"{first} {second}"]
    assert len(body(html).paragraphs) == 1


@pytest.mark.parametrize(
    "after",
    [
        "<p>Phát biểu tại hội nghị, đồng chí Chủ tịch nhấn mạnh ba nhiệm vụ.</p>",
        "<p>Các chỉ tiêu gồm:</p>",
        "<p><b>Kết quả nổi bật</b></p>",
        "<p align=center><b>NỘI DUNG CHƯƠNG TRÌNH</b></p>",
        "<p>- Tổ dân phố số 5</p>",
        "<p>1. Tổ dân phố số 5</p>",
        "<p align=right><b>Minh Anh</b></p>",
        "<p align=center>./.</p>",
        f"<p><i>{'Hội nghị bàn nhiều việc lớn của phường ' * 5}.</i></p>",
        "<table><tr><td>một<td>hai</table>",
        "<p>Xem <a href=/documents/1/a.pdf>kế hoạch</a></p>",
    ],
)
def test_running_text_headings_and_items_after_a_photo_are_no_captions(after: str) -> None:
    assert captions(TEXT + PHOTO + after + TEXT) == [None]


def test_centred_lines_without_a_photo_before_are_paragraphs() -> None:
    html = f"{CENTRE}<b>Một số hình ảnh</b></p>{PHOTO}{CENTRE}Toàn cảnh</p>{TEXT}{CENTRE}***a</p>"
    found = body(html)
    assert found.paragraphs[0] == "Một số hình ảnh"
    assert found.paragraphs[-1] == "***a"
    assert found.images[0].caption == "Toàn cảnh"


def test_a_caption_goes_on_in_another_look_where_its_words_do() -> None:
    html = f"{PHOTO}{CENTRE}<em>Trao bằng khen cho các tổ</em></p>{CENTRE}đóng góp cho phường</p>"
    assert captions(html) == ["Trao bằng khen cho các tổ đóng góp cho phường"]


def test_marks_without_letters_beside_a_photo_are_no_text() -> None:
    found = body(f"{CENTRE}<img src=/a.jpg>\u0323 \\</p>{CENTRE}Toàn cảnh</p>")
    assert (found.paragraphs, found.images[0].caption) == ((), "Toàn cảnh")


def test_a_caption_ends_where_its_look_ends_and_at_the_next_photo() -> None:
    one = f"{CENTRE}<em>Quang cảnh</em></p>{CENTRE}<b>Phần hai</b></p>"
    assert captions(PHOTO + one) == ["Quang cảnh"]
    assert captions(PHOTO + PHOTO + one + PHOTO) == [None, "Quang cảnh", None]


def test_text_round_a_photo_is_text() -> None:
    found = body("<p><img src=/a.jpg style='float: left'>Sáng nay, phường họp bàn</p>")
    assert found.paragraphs == ("Sáng nay, phường họp bàn",)
    assert found.images == (Image(url="https://portal.example/a.jpg"),)


@pytest.mark.parametrize(
    "line",
    [
        "<p align=right><b>Minh Anh</b></p>",
        "<p style='text-align: right'><br><em>Nhóm PV</em></p>",
        "<p align=right>Phòng Văn hóa - Thông tin</p>",
        "<p align=center><b>Minh Anh</b></p>",
        "<p><b>Nguyễn Minh Anh (tổng hợp)</b></p>",
        "<p style='text-align: justify'>Minh Anh - Hà My</p>",
        "<p>(Nguồn: Cổng Giao tiếp điện tử)</p>",
        "<p>Theo Báo Hà Nội mới</p>",
        "<p>Bài và ảnh: Minh Anh</p>",
        "<p>Tin, ảnh: Minh Anh</p>",
    ],
)
def test_the_writer_or_source_alone_after_the_text_is_the_byline(line: str) -> None:
    found = body(TEXT + line + "<p>&nbsp;</p>")
    assert len(found.paragraphs) == 1
    assert found.byline


@pytest.mark.parametrize(
    "line",
    [
        "<p>Trân trọng cảm ơn</p>",
        "<p>Chi tiết xem tại đây./.</p>",
        "<p align=right><b>CHỦ TỊCH</b></p>",
        "<p align=center>(Đã ký)</p><p align=center><b>Nguyễn Minh Anh</b></p>",
        "<p align=right>Hà Nội, ngày 5 tháng 3 năm 2018</p>",
        "<p>Nguyễn Minh Anh</p><p>Trần Hà My</p>",
        "<p>Theo đó, phường sẽ tổ chức ba đoàn kiểm tra trong tháng 3.</p>",
        "<table><tr><td>Minh Anh<td>Hà My</table>",
    ],
)
def test_closing_lines_signatures_and_lists_are_no_bylines(line: str) -> None:
    assert body(TEXT + line).byline is None


def test_a_single_line_is_the_text() -> None:
    assert body("<p align=right>Minh Anh</p>") == Body(paragraphs=("Minh Anh",))


def test_a_byline_over_two_lines_and_before_a_stray_one() -> None:
    source = "<p align=right>(Theo báo Nhân Dân)</p>"
    assert body(f"{TEXT}{source}<p align=right>Hà My</p>").byline == "(Theo báo Nhân Dân) Hà My"
    assert body(f"{TEXT}<p align=right>Hà My</p><p>.</p>").byline == "Hà My"
    assert body(f"{TEXT}<p align=right>Bài: Hà My</p><p>Chi tiết.</p>").byline == "Bài: Hà My"


def test_a_name_to_the_right_is_the_byline_though_a_document_is_appended() -> None:
    appended = "<p align=center><b>LỊCH TUẦN</b></p><p>1. Họp.</p><p>2. Dâng hương.</p>"
    assert body(f"{TEXT}<p align=right><b>Hà My.</b></p>{appended}").byline == "Hà My."
    signed = "<p align=right>CHỦ TỊCH</p><p align=right>Trần Hà My</p>"
    assert body(TEXT + signed + appended).byline is None


def test_a_name_that_is_printed_twice_leaves_only_the_end() -> None:
    name = "<p align=right>Hà My</p>"
    assert body(name + TEXT + name).paragraphs[0] == "Hà My"


def test_files_are_attachments_and_pages_are_not() -> None:
    html = (
        "<p>Xem <a href='/documents/1/2/ke+hoach/9b1d'>kế hoạch</a>, "
        "<a href='/LinkClick.aspx?fileticket=x%3d&amp;tabid=82'>tại đây</a>, "
        "<a href='https://mail.example/service/home/~/?auth=co&amp;id=1&amp;part=3'>đính kèm</a>, "
        "<a href='http://other.example/a.DOCX'>mẫu</a>, <a href='/tin'>tin</a>, "
        "<a href='/a.pdf'> </a> <a href='javascript:x'>x.pdf</a>.</p>"
        "<p><a href='/documents/1/2/lon.jpg'><img src='/nho.jpg'></a></p>"
    )
    found = body(html)
    assert [file.title for file in found.attachments] == ["kế hoạch", "tại đây", "đính kèm", "mẫu"]
    assert found.attachments[0] == Attachment(
        url="https://portal.example/documents/1/2/ke+hoach/9b1d", title="kế hoạch"
    )
    assert found.paragraphs[0].startswith("Xem kế hoạch, tại đây, đính kèm, mẫu, tin,")


def test_the_abstract_printed_again_is_dropped() -> None:
    assert body("<h2>Tóm tắt</h2><p>Tóm tắt thêm</p>", abstract="Tóm tắt").paragraphs == (
        "Tóm tắt thêm",
    )


def test_an_empty_body() -> None:
    assert body("") == Body()


@pytest.mark.parametrize("source", ["", "#", "javascript:x", "file:///C:/a.jpg"])
def test_what_is_no_photo(source: str) -> None:
    assert body(f"<p><img src='{source}'></p>").images == ()
    assert body("", lead=source).images == ()


def test_the_photo_above_the_body_comes_first() -> None:
    assert [image.url for image in body(PHOTO, lead="/lead.jpg").images] == [
        "https://portal.example/lead.jpg",
        "https://portal.example/a.jpg",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<p align=center><em>Toàn cảnh hội nghị</em></p>", "Toàn cảnh hội nghị"),
        ("<p>Toàn cảnh hội nghị (Ảnh: Hà My)</p>", "Toàn cảnh hội nghị (Ảnh: Hà My)"),
        ("<p align=center><b>Chương trình hội nghị</b></p>", None),
        ("<p><em>Sáng nay, phường họp bàn nhiều việc</em></p>", None),
        ("<p>Sáng nay, phường họp bàn</p>", None),
    ],
)
def test_the_first_line_is_the_caption_of_the_photo_above_only_for_certain(
    line: str, expected: str | None
) -> None:
    found = body(line + TEXT, lead="/lead.jpg")
    assert found.images[0].caption == expected
    assert len(found.paragraphs) == (1 if expected else 2)


def test_a_photo_in_the_page_itself_is_kept_whole() -> None:
    source = "data:image/png;base64,iVBORw0KGgo="
    assert body(f"<p><img src='{source}'></p>").images == (Image(url=source),)
