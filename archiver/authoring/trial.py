"""A trial: what each selector finds on a page, the record, and what the page leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archiver.authoring.fields import read
from archiver.parsing.family import Family
from archiver.text import clean

if TYPE_CHECKING:
    from archiver.parsing.page import Page
    from archiver.parsing.parser import Parser

LONGEST = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a selector finds: how many nodes, and the beginning of the first one's text."""

    name: str
    selector: str
    count: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a parser makes of a page."""

    url: str
    site: str
    family: str
    signs: tuple[str, ...]
    key: str | None
    selectors: tuple[Finding, ...]
    fields: dict[str, Any]

    @property
    def empty(self) -> tuple[str, ...]:
        """The selectors that find nothing."""
        return tuple(found.name for found in self.selectors if not found.count)


def attempt(page: Page, parser: Parser, signs: tuple[str, ...] = ()) -> Trial:
    """Read a page with a parser, and look at every selector beside it that is for such a page."""
    table, key = parser.table(page) if isinstance(parser, Family) else None, parser.key(page.url)
    named = table.shown(article=bool(key)) if table else ()
    return Trial(
        url=page.url,
        site=parser.name,
        family=parser.family,
        signs=signs,
        key=key,
        selectors=tuple(_finding(page, *one) for one in named),
        fields=read(page, parser),
    )


def _finding(page: Page, name: str, selector: str) -> Finding:
    nodes = page.select(selector)
    shown = (nodes[0].text() or nodes[0].attributes.get("content") or "") if nodes else ""
    return Finding(name=name, selector=selector, count=len(nodes), text=clean(shown)[:LONGEST])
