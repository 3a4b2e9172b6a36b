"""What the communes' systems have in common: a front page, lists by page, articles."""

from __future__ import annotations

from abc import ABC, abstractmethod
from html import escape
from typing import TYPE_CHECKING, ClassVar, Final

from portal.answers import Answer
from portal.liferay import GIF
from portal.stamps import STAMPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.answers import Request
    from portal.content import Content
    from portal.site import Section, Story

ROBOTS: Final = "User-agent: *\nAllow: /\n"
_FILES: Final = (".jpg", ".png", ".gif", ".pdf")


class Simple(ABC):
    """Answers for a site; children write its pages and know its addresses.

    ``extra`` are pages without articles by path, each with a link or two: traps among them.
    """

    extra: ClassVar[dict[str, str]] = {}
    menu: ClassVar[str] = "/{}"

    def __init__(self, content: Content, *, not_found_status: int | None = None) -> None:
        self.content = content
        self.not_found_status = not_found_status or 404
        self.paths = {content.site.path(s): s for s in content.site.stories}

    def answer(self, request: Request) -> Answer:
        """Return the page of an address."""
        path = request.path
        if path in {"/robots.txt", "/"}:
            return Answer.page(self.front()) if path == "/" else Answer.text(ROBOTS)
        if story := self.story_at(request):
            return self._article(request, story)
        if found := self.list_at(request):
            return self.listing(request, *found)
        return self._other(path)

    def _other(self, path: str) -> Answer:
        if path in self.extra:
            return Answer.page(self.page(self.extra[path], "Trang"))
        if path.endswith(_FILES) or path.startswith(("/documents/", "/image/")):
            return Answer.file(GIF, "image/gif")
        return self.not_found(path)

    def not_found(self, path: str, status: int | None = None) -> Answer:
        """Return the page that says a resource is not there."""
        html = self.page(f"<p>{escape(path)}</p>", "Không tìm thấy trang")
        return Answer.page(html, status or self.not_found_status)

    # --- what children say

    @abstractmethod
    def page(self, main: str, title: str, head: str = "") -> str:
        """Return a whole page with menus round its content."""

    @abstractmethod
    def article(self, story: Story) -> str:
        """Return the content of an article's page."""

    @abstractmethod
    def entry(self, story: Story) -> str:
        """Return an entry of a list."""

    @abstractmethod
    def pager(self, section: Section, number: int, pages: int) -> str:
        """Return the links to the other pages of a list."""

    @abstractmethod
    def list_at(self, request: Request) -> tuple[Section, int] | None:
        """Return the section and page number that an address names."""

    def head(self, story: Story) -> str:
        """Return what an article's page has in its head."""
        del story
        return ""

    def story_at(self, request: Request) -> Story | None:
        """Return the story that an address names."""
        story = self.paths.get(request.path)
        return self.content.site.by_key.get(story.key) if story else None

    # --- what they share

    def front(self) -> str:
        """Return the front page with the newest of each section."""
        newest = (self.content.listed(section.slug)[:2] for section in self.content.site.sections)
        entries = "".join(self.entry(story) for stories in newest for story in stories)
        return self.page(entries, self.content.site.title)

    def listing(self, request: Request, section: Section, number: int) -> Answer:
        """Return a page of a list."""
        del request
        stories = self.content.listed(section.slug)
        pages = -(-len(stories) // section.delta)
        shown = stories[(number - 1) * section.delta : number * section.delta]
        main = "".join(map(self.entry, shown)) + self.pager(section, number, pages)
        return Answer.page(self.page(main, section.title))

    def links(self) -> str:
        """Return the menu: the front page, the sections, and the pages without articles."""
        targets = [("/", "Trang chủ")]
        targets += [(self.menu.format(s.slug), s.title) for s in self.content.site.sections]
        targets += [(path, "Trang") for path in self.extra]
        return "".join(f'<li><a href="{escape(url)}">{text}</a></li>' for url, text in targets)

    def printed(self, story: Story) -> str:
        """Return the date as the site prints it, empty for none."""
        form = self.content.site.stamp(story)
        return STAMPS[form](story.published_at) if story.published_at else ""

    def near(self, story: Story) -> Sequence[Story]:
        """Return a few other stories of a story's section."""
        listed = self.content.listed(story.sections[0])
        return [other for other in listed if other != story][:3]

    def title_of(self, story: Story) -> str:
        """Return the name of the section that a story stands in."""
        return self.content.site.by_slug[story.sections[0]].title

    def _article(self, request: Request, story: Story) -> Answer:
        if story.key in self.content.gone:
            return self.not_found(request.path, self.content.gone[story.key])
        html = self.page(self.article(story), story.title, self.head(story))
        self.content.count(story)
        return Answer.page(html)


def number_in(request: Request, name: str) -> int:
    """Return the page number in a query, 1 where it is none."""
    text = request.query.get(name, "1")
    return int(text) if text.isdecimal() and int(text) else 1
