"""Article pages of the Liferay portals: as a page, in print, and inside a list."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from portal.liferay_body import body
from portal.liferay_frame import box, page, top
from portal.stamps import STAMPS

if TYPE_CHECKING:
    from portal.content import Content
    from portal.site import Section, Story

_RELATED = 6
_FILLER = (
    '<div class="weblink-client-wrapper"><span class="taglib-text">Liên kết nội bộ</span> '
    '<i class="caret"></i>\n<script type="text/javascript">AUI().use("liferay-menu", '
    'function(A) {A.all(".weblink").on("hover", Liferay.Menu.handleFocus);});</script></div>\n'
)


def article(content: Content, story: Story, section: Section, language: str, path: str) -> str:
    """Return the page of a story under a section; ``path`` is the address that was asked."""
    site = content.site
    main = crumbs(section, language) + box(
        "101",
        whole(content, story, section, language) + _nested(site.path(story, section.slug), section),
    )
    canonical = site.path(story, section.slug)
    html = page(
        site,
        title=f"{story.title} - {section.title}",
        head=_head(story, canonical, section),
        main=main,
        path=path,
        language=language,
    )
    return _filled(html, site.size)


def printed(content: Content, story: Story, section: Section, language: str) -> str:
    """Return the page for printing: the same nodes without menus."""
    site = content.site
    head = _head(story, _print_path(content, story, section), section)
    return (
        top(site, title=story.title, head=head, language=language, popup="portal-popup")
        + '<div class="columns-max" id="main-content" role="main">\n'
        + box("101", _asset(content, story, section, language))
        + "</div>\n</body>\n</html>\n"
    )


def whole(content: Content, story: Story, section: Section, language: str) -> str:
    """Return the story as a list prints it that shows whole articles: no link leads to it."""
    return (
        _asset(content, story, section, language)
        + _tools(content, story, section)
        + _related(content, story, section, language)
    )


def crumbs(section: Section, language: str) -> str:
    """Return the line that says where the reader is."""
    home = "Home" if language == "/en" else "Trang chủ"
    return box(
        "ddlk",
        f'<div class="dd_chuyenmuc">\n\t<span class="trangchu"><a href="/">{home}</a></span>\n'
        f'\t<span class="tintuc"><p>{escape(section.title)}</p></span>\n</div>\n',
    )


def stamp(content: Content, story: Story, section: Section, language: str = "") -> str:
    """Return the date line of an article's page."""
    form = content.site.stamp(story, section.slug)
    at = story.published_at
    if at is None or form == "none":
        return ""
    label = "Publish date" if language == "/en" else "Ngày đăng"
    raw, views = STAMPS[form](at), content.views(story)
    if form == "bare":
        return raw
    counter = {
        "label": f" &nbsp;|&nbsp;View count: {views}",
        "seed": f" &nbsp;|&nbsp;Lượt xem: {views}",
        "weekday": f" &nbsp;|&nbsp;Lượt xem: {views:,}".replace(",", "."),
    }.get(form, "")
    return f"{label} {raw}{counter}"


def photo(content: Content, path: str) -> str:
    """Return the address of a lead photo with the stamp that changes at every fetch."""
    return f"{escape(path)}&amp;t={content.token()}" if "img_id=" in path else escape(path)


def _head(story: Story, canonical: str, section: Section) -> str:
    summary = escape(escape(story.abstract or story.title))
    words = escape(", ".join(story.keywords))
    return (
        f'<meta content="{summary}" lang="vi-VN" name="description" />\n'
        f'<meta content="{words}" lang="vi-VN" name="keywords" />\n'
        f'<link href="{escape(canonical)}" rel="canonical" />\n'
        f'<link href="/en/{section.slug}" hreflang="en-US" rel="alternate" />\n'
        f'<link href="/{section.slug}" hreflang="vi-VN" rel="alternate" />\n'
    )


def _asset(content: Content, story: Story, section: Section, language: str) -> str:
    lead = (
        f'<img src="{photo(content, story.lead)}" alt="" class="pull-left" style="width: 250px;">'
        if story.lead
        else ""
    )
    return (
        f'<div class="asset-full-content-title">{escape(story.title, quote=False)}</div>\n'
        '<div class="assetPublishDate block_timer">\n\t\t\t'
        f"{stamp(content, story, section, language)}\n</div>\n"
        '<div class="asset-full-content  show-asset-title">\n\t\t<!-- \n -->\n'
        f'<div class="asset-content" id="_101_{story.key}">\n'
        f'<div class="sapo-wrapper clearfix">\n\t{lead}\n\t<p class="sapo">\n\t\t'
        f"<strong>{escape(story.abstract or '', quote=False)}</strong>\n\t</p>\n</div>\n"
        f'<div class="journal-content-article">\n\t{body(story)}'
        '\t<p align="right" class="view-content-author">\n\t\t'
        f"<strong><em>{story.login}</em></strong>\n\t</p>\n</div>\n</div>\n</div>\n"
    )


def _tools(content: Content, story: Story, section: Section) -> str:
    path = _print_path(content, story, section)
    return (
        '<div class="asset-control-detail">\n<span class="print-action" >'
        '<a href="javascript:_101_printPage_0();" class=" taglib-icon"> '
        '<span class="taglib-text ">In bài viết</span> </a></span>\n'
        '<span class="mailto-action" ><a href="mailto:" class=" taglib-icon">Gửi mail</a></span>\n'
        '</div>\n<script type="text/javascript">function _101_printPage_0()'
        f'{{window.open("{path}","","directories=0,height=480,left=80,location=1")}}</script>\n'
    )


def _nested(path: str, section: Section) -> str:
    """Return the link that writes an address into an address, without end."""
    return f'<a class="lang_vi" href="/{section.slug}/-/view_content/vi{path}"></a>\n'


def _print_path(content: Content, story: Story, section: Section) -> str:
    path = content.site.path(story, section.slug)
    return path.replace("/view_content/", "/view_content/pop_up/") + "?_101_viewMode=print"


def _related(content: Content, story: Story, section: Section, language: str) -> str:
    """Return the links to the section's newest; on some pages they carry where one came from."""
    others = [other for other in content.listed(section.slug)[: _RELATED + 1] if other != story]
    back = f"?redirect=%2F{section.slug}%3F_101_cur%3D2" if int(story.key) % 3 == 0 else ""
    items = "".join(
        f'<li><a href="{content.site.path(other, section.slug, language)}{back}">'
        f"{escape(other.title, quote=False)}</a></li>\n"
        for other in others[:_RELATED]
    )
    return (
        '<div class="related_asset">\n<div class="related_asset_title">Các tin khác</div>\n'
        f'<ul class="related_asset_list">\n{items}</ul>\n</div>\n'
    )


def _filled(html: str, size: int) -> str:
    """Return the page with what widgets leave at its end, up to a size in bytes."""
    missing = size - len(html.encode())
    if missing <= 0:
        return html
    units, rest = divmod(missing, len(_FILLER.encode()))
    return html.replace("</body>", _FILLER * units + " " * rest + "</body>", 1)
