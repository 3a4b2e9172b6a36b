"""DNN with the module ``cmsview``: pages hold scripts, answers are JSON."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, ClassVar

from portal.answers import Answer
from portal.liferay_body import body
from portal.paths import DNN_API
from portal.simple import Simple, number_in

if TYPE_CHECKING:
    from portal.answers import Request
    from portal.site import Section, Story

FIRST_MODULE = 391


class Dnn(Simple):
    """Traps: a side box that asks for page 1 alone; an article comes in a list of one or bare."""

    extra: ClassVar[dict[str, str]] = {
        "/Default.aspx": "<p>Trang chủ</p>",
        "/lien-he": "<form></form>",
    }

    def answer(self, request: Request) -> Answer:
        if request.path == f"{DNN_API}getbyid":
            return self._by_id(request.query.get("id", ""))
        if request.path == f"{DNN_API}listnew":
            return self._list(request)
        return super().answer(request)

    def page(self, main: str, title: str, head: str = "") -> str:
        return (
            f"<html><head><title>{escape(title)}</title>{head}"
            '<script src="/DesktopModules/cmsview/js/app.js"></script></head>'
            f'<body><div id="dnn_ContentPane" ng-app="cms"><ul>{self.links()}</ul>{main}</div>'
            "</body></html>"
        )

    def article(self, story: Story) -> str:
        return escape(story.title)

    def entry(self, story: Story) -> str:
        url = f"/tin-tuc/{story.slug}-{story.key}"
        return f'<div><a href="{url}">{escape(story.title, quote=False)}</a></div>'

    def pager(self, section: Section, number: int, pages: int) -> str:
        module = FIRST_MODULE + self.content.site.sections.index(section)
        return (
            "<script>myService.getNewsBlockContents(0, 900, 3, 1).then(f);\n"
            f"myService.getNewsBlockContents(0, {module}, 3, $scope.page).then(g);</script>"
        )

    def listing(self, request: Request, section: Section, number: int) -> Answer:
        del request
        return Answer.page(self.page(self.pager(section, number, 1), section.title))

    def list_at(self, request: Request) -> tuple[Section, int] | None:
        section = self.content.site.by_slug.get(request.path.strip("/"))
        return (section, 1) if section else None

    def _by_id(self, key: str) -> Answer:
        story = self.content.site.by_key.get(key)
        if story is None or key in self.content.gone:
            return _json([])
        article = self._listed(story) | {
            "FullContent": body(story),
            "CategoryName": self.title_of(story),
            "MetaKeywords": ", ".join(story.keywords),
        }
        return _json([article] if int(key) % 2 else article)

    def _list(self, request: Request) -> Answer:
        module, number = number_in(request, "ModuleId"), number_in(request, "PageIndex")
        sections = self.content.site.sections
        place = module - FIRST_MODULE
        if not 0 <= place < len(sections):
            return _json({"ListData": [], "ListMoreData": None})
        section = sections[place]
        stories = self.content.listed(section.slug)
        shown = stories[(number - 1) * section.delta : number * section.delta]
        parts = [self._listed(story) for story in shown]
        return _json({"ListData": parts[:1], "ListMoreData": parts[1:]})

    def _listed(self, story: Story) -> dict[str, object]:
        return {
            "Id": int(story.key),
            "Url": story.slug,
            "Name": story.title,
            "Description": f"<p>{escape(story.abstract, quote=False)}</p>"
            if story.abstract
            else "",
            "PublishTime": self.printed(story) or None,
            "CreatedTime": None,
        }


def _json(data: object) -> Answer:
    return Answer.file(json.dumps(data, ensure_ascii=False).encode(), "application/json")
