"""The body of an article as the editors of the Liferay portals left it."""

from __future__ import annotations

from functools import singledispatch
from html import escape
from typing import TYPE_CHECKING, Final

from portal.blocks import File, Items, Paragraph, Pasted, Photo, Table
from portal.dirt import DIRT

if TYPE_CHECKING:
    from portal.site import Story

_CENTRE: Final = ' align="center"'
_BLUE: Final = '<span style="color: rgb(0,0,255);">'
_EMPTY: Final = '<p style="text-align: justify;">&nbsp;</p>\n'
_BREAK: Final = "<br />\n<br />"
_STYLES: Final = {
    "plain": '<p style="text-align: justify;">{}</p>\n',
    "div": "<div>{}</div>\n<div>&nbsp;</div>\n",
    "bare": "{}</p>\n",
    "bold": "<p>\n  <strong>\n    <em>{}</em></strong></p>\n",
    "centred": '<p style="text-align: center;"><strong>{}</strong></p>\n',
    "heading": "<h3>{}</h3>\n",
    "boxed": '<table border="1"><tbody><tr><td>\n<p>{}</p></td></tr></tbody></table>\n',
    "word": (
        '<p class="MsoNormal" style="margin: 6pt 0cm"><span lang="VI"><o:p></o:p>'
        '<span style="font-size: 14pt">{}</span></span></p>\n'
    ),
}


def body(story: Story) -> str:
    """Return the inner HTML of the node that holds the text."""
    again = f"<p><strong>{escape(story.abstract or '')}</strong></p>\n"
    parts = [again if story.abstract_again else ""]
    parts += [write(block) for block in story.blocks]
    return "".join(parts) + byline(story)


def byline(story: Story) -> str:
    """Return the writer as printed after the text, with the spaces that editors align by."""
    if not story.byline:
        return ""
    return (
        f'<p style="text-align: right;">{"&nbsp;" * 8}\n <strong>{escape(story.byline)}</strong>'
        "</p>\n<p>&nbsp;</p>\n"
    )


@singledispatch
def write(block: object) -> str:
    """Return a block as HTML."""
    message = f"no way to write {type(block).__name__}"
    raise TypeError(message)


@write.register
def _(block: Paragraph) -> str:
    text = DIRT[block.dirt](escape(block.text, quote=False)).replace("\n", _line_end(block))
    if block.style == "broken":
        head, space, tail = text.partition(" ")
        return _STYLES["plain"].format(head + (space and "<br />") + tail)
    return _STYLES[block.style].format(text)


def _line_end(block: Paragraph) -> str:
    return "\n" if block.dirt == "wrapped" else _BREAK


@write.register
def _(block: Photo) -> str:
    image = f'<img alt="" src="{escape(block.url)}" style="width: 448.0px;height: 336.0px;" />'
    if block.style == "linked":
        image = f'<a class="detail-img-lightbox" href="{escape(block.url)}" title="">{image}</a>'
    if block.style == "loose":
        slanted = " ".join(f"<i>{escape(line, quote=False)}</i>" for line in block.caption)
        return f"<p{_CENTRE}>{image}</p>\n{slanted}\n{_EMPTY}"
    centre = ' style="text-align: center;"' if block.style == "css" else _CENTRE
    gap = f"<p{centre}>&nbsp;</p>\n" if block.gap else ""
    lines = "".join(
        f"<p{centre}>\n  {_BLUE}\n    <em>{escape(line, quote=False)}</em></span></p>\n"
        for line in block.caption
    )
    return f"<p{centre}>\n  {image}</p>\n{gap}{lines}{_EMPTY}"


@write.register
def _(block: Items) -> str:
    tag = "ol" if block.ordered else "ul"
    items = "".join(f"  <li>{escape(item, quote=False)}</li>\n" for item in block.items)
    return f"<{tag}>\n{items}</{tag}>\n"


@write.register
def _(block: Table) -> str:
    rows = "".join(f"  <tr>{''.join(map(_cell, row))}</tr>\n" for row in block.rows)
    return (
        '<table align="left" border="1" cellpadding="0" cellspacing="0" width="644">\n'
        f"<tbody>\n{rows}</tbody></table>\n"
    )


def _cell(text: str) -> str:
    lines = [f"<strong>&nbsp;{escape(line, quote=False)}</strong>" for line in text.split("\n")]
    inner = "</p><p>".join(lines) if text else "&nbsp;"
    return f'<td style="width: 134.0px;"><p>\n  {inner}</p></td>'


@write.register
def _(block: File) -> str:
    before, title, after = (escape(part) for part in (block.before, block.title, block.after))
    return f'<p>{before}<em><a href="{escape(block.url)}">{title}</a></em>{after}</p>\n'


@write.register
def _(block: Pasted) -> str:
    title, text = escape(block.title, quote=False), escape(block.text, quote=False)
    return (
        '<div class="asset-full-content-title" style="text-align: justify;">\n'
        f'  <span style="font-weight: normal;">{title}</span></div>\n'
        '<div class="asset-full-content show-asset-title" id="yui_patched_v3_11_0_1_525">\n'
        '<div class="asset-content" id="_101_1907467">\n'
        '<div class="journal-content-article" id="yui_patched_v3_11_0_1_524">\n'
        f'<p>&nbsp;</p>\n<div><span style="font-size: 14.0px;">{text}</span></div></div></div>\n'
        "</div>\n"
    )
