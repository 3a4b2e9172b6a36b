"""A sketch: the parser of a new site, from its first pages: a family, and what may be guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archiver.authoring.fields import read
from archiver.authoring.nodes import entry_of, selector_of
from archiver.errors import SettingsError
from archiver.ledger import Kind, Link
from archiver.parsing.guessing import dateline, headline, text_node
from archiver.parsing.page import host_of
from archiver.parsing.recognition import Recognised, recognise
from archiver.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selectolax.lexbor import LexborNode

    from archiver.parsing.family import Family
    from archiver.parsing.page import Page
    from archiver.registry import Registry

GENERIC = "generic"
ARTICLES = 3
"""How many articles of a new site are saved."""
LISTS = 2
WANTED = (
    *("section", "published_at", "views", "abstract", "body", "images", "byline"),
    *("attachments", "keywords"),
)
"""Fields that an author should miss where no saved article has them."""


@dataclass(slots=True)
class Sketch:
    """What is known of a new site; ``look`` takes it on from page to page."""

    url: str
    name: str
    registry: Registry
    recognised: Recognised | None = None
    parser: Family | None = None
    pages: list[Page] = field(default_factory=list)
    _asked: set[tuple[Kind, str | None]] = field(default_factory=set)

    @property
    def start(self) -> Link:
        """The first page."""
        return Link(url=self.url, kind=Kind.LIST)

    @property
    def asker(self) -> Family:
        """The parser in whose name the first page is asked for."""
        hosts = (host_of(self.url) or "",)
        named: dict[str, object] = {"name": self.name, "title": self.name, "hosts": hosts}
        return _child(self._generic(), self.name, named)

    def follow(self, page: Page) -> Iterable[Link]:
        """Take a page in; return what is still wanted: a few articles, and a list with them."""
        if self.parser is None:
            found = recognise(page, self.registry.families)
            self.recognised = found[0] if found else None
            self.parser = self._draft(page)
            self.parser.check(page)
            key = self.parser.key(page.url)
            self._asked |= {(Kind.ARTICLE, key)} if key else set()
        self.pages.append(page)
        links = list(self.parser.links(page))
        articles = [link for link in links if link.kind is Kind.ARTICLE]
        lists = [link for link in links if link.kind is Kind.LIST]
        return [*self._few(articles, ARTICLES), *([] if articles else self._few(lists, LISTS))]

    def _few(self, links: Sequence[Link], most: int) -> list[Link]:
        chosen = []
        for link in links:
            had = sum(kind is link.kind for kind, _ in self._asked)
            if had < most and (link.kind, link.key) not in self._asked:
                self._asked.add((link.kind, link.key))
                chosen.append(link)
        return chosen

    def _draft(self, page: Page) -> Family:
        family = self.recognised.family if self.recognised else self._generic()
        host = host_of(page.url) or ""
        named: dict[str, object] = {
            "name": self.name,
            "title": title_of(page),
            "hosts": (host,),
        }
        if page.url.startswith("http:"):
            named["scheme"] = "http"
        return _child(family, self.name, named)

    def _generic(self) -> type[Family]:
        found = [f for f in self.registry.families if f.family == GENERIC]
        if found:
            return found[0]
        message = "the page is of no known family, and the generic one is disabled"
        raise SettingsError(message)

    def guessed(self) -> dict[str, str]:
        """Return the selectors that the family has not, or that find nothing, as guessed."""
        if self.parser is None:
            return {}
        articles = [page for page in self.pages if self.parser.key(page.url)]
        lists = [page for page in self.pages if not self.parser.key(page.url)]
        known = dict(self.parser.selectors.named())
        guesses = _of_lists(lists, self.parser) | _of_articles(articles)
        return {
            name: css
            for name, css in guesses.items()
            if name not in known or not any(page.one(known[name]) for page in self.pages)
        }

    def missing(self) -> tuple[str, ...]:
        """Return the fields that no saved article has."""
        if self.parser is None:
            return ()
        records = [read(p, self.parser) for p in self.pages if self.parser.key(p.url)]
        return tuple(name for name in WANTED if not any(name in record for record in records))


def _child(family: type[Family], name: str, named: dict[str, object]) -> Family:
    child: type[Family] = type(class_name(name), (family,), named)
    return child()


def class_name(name: str) -> str:
    """Return a site's name as the name of a class."""
    return "".join(part.capitalize() for part in name.split("-")) or "Site"


def site_name(url: str) -> str:
    """Return a short name for the site of an address. Raises ``SettingsError``."""
    host = host_of(url)
    if not host or not url.startswith(("http://", "https://")):
        message = f"{url} is no address of a page; give one such as https://some.gov.vn/tin-tuc"
        raise SettingsError(message)
    labels = [label for label in host.split(".") if label != "www"]
    return re.sub(r"[^a-z0-9]+", "-", fold(labels[0])).strip("-") or "site"


def title_of(page: Page) -> str:
    """Return whose portal it is, as the page says."""
    stated = page.attribute('meta[property="og:site_name"], meta[name="og:site_name"]', "content")
    named = re.split(r" [|–—-] ", page.words("title") or "")[-1]
    return stated or clean(named) or (host_of(page.url) or "")


def _of_articles(pages: Sequence[Page]) -> dict[str, str]:
    """Guess what most articles agree on."""
    found: dict[str, list[str]] = {}
    for page in pages:
        title = headline(page).node
        nodes: dict[str, LexborNode | None] = {
            "title": title,
            "date": dateline(page, title).node,
            "body": text_node(page),
        }
        for name, node in nodes.items():
            css = selector_of(page, node) if node is not None else None
            if css:
                found.setdefault(name, []).append(css)
    return {name: max(css, key=css.count) for name, css in found.items()}


def _of_lists(pages: Sequence[Page], parser: Family) -> dict[str, str]:
    """Guess the entries of a list, and the dates in them."""
    for page in pages:
        anchors = [
            anchor
            for anchor in page.select("a[href]")
            if parser.key(page.absolute(anchor.attributes.get("href")) or "")
        ]
        entry = entry_of(anchors)
        if entry:
            return entry
    return {}
