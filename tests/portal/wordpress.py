"""WordPress with the markup of its default themes, and the REST API."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, ClassVar

from portal.answers import HTML, Answer
from portal.liferay_body import body
from portal.simple import Simple

if TYPE_CHECKING:
    from portal.answers import Request
    from portal.site import Section, Story

LIST = re.compile(r"^/category/([\w-]+)/(?:page/(\d+)/)?$")
POSTS = "/wp-json/wp/v2/posts"
LAZY = "data:image/svg+xml;base64,PHN2Zy8+"


class WordPress(Simple):
    """Traps: feeds, answers to comments, archives of months, authors and tags, lazy photos."""

    menu: ClassVar[str] = "/category/{}/"
    rest: ClassVar[bool] = True
    extra: ClassVar[dict[str, str]] = {
        "/gioi-thieu/": '<div class="entry-content"><p>Xã ven sông.</p></div>',
        "/wp-login.php": "<form></form>",
        "/2024/05/": "<p>Tháng 5</p>",
        "/author/admin/": "<p>admin</p>",
        "/feed/": "<p></p>",
    }

    def answer(self, request: Request) -> Answer:
        if request.path == POSTS and self.rest:
            return self._posts(request)
        return super().answer(request)

    def page(self, main: str, title: str, head: str = "") -> str:
        rest = '<link rel="https://api.w.org/" href="/wp-json/" />' if self.rest else ""
        return (
            f'<!DOCTYPE html><html lang="vi"><head><title>{escape(title)} &#8211; Xã Bãi Bồi'
            "</title>"
            f'<meta name="generator" content="WordPress 6.6.2" />{rest}{head}'
            '<link rel="stylesheet" href="/wp-content/themes/x/style.css" /></head>'
            f'<body class="wp-embed-responsive"><nav><ul>{self.links()}</ul></nav>'
            f"<main>{main}</main></body></html>"
        )

    def not_found(self, path: str, status: int | None = None) -> Answer:
        html = self.page("", "Không tìm thấy trang").replace(
            "<body class=", "<body class=error404 id="
        )
        return Answer(
            status=status or self.not_found_status,
            headers=(("Content-Type", HTML),),
            body=html.encode(),
        )

    def article(self, story: Story) -> str:
        url, section = self.content.site.path(story), self.menu.format(story.sections[0])
        at = story.published_at
        time = (
            f'<time class="entry-date" datetime="{at.isoformat()}">{self.printed(story)}</time>'
            if at and self.printed(story)
            else ""
        )
        tags = "".join(f'<a href="/tag/x/" rel="tag">{escape(w)}</a>' for w in story.keywords)
        text = body(story).replace('alt="" src="/', f'alt="" src="{LAZY}" data-src="/')
        return (
            f'<article class="post type-post"><span class="cat-links"><a href="{section}" '
            f'rel="category tag">{self.title_of(story)}</a></span><h1 class="entry-title">'
            f'{escape(story.title, quote=False)}</h1>{time}<div class="entry-content">{text}'
            f'<div class="sharedaddy"><a href="?share=facebook">Chia sẻ</a></div></div>'
            f'<span class="tags-links">{tags}</span></article><div id="comments">'
            f'<a href="{url}?replytocom=7#respond">Trả lời</a><a href="{url}feed/">RSS</a>'
            f'<a href="{url}comment-page-2/">Cũ hơn</a></div>'
            + "".join(map(self.entry, self.near(story)))
        )

    def entry(self, story: Story) -> str:
        at, url = story.published_at, self.content.site.path(story)
        time = f'<time class="entry-date" datetime="{at.isoformat() if at else ""}"></time>'
        return (
            f'<article class="post"><h2 class="entry-title"><a href="{url}">'
            f"{escape(story.title, quote=False)}</a></h2>{time}</article>"
        )

    def pager(self, section: Section, number: int, pages: int) -> str:
        base = self.menu.format(section.slug)
        links = [
            f'<a class="page-numbers" href="{base}page/{n}/">{n}</a>' for n in range(2, pages + 1)
        ]
        return f'<div class="nav-links">{"".join(links)}</div>'

    def list_at(self, request: Request) -> tuple[Section, int] | None:
        match = LIST.match(request.path)
        section = self.content.site.by_slug.get(match[1]) if match else None
        return (section, int(match[2] or 1)) if match and section else None

    def _posts(self, request: Request) -> Answer:
        size, number = int(request.query["per_page"]), int(request.query["page"])
        stories = [s for s in self.content.site.stories if s.key not in self.content.gone]
        pages = -(-len(stories) // size)
        if number > pages:
            return Answer(status=400, body=b'{"code":"rest_post_invalid_page_number"}')
        posts = [
            {
                "link": self.content.site.absolute(self.content.site.path(story)),
                "date": f"{story.published_at:%Y-%m-%dT%H:%M:%S}" if story.published_at else "",
            }
            for story in stories[::-1][(number - 1) * size : number * size]
        ]
        headers = (("Content-Type", "application/json"), ("X-WP-TotalPages", str(pages)))
        return Answer(headers=headers, body=json.dumps(posts).encode())
