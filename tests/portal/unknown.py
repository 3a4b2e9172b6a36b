"""A portal on a system of its own, which no parser has been written for."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, ClassVar

from portal.liferay_body import body
from portal.simple import Simple, number_in

if TYPE_CHECKING:
    from portal.answers import Request
    from portal.site import Section, Story


class Unknown(Simple):
    """Half of the articles state JSON-LD. Traps: today's date, print pages, a calendar."""

    extra: ClassVar[dict[str, str]] = {
        "/lich-cong-tac": '<a href="/lich-cong-tac?ngay=2">Mai</a>',
        "/lien-he": "<form></form>",
        "/dang-nhap": "<form></form>",
    }

    def page(self, main: str, title: str, head: str = "") -> str:
        site = escape(self.content.site.title)
        return (
            f'<!DOCTYPE html><html lang="vi"><head><title>{escape(title)} | {site}</title>{head}'
            '</head><body><header>Chủ nhật, 01/06/2025</header><div class="main-menu"><ul>'
            f'{self.links()}</ul></div><div class="wrap"><div class="left">{main}</div>'
            '<div class="right"><p>Đường dây nóng</p></div></div>'
            "<footer>© 2025</footer></body></html>"
        )

    def head(self, story: Story) -> str:
        if sum(map(ord, story.key)) % 2:
            return ""
        facts = {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "WebSite", "name": self.content.site.title},
                {
                    "@type": "NewsArticle",
                    "headline": story.title,
                    "articleSection": self.title_of(story),
                },
            ],
        }
        return f'<script type="application/ld+json">{json.dumps(facts)}</script>'

    def article(self, story: Story) -> str:
        lead = (
            f'<h3 class="tom-tat">{escape(story.abstract, quote=False)}</h3>'
            if story.abstract
            else ""
        )
        url = self.content.site.path(story)
        others = "".join(map(self.entry, self.near(story)))
        return (
            f'<h2 class="tieu-de">{escape(story.title, quote=False)}</h2><div class="ngay">'
            f'{self.printed(story)}</div>{lead}<div class="noi-dung">{body(story)}</div>'
            f'<a href="{url}?print=1">In</a><ul class="tin-khac">{others}</ul>'
        )

    def entry(self, story: Story) -> str:
        url = self.content.site.path(story)
        return (
            f'<li class="tin"><a href="{url}">{escape(story.title, quote=False)}</a>'
            f' <i class="luc">{self.printed(story)}</i></li>'
        )

    def pager(self, section: Section, number: int, pages: int) -> str:
        links = "".join(f'<a href="/{section.slug}?page={n}">{n}</a>' for n in range(1, pages + 1))
        return f'<div class="paging">{links}</div>'

    def list_at(self, request: Request) -> tuple[Section, int] | None:
        section = self.content.site.by_slug.get(request.path.strip("/"))
        return (section, number_in(request, "page")) if section else None
