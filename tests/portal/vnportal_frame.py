"""What stands round the content on every page of VNPT's vnPortal, as of 2025."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING, Final

from portal.stamps import STAMPS

if TYPE_CHECKING:
    from portal.content import Content
    from portal.site import Site, Story

_VIEWSTATE_BYTES: Final = 6_000


def frame(content: Content, *, title: str, head: str, main: str, path: str) -> str:
    """Return a whole page; ``main`` goes between menu and footer."""
    site = content.site
    token = hashlib.sha256((path + content.token()).encode()).digest() * (_VIEWSTATE_BYTES // 32)
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head><meta name="googlebot" content="noarchive" />'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />'
        f'<meta charset="utf-8" /><title>\n\t{escape(title)}\n</title>{head}'
        f'<meta name="og:site_name" content="{escape(site.title)}" property="og:site_name" />'
        "</head>\n"
        '<body id="bodyApp" ng-app="app" article-news-type="0" siteid="2702">\n'
        f'<form method="post" action="{escape(path)}" id="form1">\n'
        '<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" '
        f'value="{base64.b64encode(token).decode()}" />\n{_menu(site)}'
        f'<div class="ContentBanner">{main}</div>\n'
        '<div class="FooterBanner"><div class="UIFooter_Default"><div class="CopyRight">'
        f'<span class="name">{escape(site.title)}</span></div></div></div>\n'
        "</form>\n</body>\n</html>\n"
    )


def _menu(site: Site) -> str:
    links = "".join(
        f'<li><a href="/{section.slug}" title="{escape(section.title)}">{escape(section.title)}'
        "</a></li>\n"
        for section in site.sections
    )
    return (
        '<div class="UIMenu_Default"><ul class="menu">\n<li><a href="/">Trang chủ</a></li>\n'
        f'{links}<li><a href="/dang-nhap.htm">Đăng nhập</a></li>\n'
        '<li><a href="/lich-cong-tac.htm">Lịch công tác</a></li>\n</ul></div>\n'
    )


def printed_date(story: Story) -> str:
    """Return the date as printed in lists and on the page, empty for none."""
    return STAMPS["vnportal"](story.published_at) if story.published_at else ""
