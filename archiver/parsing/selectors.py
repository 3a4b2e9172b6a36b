"""Selectors: where a site's pages hold what, as a table that a site overrides by name."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LISTS = ("item", "item_date", "pager")
"""What only lists hold."""
ARTICLES = (
    *("article", "section", "title", "date", "views", "abstract", "lead", "body", "drop"),
    *("byline", "files", "keywords"),
)
"""What only articles hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """One CSS selector a name, empty where a site's pages have no such thing.

    A site that differs from its family in one of them replaces it by name:
    ``selectors = replace(WordPressParser.selectors, title="h1.headline")``.
    """

    frame: str = ""
    """What stands on every page of the portal and on no wall before it."""
    not_found: str = ""
    """What only the portal's own not-found page has."""

    item: str = ""
    """One entry of a list."""
    item_date: str = ""
    """The date in an entry: its text, or its attribute ``datetime`` or ``title``."""
    link: str = "a[href]"
    """Links that lead to articles, where their address is one of an article."""
    menu: str = "a[href]"
    """Links that lead to sections, where their address is one of a list."""
    pager: str = ""
    """Links that lead to the other pages of a list."""

    article: str = ""
    """The node that holds an article, where a page may hold several."""
    section: str = ""
    """The name of the section that an article stands in."""
    title: str = ""
    """The headline."""
    date: str = ""
    """The date line: its text, or its attribute ``datetime`` or ``content``."""
    views: str = ""
    """The counter of readers, where it is not in the date line."""
    abstract: str = ""
    """The summary between headline and text."""
    lead: str = ""
    """The photo above the text."""
    body: str = ""
    """The node that holds the text, its photos and files."""
    drop: str = ""
    """What stands in the body and is not part of the text: share buttons, related articles."""
    byline: str = ""
    """The writer or source, where it is not the last line of the text."""
    files: str = ""
    """Links to files that stand beside the text."""
    keywords: str = ""
    """Each keyword, or a meta element that holds them all."""

    def shown(self, *, article: bool) -> Iterator[tuple[str, str]]:
        """Yield those that are there and may find something on an article's page, or on a list."""
        own = LISTS if article else ARTICLES
        return (named for named in self.named() if named[0] not in own)

    def named(self) -> Iterator[tuple[str, str]]:
        """Yield the selectors that are there, by name."""
        for field in fields(self):
            selector = getattr(self, field.name)
            if selector:
                yield field.name, selector
