"""Hanoi's new platform: VNPT's vnPortal, whose lists are fragments answered to POST."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from portal.answers import Answer, Request
from portal.liferay import GIF
from portal.vnportal_article import article
from portal.vnportal_frame import frame
from portal.vnportal_lists import LANGUAGE, front, items, more, opaque, section_page

if TYPE_CHECKING:
    from portal.content import Content
    from portal.site import Section, Story

ROBOTS: Final = "User-agent: *\nAllow: /\n"
_ARTICLE: Final = re.compile(r"^/[^/]+/[^/]*?-?(\d+)\.htm$")
_LIST: Final = "/api/NewsZone/NewsZone"
_MORE: Final = "/api/NewsZone/GetMoreResultsOtherNews"
STATIC_PAGES: Final = ("/lich-cong-tac.htm", "/dang-nhap.htm")
"""Pages that hold no articles."""
_PHOTOS: Final = (".jpg", ".png", ".gif")


class VnPortal:
    """Answers for a site of the family; not-found pages are served with ``not_found_status``."""

    def __init__(self, content: Content, *, not_found_status: int | None = None) -> None:
        self.content = content
        self.not_found_status = not_found_status or 404

    def answer(self, request: Request) -> Answer:
        """Return the page of an address, or the fragment of a list."""
        path = request.path
        fixed = {"/robots.txt": _robots, "/": self._front, _LIST: self._list, _MORE: self._more}
        if path in fixed:
            return fixed[path](request)
        if section := self.content.site.by_slug.get(path.strip("/")):
            return Answer.page(section_page(self.content, section))
        if found := _ARTICLE.match(path):
            return self._article(path, found[1])
        if path in STATIC_PAGES:
            html = frame(self.content, title="Trang TTĐT", head="", main="", path=path)
            return Answer.page(html)
        if path.endswith(_PHOTOS):
            return Answer.file(GIF, "image/gif")
        return self.not_found(path)

    def not_found(self, path: str, status: int | None = None) -> Answer:
        """Return the page that says a resource is not there."""
        main = '<div class="error-page"><h1>Không tìm thấy trang</h1></div>'
        html = frame(self.content, title="Không tìm thấy trang", head="", main=main, path=path)
        return Answer.page(html, status or self.not_found_status)

    def _front(self, _: Request) -> Answer:
        return Answer.page(front(self.content))

    def _article(self, path: str, key: str) -> Answer:
        story = self.content.site.by_key.get(key)
        if story is None or key in self.content.gone:
            return self.not_found(path, self.content.gone.get(key))
        return Answer.page(article(self.content, story))

    def _list(self, request: Request) -> Answer:
        """Return one page of a list; nothing past its end or for values that do not fit."""
        form = request.form
        section = self._section(form.get("Catname", ""))
        fits = form.get("LanguageId") == LANGUAGE
        fits &= form.get("Site") == opaque(self.content.site.host)
        if request.method != "POST" or section is None or not fits:
            return Answer()
        number, size = int(form.get("PageIndex", 0)), int(form.get("PageSize", section.delta))
        stories = self.content.listed(section.slug)[number * size : (number + 1) * size]
        return Answer.page(items(self.content, stories))

    def _section(self, catname: str) -> Section | None:
        site = self.content.site
        for section in site.sections:
            if opaque(site.host, section.slug) == catname:
                return section
        return None

    def _more(self, request: Request) -> Answer:
        query = request.query
        start, count = int(query.get("index", 1)), int(query.get("count", 10))
        stories = self._newest()[(start - 1) * count : start * count]
        body = more(self.content, stories).encode()
        return Answer.file(body, "application/json; charset=utf-8")

    def _newest(self) -> list[Story]:
        site, gone = self.content.site, self.content.gone
        stories = (story for story in site.stories if story.key not in gone)
        return sorted(stories, key=lambda story: story.key, reverse=True)


def _robots(_: Request) -> Answer:
    return Answer.text(ROBOTS)
