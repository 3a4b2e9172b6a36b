"""DNN with the module ``cmsview``, whose lists and articles a script asks for as JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, ClassVar

from selectolax.lexbor import LexborHTMLParser

from archiver import Family, Kind, Link, PageNotFound, PageRejected, Selectors
from archiver.dates import read_date
from archiver.parsing.family import MOST_PAGES, Published
from archiver.parsing.linked import keywords, stated
from archiver.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archiver.parsing.body import Body
    from archiver.parsing.page import Page

API = "/DesktopModules/cmsview/api/NewsContent/"
LIST = API + "listnew?PortalId=0&ModuleId={}&GetType=3&PageIndex={}&txtKeyword="
LISTED = re.compile(r"listnew\?.*\bModuleId=(\d+).*\bPageIndex=(\d+)")
BLOCK = re.compile(r"getNewsBlockContents\(\s*0\s*,\s*(\d+)\s*,\s*3\s*,\s*(?!1\s*[,)])")
"""The call by which a section's script asks for its list; the other boxes ask for page 1 alone."""
TEXT, TITLE, SUMMARY = "FullContent", "Name", "Description"
TIMES = ("PublishTime", "CreatedTime")


class DnnParser(Family):
    """DNN's ``cmsview``: a section's page names the number of its list, all else is JSON.

    Not seen on a real page: built from what a crawler of congan.hanoi.gov.vn relies on. Articles
    stand at ``/tin-tuc/SLUG-ID``; they are asked for by the address that their script asks.
    """

    family = "DNN cmsview"
    version = 1
    article_address: ClassVar[re.Pattern[str]] = re.compile(
        rf"(?:{API}getbyid\?id=|^/tin-tuc/[^/?]*-)(?P<key>\d+)(?:$|[?&])", re.IGNORECASE
    )
    list_address: ClassVar[re.Pattern[str]] = re.compile(r"/(?P<section>[a-z0-9-]+)")
    selectors: ClassVar[Selectors] = Selectors(frame='[id^="dnn_"], [class*=DNN]')
    signs: ClassVar[Mapping[str, str]] = {
        '[id^="dnn_"]': "nodes whose names begin with dnn_",
        'script[src*="/DesktopModules/"]': "scripts of DesktopModules",
        'script[src*="/cmsview/"]': "the module cmsview",
    }

    def article_url(self, url: str) -> str:
        """Return the address at which the text stands."""
        host = "/".join(url.split("/")[:3])
        return f"{host}{API}getbyid?id={self.key(url)}"

    def check(self, page: Page) -> None:
        """Refuse an answer without an article, and what is neither an answer nor the portal."""
        data = _data(page)
        if data is None:
            super().check(page)
        elif self.key(page.url) and not _article(page):
            message = "the module knows no such article"
            raise PageNotFound(message)

    def has_content(self, page: Page) -> bool:
        """Tell whether the page is an answer of the module, or asks it for a list."""
        return _data(page) is not None or BLOCK.search(page.text) is not None

    def found(self, page: Page) -> Iterator[Link]:
        """Yield what the page links to, and what its script or the list's JSON names."""
        if LISTED.search(page.url):
            yield from self._listed(page)
            return
        yield from super().found(page)
        if not self.key(page.url):
            section = next((link.section for link in self.list_links(page.url)), None)
            for module in dict.fromkeys(BLOCK.findall(page.text)):
                yield self._part(page, module, 1, section)

    def _listed(self, page: Page) -> Iterator[Link]:
        entries = _entries(page)
        for entry in entries:
            for link in self.article_links(
                page.absolute(f"{API}getbyid?id={entry.get('Id')}") or ""
            ):
                yield Link(url=link.url, kind=link.kind, key=link.key, published_at=_time(entry)[0])
        match = LISTED.search(page.url)
        if match and entries and int(match[2]) < MOST_PAGES:
            yield self._part(page, match[1], int(match[2]) + 1, None)

    def _part(self, page: Page, module: str, number: int, section: str | None) -> Link:
        url = page.absolute(LIST.format(module, number)) or page.url
        key = f"list:{module}:{number}"
        return Link(url=url, kind=Kind.LIST, key=key, section=section, page=number)

    def read_title(self, page: Page) -> str | None:
        """Return the headline out of the JSON."""
        if _data(page) is None:
            message = "the page is not an answer of the module"
            raise PageRejected(message)
        return stated(_article(page), TITLE)

    def read_section(self, page: Page) -> str | None:
        """Return the name of the section, where the JSON has one."""
        return stated(_article(page), "CategoryName")

    def read_abstract(self, page: Page) -> str | None:
        """Return the summary without its markup."""
        return clean(_tree(_article(page), SUMMARY).text()) or None

    def read_published(self, page: Page) -> Published:
        """Return the time of publication."""
        return Published(*_time(_article(page)))

    def read_body(self, page: Page, abstract: str | None) -> Body:
        """Return the text out of its HTML."""
        return self.body_in(page, _tree(_article(page), TEXT).body, abstract=abstract)

    def read_keywords(self, page: Page) -> tuple[str, ...]:
        """Return the keywords."""
        return keywords(_article(page).get("MetaKeywords"))


def _data(page: Page) -> Any:  # noqa: ANN401  # whatever JSON holds
    try:
        return json.loads(page.text)
    except (ValueError, RecursionError):
        return None


def _article(page: Page) -> dict[str, Any]:
    """Return the article, which may come in a list of one."""
    data = _data(page)
    data = data[0] if isinstance(data, list) and data else data
    return data if isinstance(data, dict) else {}


def _entries(page: Page) -> list[dict[str, Any]]:
    data = _article(page)
    lists = (data.get(name) for name in ("ListData", "ListMoreData"))
    parts = [entry for part in lists if isinstance(part, list) for entry in part]
    return [entry for entry in parts if isinstance(entry, dict)]


def _tree(data: dict[str, Any], name: str) -> LexborHTMLParser:
    return LexborHTMLParser(str(data.get(name) or ""))


def _time(data: dict[str, Any]) -> tuple[Any, str | None]:
    """Return the first time that is there, and how it is written."""
    written = next(filter(None, (stated(data, name) for name in TIMES)), None)
    return (read_date(written) if written else None), written
