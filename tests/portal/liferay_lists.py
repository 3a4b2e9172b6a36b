"""Front page and lists of the Liferay portals, with their paging."""

from __future__ import annotations

from html import escape
from math import ceil
from typing import TYPE_CHECKING

from portal.liferay_article import crumbs, photo, whole
from portal.liferay_frame import box, page

if TYPE_CHECKING:
    from portal.content import Content
    from portal.site import Section, Story

_MENU_BEFORE = 25
_HOT = 6
_FOLDER = 4


def front(content: Content, language: str) -> str:
    """Return the front page: the newest, then the newest of every section."""
    news = content.site.sections[0]
    hot = content.listed(news.slug)[:_HOT]
    items = "".join(_hot(content, story, news, language) for story in hot)
    folders = "".join(_folder(content, section, language) for section in content.site.sections)
    calendar = '<a href="/lich-cong-tac?ngay=01/06/2025">Lịch công tác tuần</a>\n'
    procedure = (
        f'<a href="/{news.slug}?p_p_id=1_WAR_portaltthcportlet&amp;p_p_lifecycle=0&amp;'
        '_1_WAR_portaltthcportlet_id=19755&amp;_1_WAR_portaltthcportlet_redirect=%2F">Thủ tục</a>'
    )
    main = (
        box("news", f'<div class="newsfocus3-wrapper"><ul>\n{items}</ul></div>\n', "Tin nổi bật")
        + box("folders", f'<div class="k1">\n{folders}</div>\n')
        + box("tthc", calendar + procedure, "Thủ tục hành chính")
    )
    head = '<link href="/" rel="canonical" />\n'
    return page(content.site, title="Trang chủ", head=head, main=main, path="", language=language)


def section_page(content: Content, section: Section, language: str, number: int, delta: int) -> str:
    """Return list page ``number``; past the end it is the last one."""
    stories = content.listed(section.slug)
    pages = max(1, ceil(len(stories) / delta))
    current = min(max(1, number), pages)
    shown = stories[(current - 1) * delta : current * delta]
    write = whole if section.full else _abstract
    inner = "".join(write(content, story, section, language) for story in shown)
    pager = _pager(section, language, current, pages, delta, len(stories))
    head = f'<link href="/{section.slug}" rel="canonical" />\n'
    return page(
        content.site,
        title=section.title,
        head=head,
        main=crumbs(section, language) + box("101", inner + pager, "Tin nổi bật"),
        path=f"{language}/{section.slug}",
        language=language,
    )


def page_path(section: Section, language: str, number: int, delta: int) -> str:
    """Return the address of a list page, with all that the portal puts into it."""
    return (
        f"{language}/{section.slug}?p_p_id=101&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
        "&p_p_col_id=column-1&p_p_col_pos=1&p_p_col_count=2"
        f"&_101_delta={delta}&_101_keywords=&_101_advancedSearch=false&_101_andOperator=true"
        f"&p_r_p_564233524_resetCur=false&_101_cur={number}"
    )


def _hot(content: Content, story: Story, section: Section, language: str) -> str:
    title = escape(story.title)
    day = f"{story.published_at:%d/%m/%Y}" if story.published_at else ""
    return (
        '<li> <div class="title_news"> '
        f'<a href="{content.site.path(story, section.slug, language)}" title="{title}"> {title} '
        f'<span class="date_content_asset"> ({day}) </span> </a> </div>\n'
        f'<div class="leadNewsTemp" style="display: none;" data-summary="{title}"></div> </li>\n'
    )


def _folder(content: Content, section: Section, language: str) -> str:
    stories = content.listed(section.slug)[:_FOLDER]
    items = "".join(
        f'<li class="tin_tiep nobo"> <a href="{content.site.path(story, section.slug, language)}">'
        f" {escape(story.title, quote=False)} </a> </li>\n"
        for story in stories
    )
    return (
        f'<div class="folderright">\n<h3 class="tlecmh3"> <a class="hdCM" '
        f'href="{language}/{section.slug}"><i class="tlecm"></i>{escape(section.title)}</a> </h3>\n'
        f'<ul class="box_tp bgxam">\n{items}</ul>\n</div>\n'
    )


def _abstract(content: Content, story: Story, section: Section, language: str) -> str:
    path = content.site.path(story, section.slug, language)
    thumb = (
        f'<div class="asset-image"> <a href="{path}"><img src="{photo(content, story.lead)}" '
        'alt=""/></a> </div>\n'
        if story.lead
        else ""
    )
    summary = escape((story.abstract or " ".join(story.body))[:160], quote=False)
    return (
        '<div class="asset-bounddary">\n<div class="asset-abstract ">\n'
        f'<div class="asset-content normal-news">\n{thumb}<div class="asset-content-custom" >\n'
        f'<h3 class="asset-title"> <a href="{path}">{escape(story.title, quote=False)}</a> </h3>\n'
        f'<div class="assetPublishDate block_timer"> {_stamp(content, story)} </div>\n'
        f'<div class="asset-summary"> {summary}... </div>\n</div>\n</div>\n'
        '<div class="asset-metadata"> </div>\n</div>\n</div>\n'
    )


def _stamp(content: Content, story: Story) -> str:
    """Return a list's date line: the same minute as the article's, the hour in two digits."""
    at = story.published_at
    if at is None or story.stamp == "none":
        return ""
    half = "PM" if at.hour >= 12 else "AM"  # noon
    hour = at.hour % 12 or 12
    views = content.views(story)
    return f"Ngày đăng {at:%d/%m/%Y} | {hour:02}:{at:%M} {half} &nbsp;|&nbsp;View count: {views}"


def _pager(
    section: Section, language: str, current: int, pages: int, delta: int, total: int
) -> str:
    """Return the pager: a menu that stops early, what is shown, first to last."""
    if pages == 1:
        return ""

    def link(number: int) -> str:
        return escape(page_path(section, language, number, delta))

    def button(text: str, number: int, kind: str = "") -> str:
        here = number == current or not 1 <= number <= pages
        target = "javascript:;" if here else link(number)
        name = f"{'disabled' if here else ''}{kind}"
        return f'<li class="{name}"> <a href="{target}" target="_self"> {text} </a> </li>\n'

    near = range(max(1, current - _MENU_BEFORE), min(pages, current + _MENU_BEFORE) + 1)
    menu = "".join(
        f'<li class="custom-paging" role="presentation"> <a href="{link(number)}" '
        f'class=" taglib-icon" role="menuitem" > <span>{number}</span> </a> </li>\n'
        for number in near
    )
    first, last = (current - 1) * delta + 1, min(current * delta, total)
    shown = f"Hiển thị {_dotted(first)} - {_dotted(last)} of {_dotted(total)} kết quả."
    if language == "/en":
        shown = f"Showing {first:,} - {last:,} of {total:,} results."
    return (
        '<div class="taglib-page-iterator" id="_101_ocerSearchContainerPageIterator">\n'
        f'<div class="clearfix lfr-pagination">\n<ul class="dropdown-menu">\n{menu}</ul>\n'
        f'<small class="search-results"> {shown} </small>\n'
        '<ul class="pager lfr-pagination-buttons">\n'
        + button("&larr; Đầu tiên", 1, " first")
        + button("Trước", current - 1)
        + button("next", current + 1)
        + button("Cuối cùng &rarr;", pages, " last")
        + "</ul>\n</div>\n</div>\n"
    )


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
