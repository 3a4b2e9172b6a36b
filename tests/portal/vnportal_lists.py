"""Front page, sections and lists of VNPT's vnPortal with the front end of VCCorp."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from typing import TYPE_CHECKING, Final

from portal.vnportal_frame import frame, printed_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.content import Content
    from portal.site import Section, Story

LANGUAGE: Final = "jM2HDDVEz40="
_NEWEST: Final = 6


def opaque(*words: str) -> str:
    """Return a value as the platform's forms carry it: not to be guessed from the address."""
    return base64.b64encode(hashlib.sha256("/".join(words).encode()).digest()[:24]).decode()


def front(content: Content) -> str:
    """Return the front page: menu and the newest articles."""
    newest = sorted(
        (story for section in content.site.sections for story in content.listed(section.slug)),
        key=lambda story: story.key,
        reverse=True,
    )
    main = f'<div class="BeforeArticle">{items(content, newest[:_NEWEST])}</div>'
    return frame(content, title=content.site.title, head="", main=main, path="/")


def section_page(content: Content, section: Section) -> str:
    """Return a section's page: no articles, only what the script asks the list with."""
    site = content.site
    main = (
        f'<div class="UIListNews_Default"><h1 class="zone-title">{escape(section.title)}</h1>\n'
        f'<div class="list-news" id="newszone" data-catname="{opaque(site.host, section.slug)}" '
        f'data-languageid="{LANGUAGE}" data-site="{opaque(site.host)}" '
        f'data-pagesize="{section.delta}"></div>\n'
        '<div class="view-more"><a class="view-more-btn" onclick="more(); return false;">'
        "Xem thêm</a></div>\n<script>\nvar page = 0;\nfunction more() {\n"
        "  var zone = $('#newszone');\n  $.post('/api/NewsZone/NewsZone', {PageIndex: page++, "
        "PageSize: zone.data('pagesize'),\n    Catname: zone.data('catname'), "
        "LanguageId: zone.data('languageid'), Site: zone.data('site')},\n"
        "    function (html) { zone.append(html); });\n}\nmore();\n</script></div>\n"
    )
    return frame(content, title=section.title, head="", main=main, path=f"/{section.slug}")


def items(content: Content, stories: Iterable[Story]) -> str:
    """Return the fragment of a list: articles without a page round them."""
    return "".join(_item(content, story) for story in stories)


def more(content: Content, newest: Iterable[Story]) -> str:
    """Return the JSON of the whole site's articles, newest first."""
    return json.dumps(
        [
            {
                "NewsIdStr": story.key,
                "Title": story.title,
                "Sapo": story.abstract or "",
                "BeautyTime": printed_date(story),
                "Url": content.site.path(story),
                "Avatars": "",
            }
            for story in newest
        ],
        ensure_ascii=False,
    )


def _item(content: Content, story: Story) -> str:
    path = content.site.path(story)
    at = story.published_at
    full = f"{at:%H:%M}, {at:%d/%m/%Y}" if at else ""
    text = "8 giờ trước" if at and at.hour % 2 else printed_date(story)
    title = escape(story.title, quote=False)
    return (
        f'<div class="news-item" data-id="{story.key}">\n  <div class="news-info">\n'
        f'    <a href="{path}"\n       title="{escape(story.title)}">\n'
        f'      <h3 class="news-title">{title}</h3>\n    </a>\n'
        f'    <span class="news-time" title="{full}">{text}</span>\n'
        f'    <p class="news-sapo">{escape(story.abstract or "", quote=False)}</p>\n'
        "  </div>\n</div>\n"
    )
