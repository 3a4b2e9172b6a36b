"""The Liferay 6.2 family of Hanoi's portals, as it stood until 2025."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Final

from portal.answers import Answer, Request
from portal.liferay_article import article, printed
from portal.liferay_frame import ENGLISH_HOME, HOME, STATIC, box, page
from portal.liferay_lists import front, section_page
from portal.stamps import HANOI

if TYPE_CHECKING:
    from portal.content import Content

ROBOTS: Final = "User-agent: *\nDisallow: /c/\nDisallow: /dang-nhap\n"
GIF: Final = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
_LANGUAGES: Final = re.compile(r"^(?:/(?:vi|en)(?=/|$))+|(?:/(?:vi|en))+$")
_VIEW: Final = re.compile(
    r"^(?:/[^/]+/-/view_content/(?:vi|en))*/([^/]+)/-/view_content/(pop_up/)?(\d+)(?:-[^/]*)?$"
)
_FRONT: Final = frozenset({"", "/", "/trang-chu", HOME})
_LOGIN: Final = frozenset({"/dang-nhap", "/c/portal/login"})
_FIRST_DAY: Final = "01/06/2025"


class Liferay:
    """Answers for a site of the family; not-found pages are served with ``not_found_status``."""

    def __init__(self, content: Content, *, not_found_status: int | None = None) -> None:
        self.content = content
        self.not_found_status = not_found_status or 200

    def answer(self, request: Request) -> Answer:
        """Return the page of an address."""
        path = request.path
        language = _language(path)
        bare = _LANGUAGES.sub("", _LANGUAGES.sub("", path)).removesuffix(".html")
        if path == "/robots.txt":
            return Answer.text(ROBOTS)
        if bare in _FRONT:
            return Answer.page(front(self.content, language))
        if view := _VIEW.match(bare):
            return self._article(request, language, *view.groups())
        slug = bare.strip("/")
        if slug in self.content.site.by_slug:
            return self._section(request, language, slug)
        return self._other(request, language, bare)

    def not_found(self, path: str, status: int | None = None) -> Answer:
        """Return the page that says a resource is not there, often as if all were well."""
        url = self.content.site.absolute(path)
        main = box(
            "status",
            '<h3 class="alert alert-error">\n\tKhông tìm thấy\n</h3>\n'
            "Tài nguyên không được tìm thấy.\n<br /><br />\n"
            f'<code class="lfr-url-error">{escape(url)}</code>\n'
            '<a href="javascript:history.go(-1);">&laquo; Quay lại</a>\n',
            "Trạng thái",
        )
        html = page(self.content.site, title="Trạng thái", head="", main=main, path="")
        return Answer.page(html, status or self.not_found_status)

    def _article(
        self, request: Request, language: str, slug: str, popup: str | None, key: str
    ) -> Answer:
        content = self.content
        story = content.site.by_key.get(key)
        section = content.site.by_slug.get(slug)
        if story is None or section is None or key in content.gone:
            return self.not_found(request.path, content.gone.get(key))
        if popup:
            html = printed(content, story, section, language)
        else:
            html = article(content, story, section, language, request.path)
        content.count(story)
        return Answer.page(html)

    def _section(self, request: Request, language: str, slug: str) -> Answer:
        section = self.content.site.by_slug[slug]
        query = request.query
        number = _number(query.get("_101_cur"), 1)
        delta = _number(query.get("_101_delta"), section.delta)
        return Answer.page(section_page(self.content, section, language, number, delta))

    def _other(self, request: Request, language: str, bare: str) -> Answer:
        if bare.startswith(("/image/", "/documents/")):
            pdf = ".pdf/" in bare
            return Answer.file(
                b"%PDF-1.4\n" if pdf else GIF, "application/pdf" if pdf else "image/gif"
            )
        if bare in _LOGIN:
            return self._static(request, language, "Đăng nhập", '<input type="password" />\n')
        if bare == ENGLISH_HOME:
            return self._static(request, "/en", "Home", "<p>Welcome to Long Bien District</p>\n")
        slug = bare.strip("/")
        if slug == "lich-cong-tac":
            return self._static(request, language, STATIC[slug], _calendar(request))
        if slug in STATIC:
            return self._static(request, language, STATIC[slug], f"<p>{STATIC[slug]}</p>\n")
        return self.not_found(request.path)

    def _static(self, request: Request, language: str, title: str, inner: str) -> Answer:
        main = box("56", f'<div class="journal-content-article">{inner}</div>\n', title)
        html = page(
            self.content.site,
            title=title,
            head="",
            main=main,
            path=request.path,
            language=language,
        )
        return Answer.page(html)


def _calendar(request: Request) -> str:
    """Return a day with links to the days beside it: a calendar has no end."""
    day = _day(request.query.get("ngay", _FIRST_DAY))
    links = (day + timedelta(days=step) for step in (-1, 1, 7))
    return "".join(
        f'<a href="/lich-cong-tac?ngay={link:%d/%m/%Y}">{link:%d/%m/%Y}</a>\n' for link in links
    )


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=HANOI)
    except ValueError:
        return datetime(2025, 6, 1, tzinfo=HANOI)


def _language(path: str) -> str:
    """Return the language of an address, ``/en``, ``/vi`` or nothing: the last one counts."""
    parts = [part for part in path.split("/") if part in {"vi", "en"}]
    return f"/{parts[-1]}" if parts else ""


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and int(text) > 0 else default
