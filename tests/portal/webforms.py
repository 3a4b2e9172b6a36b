"""The older vnPortal: lists paged by ASP.NET post-backs."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING, ClassVar

from portal.answers import Answer
from portal.liferay_body import body
from portal.simple import Simple

if TYPE_CHECKING:
    from portal.answers import Request
    from portal.site import Section, Story

WINDOW = 2
"""Numbers that a pager shows at once; behind them stands a link to more."""


class WebForms(Simple):
    """Traps: the pager shows a few numbers and ``…``, the state must be the page's own."""

    menu: ClassVar[str] = "/vi/{}"
    extra: ClassVar[dict[str, str]] = {"/vi/dang-nhap": "<p></p>", "/vi/lich-cong-tac": "<p></p>"}

    def page(self, main: str, title: str, head: str = "") -> str:
        return (
            f"<html><head><title>{escape(title)}</title>{head}</head><body>"
            '<form method="post" id="aspnetForm">'
            '<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEP'
            f'{base64.b64encode(self.content.token().encode() * 40).decode()}" />'
            f"<ul>{self.links()}</ul>{main}</form></body></html>"
        )

    def article(self, story: Story) -> str:
        lead = f'<div class="ArticleSummary">{escape(story.abstract or "", quote=False)}</div>'
        section = self.menu.format(story.sections[0])
        return (
            f'<div class="breadcrumb"><a href="/">Trang chủ</a><a href="{section}">'
            f'{self.title_of(story)}</a></div><h1 class="title-article">'
            f'{escape(story.title, quote=False)}</h1><span id="datearticle">{self.printed(story)}'
            f'</span>{lead}<div class="chitietbaiviet">{body(story)}</div>'
            + "".join(map(self.entry, self.near(story)))
        )

    def head(self, story: Story) -> str:
        return f'<meta name="keywords" content="{escape(", ".join(story.keywords))}">'

    def entry(self, story: Story) -> str:
        url = self.content.site.path(story)
        return (
            f'<div class="article-item"><a href="{url}">{escape(story.title, quote=False)}</a>'
            f'<span class="PostDate">{self.printed(story)}</span></div>'
        )

    def pager(self, section: Section, number: int, pages: int) -> str:
        first = (number - 1) // WINDOW * WINDOW + 1
        cells = [
            self._cell(n, number, str(n)) for n in range(first, min(first + WINDOW, pages + 1))
        ]
        if first + WINDOW <= pages:
            cells.append(self._cell(first + WINDOW, number, "..."))
        return f"<table><tr><td><table><tr>{''.join(cells)}</tr></table></td></tr></table>"

    def _cell(self, number: int, shown: int, text: str) -> str:
        if number == shown:
            return f"<td><span>{text}</span></td>"
        call = f"javascript:__doPostBack('ctl00$gvList','Page${number}')"
        return f'<td><a href="{call}">{text}</a></td>'

    def list_at(self, request: Request) -> tuple[Section, int] | None:
        section = self.content.site.by_slug.get(request.path.removeprefix("/vi/").strip("/"))
        return (section, 1) if section else None

    def listing(self, request: Request, section: Section, number: int) -> Answer:
        form = request.form
        if request.method == "POST":
            whole = form.get("__VIEWSTATE", "").startswith("/wEP")
            if not whole or form.get("__EVENTTARGET") != "ctl00$gvList":
                return Answer.page(self.page("<h1>Runtime Error</h1>", "Lỗi"), 500)
            number = int(form["__EVENTARGUMENT"].removeprefix("Page$"))
        return super().listing(request, section, number)
