"""The article that the project was founded on, through the template of its portal."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from archiver_plugins.longbien import LongBien
from examples.liferay_page import asset, document, page
from examples.real import DATA

if TYPE_CHECKING:
    from archiver import Article

SEED = DATA / "seed-article.txt"
PHOTO = '<p style="text-align: center;"><img alt="" src="/documents/1/{}.jpg?t=1522120460000"></p>'
CAPTION = '<p style="text-align: center;"><em><span style="color: blue">{}</span></em></p>'
CAPTIONS = (
    ("Thứ trưởng Bộ Nội vụ", "định hướng nội dung buổi làm việc"),
    ("Toàn cảnh buổi làm việc",),
)
"""How the lines of the text that are captions begin."""


def lines() -> list[str]:
    """Return section, title, date, abstract, and the lines of the body."""
    return [line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]


def record() -> Article:
    """Return the record that the portal's parser reads."""
    section, title, date, abstract, *body = lines()
    html = asset(
        body=blocks(body),
        title=escape(title),
        date=escape(date).replace("  |", "&nbsp;|"),
        abstract=escape(abstract),
        lead='<img src="/image/journal/article?img_id=1083027&amp;t=1522120462000">',
    )
    return LongBien().parse(page(document(html, section=escape(section))))


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
