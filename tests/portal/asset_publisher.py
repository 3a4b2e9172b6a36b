"""Stock Liferay with its asset publisher."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, ClassVar

from portal.liferay_body import body
from portal.paths import INSTANCE
from portal.simple import Simple, number_in

if TYPE_CHECKING:
    from portal.answers import Request
    from portal.site import Section, Story

CUR = f"_101_INSTANCE_{INSTANCE}_cur"


class AssetPublisher(Simple):
    """Traps: redirects and session ids in links, a print page, a chooser of page sizes, RSS."""

    extra: ClassVar[dict[str, str]] = {
        "/lich-cong-tac": '<a href="/lich-cong-tac?p_p_id=8&amp;_8_day=2">Mai</a>',
        "/dang-nhap": "<form></form>",
    }

    def page(self, main: str, title: str, head: str = "") -> str:
        return (
            f'<!DOCTYPE html><html lang="vi-VN"><head><title>{escape(title)}</title>{head}</head>'
            f'<body class="aui"><ul class="navi">{self.links()}'
            '<li><a href="/c/portal/login?p_l_id=1">Đăng nhập</a></li></ul>'
            f'<div class="portlet-boundary portlet-asset-publisher" id="p_p_id_101_INSTANCE_'
            f'{INSTANCE}_">{main}</div></body></html>'
        )

    def article(self, story: Story) -> str:
        tags = "".join(f'<a href="/tim-kiem?tag={w}">{w}</a>' for w in story.keywords)
        here = self.content.site.path(story)
        date = f'<span class="metadata-publish-date">{self.printed(story)}</span>'
        return (
            f'<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li>'
            f"<li><a href='/{story.sections[0]}'>{self.title_of(story)}</a></li></ul>"
            f'<h1 class="header-title"><span>{escape(story.title, quote=False)}</span></h1>'
            f'<div class="asset-full-content"><div class="asset-content">'
            f'<div class="journal-content-article">{body(story)}</div></div>'
            f'<div class="asset-metadata">{date if self.printed(story) else ""}'
            + self._views(story)
            + f'</div><span class="taglib-asset-tags-summary">{tags}</span>'
            f'<a href="{here}?p_p_state=pop_up&amp;_101_INSTANCE_viewMode=print">In</a></div>'
            + "".join(map(self.entry, self.near(story)))
        )

    def _views(self, story: Story) -> str:
        count = self.content.views(story)
        none = self.content.site.stamp(story) == "none"
        return "" if none else f'<span class="metadata-view-count">{count} Lượt xem</span>'

    def entry(self, story: Story) -> str:
        path = self.content.site.path(story)
        url = f"{path};jsessionid={self.content.token()}?redirect=%2F{story.sections[0]}"
        return (
            f'<div class="asset-abstract"><h3 class="asset-title"><a href="{url}">'
            f"{escape(story.title, quote=False)}</a></h3>"
            f'<span class="metadata-publish-date">{self.printed(story)}</span></div>'
        )

    def pager(self, section: Section, number: int, pages: int) -> str:
        base = f"/{section.slug}?p_p_id=101_INSTANCE_{INSTANCE}&amp;p_p_lifecycle=0"
        numbers = "".join(
            f'<li><a href="{base}&amp;{CUR}={n}">{n}</a></li>' for n in range(1, pages + 1)
        )
        sizes = "".join(f'<a href="{base}&amp;_101_delta={n}">{n}</a>' for n in (5, 75))
        rss = f'<a href="/{section.slug}/-/asset_publisher/{INSTANCE}/rss">RSS</a>'
        vote = f'<a href="{base.replace("lifecycle=0", "lifecycle=1")}&amp;{CUR}=1">+</a>'
        pager = f'<ul class="pager lfr-pagination-buttons">{numbers}{vote}</ul>'
        return f'<div class="taglib-page-iterator">{pager}</div><div>{sizes}{rss}</div>'

    def list_at(self, request: Request) -> tuple[Section, int] | None:
        section = self.content.site.by_slug.get(request.path.strip("/"))
        return (section, number_in(request, CUR)) if section else None

    def story_at(self, request: Request) -> Story | None:
        story = self.paths.get(request.path.partition(";")[0])
        return self.content.site.by_key.get(story.key) if story else None
