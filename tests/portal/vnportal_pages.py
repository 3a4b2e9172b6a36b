"""Pages of VNPT's vnPortal with the front end of VCCorp, as of 2025."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from typing import TYPE_CHECKING, Final

from portal.blocks import Photo
from portal.liferay_body import write
from portal.site import STAMPS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from portal.blocks import Block
    from portal.content import Content
    from portal.site import Section, Site, Story

LANGUAGE: Final = "jM2HDDVEz40="
_NEWEST: Final = 6
_VIEWSTATE_BYTES: Final = 6_000


def opaque(*words: str) -> str:
    """Return a value as the platform's forms carry it: not to be guessed from the address."""
    return base64.b64encode(hashlib.sha256("/".join(words).encode()).digest()[:24]).decode()


def american(at: datetime) -> str:
    """Return the time as the platform's attributes have it: 5/18/2026 2:46:00 PM."""
    half = "PM" if at.hour >= 12 else "AM"  # noon
    return f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M}:00 {half}"


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


def article(content: Content, story: Story) -> str:
    """Return the page of an article."""
    site = content.site
    section = site.by_slug[story.sections[0]]
    at = story.published_at
    raw = STAMPS["vnportal"](at) if at else ""
    node = (
        '<article id="ctrl_252037_1263_bl_article_main" class="article-detail" type="type-0">\n'
        '<div class="news-tool tools"><div class="control-print" title="In"></div></div>\n'
        '<div id="ctrl_252037_1263_blVideoGopTitle" class="news-detail detail-frame-video">\n'
        f'<div class="title">\n<h1 class="news-title" data-role="title">\n'
        f"    {escape(story.title, quote=False)}\n</h1>\n</div>\n"
        f"<div class=\"news-info\">\n<span title='{american(at) if at else ''}' class='time' "
        f"data-role='publishdate'>{raw}</span>\n</div>\n"
        '<div class="detail-body">\n<h2 class="news-sapo" data-role="sapo">\n'
        f"    {escape(story.abstract or '', quote=False)}\n</h2>\n"
        '<div class="detail-content afcbc-body clearfix vceditor-content" data-role="content">\n'
        f"{_body(story)}<!--Mon May 18 2026 14:46:21 GMT+0700 (Giờ Đông Dương) -- -->\n"
        "</div>\n</div>\n"
        f"<div id='detail_comment' data-news-id='{story.key}' data-news-zone-id='57637' "
        f"data-news-url='https://demo.cnnd.vn/{story.slug}-{story.key}.htm'> </div>\n"
        "</div>\n</article>\n"
    )
    return frame(
        content,
        title=story.title,
        head=_head(content, story, section),
        main=f'<div class="ArticleLeft" id="ArticleLeft">{node}</div>\n{_others(content, story)}',
        path=site.path(story),
    )


def more(content: Content, newest: Iterable[Story]) -> str:
    """Return the JSON of the whole site's articles, newest first."""
    return json.dumps(
        [
            {
                "NewsIdStr": story.key,
                "Title": story.title,
                "Sapo": story.abstract or "",
                "BeautyTime": _raw(story),
                "Url": content.site.path(story),
                "Avatars": "",
            }
            for story in newest
        ],
        ensure_ascii=False,
    )


def _raw(story: Story) -> str:
    return STAMPS["vnportal"](story.published_at) if story.published_at else ""


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


def _item(content: Content, story: Story) -> str:
    path = content.site.path(story)
    at = story.published_at
    full = f"{at:%H:%M}, {at:%d/%m/%Y}" if at else ""
    text = "8 giờ trước" if at and at.hour % 2 else _raw(story)
    title = escape(story.title, quote=False)
    return (
        f'<div class="news-item" data-id="{story.key}">\n  <div class="news-info">\n'
        f'    <a href="{path}"\n       title="{escape(story.title)}">\n'
        f'      <h3 class="news-title">{title}</h3>\n    </a>\n'
        f'    <span class="news-time" title="{full}">{text}</span>\n'
        f'    <p class="news-sapo">{escape(story.abstract or "", quote=False)}</p>\n'
        "  </div>\n</div>\n"
    )


def _head(content: Content, story: Story, section: Section) -> str:
    site = content.site
    url = site.absolute(site.path(story)).replace("https:", "http:")
    at = story.published_at
    facts = {
        "@context": "http://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": f"{url}#WebPage",
        "headline": story.title,
        "description": story.abstract or "",
        "articleSection": section.title,
        "inLanguage": "vi,en",
        "image": {
            "@type": "ImageObject",
            "url": f"https://sqhx-hanoi.mediacdn.vn/zoom/900x540/{story.key}.jpg",
        },
        "isPartOf": {"@type": "CollectionPage", "@id": f"http://{site.host}/{section.slug}"},
        "author": {"@type": "Person", "name": site.title, "url": "https://hanoi.gov.vn"},
        "datePublished": at.isoformat() if at else "",
        "dateModified": at.isoformat() if at else "",
        "keywords": list(story.keywords),
    }
    linked = json.dumps(facts, ensure_ascii=False, indent=4).replace("</", "<\\/")
    return (
        f"<script type='application/ld+json'>{linked}</script>"
        f'<meta name="og:url" content="{url}" property="og:url" />'
        f'<meta name="og:title" content="{escape(story.title)}" property="og:title" />'
        "<meta name='DC.Date' scheme='ISO8601' content='2023-12-16T22-03-32'>"
    )


def _body(story: Story) -> str:
    again = f"<p><b>{escape(story.abstract or '')}</b></p>"
    parts = [again if story.abstract_again else "", *map(_block, story.blocks)]
    if story.byline:
        parts.append(f'<p style="text-align: right;"><b>{escape(story.byline)}</b></p>')
    return "".join(parts)


def _block(block: Block) -> str:
    return _photo(block) if isinstance(block, Photo) else write(block)


def _photo(photo: Photo) -> str:
    lines = "".join(f"<p>{escape(line, quote=False)}</p>" for line in photo.caption)
    caption = f'<figcaption class="PhotoCMS_Caption">{lines}</figcaption>' if lines else ""
    return (
        '<figure class="VCSortableInPreviewMode" type="Photo" style="">'
        f'<div><img src="{escape(photo.url)}" alt="" type="photo" /></div>{caption}</figure>'
    )


def _others(content: Content, story: Story) -> str:
    near = [other for other in content.listed(story.sections[0]) if other != story][:_NEWEST]
    links = "".join(
        f'<a href="{content.site.path(other)}" class="item" title="{escape(other.title)}">\n'
        f'<div class="item-title">{escape(other.title, quote=False)}</div>\n'
        f'<div class="item-date">{_raw(other)}</div></a>\n'
        for other in near
    )
    return (
        '<div class="ArticleBottom"><div class="news-same-category"><div class="title-left">'
        f'Tin cùng chuyên mục</div>\n<div class="content-top">\n{links}</div></div></div>\n'
        "<script>var url = '/api/NewsZone/GetMoreResultsOtherNews?index=1&count=10&seo="
        f"&currentNewsId={story.key}&siteId=2702&imageSize=zoom/260x194';</script>\n"
    )
