"""Vietsoftware VCMS on Liferay 6.0."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, ClassVar

from portal.liferay_body import body
from portal.paths import INSTANCE
from portal.simple import Simple, number_in

if TYPE_CHECKING:
    from portal.answers import Request
    from portal.site import Section, Story

ARTICLE = re.compile(r"^/[\w-]+/-/vcmsviewcontent/\w+/\d+/(\d+)/")
CATEGORY = re.compile(r"^/([\w-]+)(?:/-/vcmsviewcontent/\w+/52/[^/]*)?$")


class Vcms(Simple):
    """Traps: any slug leads to an article, a search by date, a print page."""

    extra: ClassVar[dict[str, str]] = {"/lich-lam-viec": "<table></table>"}

    def page(self, main: str, title: str, head: str = "") -> str:
        return (
            f"<html><head><title>{escape(title)}</title>{head}</head><body>"
            f'<ul class="wd-menu">{self.links()}</ul><div class="wd-content">{main}</div>'
            '<form><input name="fromdate"></form>© Vietsoftware</body></html>'
        )

    def article(self, story: Story) -> str:
        lead = (
            f"<p><strong>{escape(story.abstract, quote=False)}</strong></p>"
            if story.abstract
            else ""
        )
        date = (
            f'<p class="wd-date">Ngay dang: {self.printed(story)}</p>'
            if self.printed(story)
            else '<p class="wd-date"></p>'
        )
        actor = f'<p class="wd-actor">{escape(story.byline)}</p>' if story.byline else ""
        text = body(replace(story, byline=None))
        others = "".join(f"<li>{self._link(other)}</li>" for other in self.near(story))
        printed = f"/VCMS-portlet/html/print_article.jsp?printArticleId={story.key}"
        return (
            f'<div class="han6-content-detail"><h2 class="wd-tlh1-2">{self.title_of(story)}</h2>'
            f'<h3 class="wd-tlh3-4"><a href="#">{escape(story.title, quote=False)}</a></h3>'
            f"{date}{lead}<div>{text}</div>{actor}"
            f'<ul class="wd-other-news">{others}</ul></div><a href="{printed}">In</a>'
        )

    def _link(self, story: Story) -> str:
        url = self.content.site.path(story).rpartition("/")[0] + "/khac.html"
        return f'<a href="{url}">{escape(story.title, quote=False)}</a>'

    def entry(self, story: Story) -> str:
        url = self.content.site.path(story)
        return (
            f'<div class="wd-news-item"><h3 class="wd-tlh3-2"><a href="{url}">'
            f'{escape(story.title, quote=False)}</a></h3><p class="wd-date">Ngay dang: '
            f"{self.printed(story)}</p></div>"
        )

    def pager(self, section: Section, number: int, pages: int) -> str:
        base = f"/{section.slug}/-/vcmsviewcontent/{INSTANCE}/52/{section.slug}.html?pagenum="
        links = "".join(f'<li><a href="{base}{n}">{n}</a></li>' for n in range(1, pages + 1))
        total = f'<span class="sum-page">Tổng số {pages * section.delta} bài / {pages} trang</span>'
        return f'<div class="wd-paging">{total}<ul class="yiiPager">{links}</ul></div>'

    def list_at(self, request: Request) -> tuple[Section, int] | None:
        match = CATEGORY.match(request.path)
        section = self.content.site.by_slug.get(match[1]) if match else None
        return (section, number_in(request, "pagenum")) if section else None

    def story_at(self, request: Request) -> Story | None:
        match = ARTICLE.match(request.path)
        return self.content.site.by_key.get(match[1]) if match else None
