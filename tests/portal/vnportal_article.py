"""Article pages of VNPT's vnPortal with the front end of VCCorp."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Final

from portal.blocks import Photo
from portal.liferay_body import write
from portal.vnportal_frame import frame, printed_date

if TYPE_CHECKING:
    from datetime import datetime

    from portal.blocks import Block
    from portal.content import Content
    from portal.site import Section, Story

_NEWEST: Final = 6


def article(content: Content, story: Story) -> str:
    """Return the page of an article."""
    site = content.site
    section = site.by_slug[story.sections[0]]
    at = story.published_at
    node = (
        '<article id="ctrl_252037_1263_bl_article_main" class="article-detail" type="type-0">\n'
        '<div class="news-tool tools"><div class="control-print" title="In"></div></div>\n'
        '<div id="ctrl_252037_1263_blVideoGopTitle" class="news-detail detail-frame-video">\n'
        f'<div class="title">\n<h1 class="news-title" data-role="title">\n'
        f"    {escape(story.title, quote=False)}\n</h1>\n</div>\n"
        f"<div class=\"news-info\">\n<span title='{_american(at) if at else ''}' class='time' "
        f"data-role='publishdate'>{printed_date(story)}</span>\n</div>\n"
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


def _american(at: datetime) -> str:
    """Return the time as the platform's attributes have it: 5/18/2026 2:46:00 PM."""
    half = "PM" if at.hour >= 12 else "AM"  # noon
    return f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M}:00 {half}"


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
        f'<div class="item-date">{printed_date(other)}</div></a>\n'
        for other in near
    )
    return (
        '<div class="ArticleBottom"><div class="news-same-category"><div class="title-left">'
        f'Tin cùng chuyên mục</div>\n<div class="content-top">\n{links}</div></div></div>\n'
        "<script>var url = '/api/NewsZone/GetMoreResultsOtherNews?index=1&count=10&seo="
        f"&currentNewsId={story.key}&siteId=2702&imageSize=zoom/260x194';</script>\n"
    )
