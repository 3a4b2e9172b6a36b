"""What stands round the content on every page of the Liferay portals."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from portal.site import Site

STATIC: Final = {
    "gioi-thieu": "Giới thiệu",
    "co-cau-to-chuc": "Cơ cấu tổ chức",
    "lanh-ao-quan": "Lãnh đạo quận",
    "thu-tuc-hanh-chinh": "Thủ tục hành chính",
    "hoi-ap": "Hỏi đáp",
    "lien-he": "Liên hệ",
    "lich-cong-tac": "Lịch công tác",
    "so-do-website": "Sơ đồ cổng",
}
"""Pages that hold no articles, by slug."""
HOME: Final = "/web/longbien/trang-chu"
ENGLISH_HOME: Final = "/web/longbien-eng/home"
_STYLES: Final = ("aui", "main", "ddlk", "asset", "journal", "lienket")
_LINKS: Final = tuple(f"Phường số {number}" for number in range(1, 8))


def page(site: Site, *, title: str, head: str, main: str, path: str, language: str = "") -> str:
    """Return a whole page; ``main`` goes between menu and side boxes."""
    return (
        f"{top(site, title=title, head=head, language=language)}"
        f"{_header(path)}{_menu(site, language)}"
        '<div class"after_main"></div>\n<div id="main">\n'
        '<div class="quan_lb" id="main-content" role="main">\n'
        '<div class="portlet-layout row-fluid">\n'
        '<div class="portlet-column portlet-column-first span9" id="column-1">\n'
        f"{main}</div>\n{_side(site, language)}</div>\n</div>\n</div>\n{_footer(site)}"
    )


def top(site: Site, *, title: str, head: str, language: str, popup: str = "") -> str:
    """Return everything down to the opened body."""
    lang = "en-US" if language == "/en" else "vi-VN"
    return (
        f'<!DOCTYPE html> <html class="aui ltr" dir="ltr" lang="{lang}"> \n'
        f"<head> <title>{escape(title)} - {escape(site.title)}</title> "
        '<meta content="text/html; charset=UTF-8" http-equiv="content-type" />\n'
        f"{head}{_assets(lang)}</head>\n"
        f'<body class="{popup} yui3-skin-sam controls-visible signed-out public-page site">\n'
    )


def box(name: str, inner: str, title: str = "") -> str:
    """Return a portlet, with a heading of its own if it has a title."""
    heading = (
        '<header class="portlet-topper">\n<h1 class="portlet-title">'
        '<span class="portlet-title-icon"> &nbsp; </span> '
        f'<span class="portlet-title-text">{escape(title)}</span>\n</h1>\n</header>\n'
    )
    return (
        f'<div class="portlet-boundary portlet-boundary_{name}_  portlet-static" '
        f'id="p_p_id_{name}_">\n<span id="p_{name}"></span>\n<section class="portlet">\n'
        f'{heading if title else ""}<div class="portlet-content">\n<div class="portlet-body">\n'
        f"{inner}</div>\n</div>\n</section>\n</div>\n"
    )


@lru_cache(maxsize=64)
def _assets(lang: str) -> str:
    sheets = "".join(
        f'<link class="lfr-css-file" href="/theme/css/{name}.css?browserId=other&amp;'
        f'minifierType=css&amp;languageId={lang}&amp;b=6201" rel="stylesheet" type="text/css" />\n'
        for name in _STYLES
    )
    return (
        f'{sheets}<script type="text/javascript">\n// <![CDATA[\nvar Liferay = '
        f'{{ThemeDisplay: {{getLanguageId: function() {{return "{lang}";}}}}}};\n// ]]>\n'
        '</script>\n<script src="/html/js/barebone.jsp?b=6201" type="text/javascript"></script>\n'
        "<style type='text/css'>#banner { background: none; }</style>\n"
    )


def _header(path: str) -> str:
    """Return the header; on articles its language links append to the path, without end."""
    article = "/-/" in path
    english = f"{path}/en" if article else ENGLISH_HOME
    vietnamese = f"{path}/vi" if article else HOME
    return (
        '<a href="#main-content" id="skip-to-content">Truy cập nội dung luôn</a>\n'
        '<div class="body">\n<div id="header">\n<div id="contentheader">\n'
        f'<a class="lang_us" href="{escape(english)}"></a>\n'
        f'<a class="lang_vi" href="{escape(vietnamese)}"></a>\n'
        '<div class="egov_date"></div>\n</div>\n</div>\n'
    )


@lru_cache(maxsize=64)
def _menu(site: Site, language: str) -> str:
    child = "".join(
        f'<li class=""> <a href="{language}/{section.slug}" >{escape(section.title)}</a> </li>\n'
        for section in site.sections
        if not section.full
    )
    static = "".join(
        f'<li class="" > <a href="{language}/{slug}" >{name}</a> </li>\n'
        for slug, name in STATIC.items()
    )
    return (
        '<nav id="navigation" role="navigation">\n<div id="menu">\n<ul class="navi">\n'
        f'<li class=" active" > <a href="{language}/trang-chu" >Trang chủ</a>\n'
        f'<ul class="child-menu">\n{child}</ul> </li>\n{static}</ul>\n'
        '<div class="nav-search"><input type="text" name="search" value="" id="txtTimKiem"/>'
        "</div>\n</div>\n</div>\n</nav>\n"
    )


@lru_cache(maxsize=64)
def _side(site: Site, language: str) -> str:
    full = "".join(
        f'<li><a href="{language}/{section.slug}" > {escape(section.title)}</a></li>'
        for section in site.sections
        if section.full
    )
    banners = "".join(
        f'<tr> <td><a href="{language}/{slug}"><span style="color: rgb(230,230,250);"> '
        f'<img alt="" src="/documents/554897/555001/{slug}.png?t=1450171044909" /></span></a>'
        "</td></tr>\n"
        for slug in STATIC
    )
    options = "".join(
        f'<option value="http://phuong{number}.longbien.gov.vn/"> {name} </option>\n'
        for number, name in enumerate(_LINKS)
    )
    return (
        '<div class="portlet-column portlet-column-last span3" id="column-2">\n'
        + box("85", f"<ul>{full}</ul>\n", "Đầu tư công")
        + box(
            "56",
            f'<div class="journal-content-article"><table><tbody>\n{banners}'
            "</tbody></table></div>\n",
        )
        + box("lienket", f'<select name="selectWeblink">\n{options}</select>\n', "Liên kết")
        + box("counter", '<p class="counter">Số lượng truy cập: 12.345.678</p>\n')
        + "</div>\n"
    )


@lru_cache(maxsize=64)
def _footer(site: Site) -> str:
    return (
        '<form action="#" id="hrefFm" method="post" name="hrefFm"> <span></span> </form>\n'
        '<div class="footer-wrapper">\n<div id="footer" class="clearfix">\n'
        '<p class="vetrang"><a href="#">| Về đầu trang |</a>'
        '<a href="/dang-nhap"> Đăng nhập |</a> '
        '<a rel="nofollow" href="/c/portal/login?p_l_id=10180">Quản trị</a>\n'
        f'<div class="footleft">\n<h3>{escape(site.title.upper())}</h3>\n'
        "<p>&#272;&#7883;a ch&#7881;: S&#7889; 1 Phố Vạn Hạnh</p><br>\n</div>\n</div>\n</div>\n"
        "</div>\n</body>\n</html>\n"
    )
