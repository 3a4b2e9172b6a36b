"""SharePoint: with Tân Dân's parts, and as at the ministries."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, ClassVar

from portal.liferay_body import body
from portal.simple import Simple, number_in

if TYPE_CHECKING:
    from portal.answers import Request
    from portal.site import Section, Story

GENERATOR = '<meta name="GENERATOR" content="Microsoft SharePoint" />'


class TanDan(Simple):
    """Traps: pages past the last show the last again, addresses in other letters, a login."""

    menu: ClassVar[str] = "/portal/Pages/{}.aspx"
    extra: ClassVar[dict[str, str]] = {
        "/portal/Pages/default.aspx": "<p>Trang chủ</p>",
        "/portal/Pages/Lich-tiep-cong-dan.aspx": '<a href="?PageIndex=2">Sau</a>',
        "/_layouts/15/Authenticate.aspx": "<form></form>",
    }

    def page(self, main: str, title: str, head: str = "") -> str:
        return (
            f"<html><head>{GENERATOR}<title>{escape(title)}</title>{head}</head>"
            f'<body><form action="x"><ul>{self.links()}</ul><div class="tandan-main">{main}</div>'
            "</form></body></html>"
        )

    def article(self, story: Story) -> str:
        tags = "".join(f"<a href='#'>{escape(word)}</a>" for word in story.keywords)
        date = f"Đăng ngày {self.printed(story)}" if self.printed(story) else ""
        others = "".join(map(self.entry, self.near(story)))
        lead = (
            f'<p class="tandan-p-article-news-summary">{escape(story.abstract, quote=False)}</p>'
            if story.abstract
            else ""
        )
        return (
            f'<span class="tandan-span-category">{self.title_of(story)}</span>'
            f'<p class="tandan-p-article-news-title">{escape(story.title, quote=False)}</p>'
            f'<span class="tandan-span-date-publish">{date}</span>{lead}'
            f'<div class="tandan-p-article-main">{body(story)}<div class="social-share">Chia sẻ'
            f'</div><div class="tandan-div-article-other">{others}</div></div>'
            f'<div class="td-tags">{tags}</div>'
        )

    def entry(self, story: Story) -> str:
        url = self.content.site.path(story)
        return (
            f'<div class="tandan-div-article-item"><a href="{url}"><img src="/anh.jpg"></a>'
            f'<a href="{url}">{escape(story.title, quote=False)}</a>'
            f'<span class="tandan-span-date-publish">{self.printed(story)}</span></div>'
        )

    def pager(self, section: Section, number: int, pages: int) -> str:
        base = self.menu.format(section.slug)
        return "".join(f'<a href="{base}?PageIndex={n}">{n}</a>' for n in range(1, pages + 1))

    def list_at(self, request: Request) -> tuple[Section, int] | None:
        for section in self.content.site.sections:
            if request.path == self.menu.format(section.slug):
                pages = -(-len(self.content.listed(section.slug)) // section.delta)
                return section, min(number_in(request, "PageIndex"), pages)
        return None


class Ministry(Simple):
    """Traps: the number counts, not the slug; comments and print by query."""

    menu: ClassVar[str] = "/vn/chuyen-muc/{}/muc.aspx"
    extra: ClassVar[dict[str, str]] = {"/vn/Pages/lien-he.aspx": "<form></form>"}

    def page(self, main: str, title: str, head: str = "") -> str:
        return (
            f"<html><head>{GENERATOR}<title>{escape(title)}</title>{head}</head>"
            f"<body><ul>{self.links()}</ul>{main}</body></html>"
        )

    def article(self, story: Story) -> str:
        prefix, url = "ctl00_m_g_1_ctl00_", self.content.site.path(story)
        source = (
            f'<div id="{prefix}_pnNguontin">{escape(story.byline)}</div>' if story.byline else ""
        )
        section = self.menu.format(story.sections[0])
        text = body(replace(story, byline=None))
        return (
            f'<div class="breadcrumb"><a href="/">Trang chủ</a><a href="{section}">'
            f"{self.title_of(story)}</a></div>"
            f'<div id="{prefix}_pnHide"><span>{self.printed(story)}'
            f'</span></div><div id="divArticleDescription3"><h1>{escape(story.title, quote=False)}'
            '</h1></div><div id="divArticleDescription1">'
            f"{escape(story.abstract or '', quote=False)}</div>"
            f'<div id="divArticleDescription2">{text}</div>{source}<a href="{url}?print=1">In</a>'
            + "".join(map(self.entry, self.near(story)))
        )

    def entry(self, story: Story) -> str:
        url = self.content.site.path(story)
        return (
            f'<div class="news-item"><h3><a href="{url}">'
            f"{escape(story.title, quote=False)}</a></h3>"
            f'<span class="date">{self.printed(story)}</span></div>'
        )

    def pager(self, section: Section, number: int, pages: int) -> str:
        base = self.menu.format(section.slug)
        return "".join(f'<a href="{base}?page={n}">{n}</a>' for n in range(1, pages + 1))

    def list_at(self, request: Request) -> tuple[Section, int] | None:
        match = re.match(r"/vn/chuyen-muc/(\d+)/", request.path)
        section = self.content.site.by_slug.get(match[1]) if match else None
        return (section, number_in(request, "page")) if section else None
