"""The article that the project was founded on, through the template of its portal."""

from __future__ import annotations

from datetime import datetime
from html import escape

from archiver import Article, Image
from archiver_plugins.longbien import LongBien
from liferay_page import ADDRESS, HOST, asset, document, page
from real import DATA, needs_data

SEED = DATA / "seed-article.txt"
PHOTO = '<p style="text-align: center;"><img alt="" src="/documents/1/{}.jpg?t=1522120460000"></p>'
CAPTION = '<p style="text-align: center;"><em><span style="color: blue">{}</span></em></p>'
CAPTIONS = (
    ("Thứ trưởng Bộ Nội vụ", "định hướng nội dung buổi làm việc"),
    ("Toàn cảnh buổi làm việc",),
)
"""How the lines of the text that are captions begin."""


def blocks(text: list[str]) -> str:
    """Return the text as the portal prints it: photos before the lines that are captions."""
    html: list[str] = []
    for line in text:
        is_caption = any(line.startswith(start) for starts in CAPTIONS for start in starts)
        if any(line.startswith(starts[0]) for starts in CAPTIONS):
            html.append(PHOTO.format(len(html)))
        form = CAPTION if is_caption else '<p style="text-align: justify;">{}</p>'
        html.append(form.format(escape(line).replace("\u00a0", "&nbsp;")))
    return "\n".join(html)


@needs_data
def test_the_seed_article_field_by_field() -> None:
    lines = [line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    section, title, date, abstract, *body = lines
    html = asset(
        body=blocks(body),
        title=escape(title),
        date=escape(date).replace("  |", "&nbsp;|"),
        abstract=escape(abstract),
        lead='<img src="/image/journal/article?img_id=1083027&amp;t=1522120462000">',
    )
    record = LongBien().parse(page(document(html, section=escape(section))))
    spaced = [line.replace("\u00a0", " ") for line in body]
    first, second, last = (line for line in spaced if line.startswith(sum(CAPTIONS, ())))
    photos = [f"{HOST}/documents/1/{spaced.index(first)}.jpg"]
    photos.append(f"{HOST}/documents/1/{spaced.index(last) + 1}.jpg")
    assert record == Article(
        site="longbien",
        key="1083028",
        url=ADDRESS,
        title="Hội thảo xây dựng Đề án thí điểm mô hình chính quyền đô thị",
        section="Đảng - đoàn thể",
        published_at=datetime.fromisoformat("2018-03-27T10:14:00+07:00"),
        published_raw="27/03/2018 | 10:14",
        abstract=" ".join(abstract.split()),
        body=tuple(line for line in spaced if line not in {first, second, last}),
        images=(
            Image(url=f"{HOST}/image/journal/article?img_id=1083027"),
            Image(url=photos[0], caption=f"{first} {second}"),
            Image(url=photos[1], caption="Toàn cảnh buổi làm việc"),
        ),
        keywords=("a", "tin tức"),
        language="vi",
        views=1729,
    )
    assert len(record.body) == 6
