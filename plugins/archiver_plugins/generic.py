"""Sites that nobody has described: read by what they state for machines, and by their looks."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from archiver import Family, Selectors
from archiver.parsing.family import Published
from archiver.parsing.guessing import GuessedDate, dateline, headline, summary, text_node
from archiver.parsing.linked import article_data, keywords, stated
from archiver.text import clean

if TYPE_CHECKING:
    from archiver.parsing.body import Body
    from archiver.parsing.page import Page

LONG = r"[^/?.-]+(?:-[^/?.-]+){5,}"
"""A slug of six words or more: a headline's, not a section's."""
NUMBERED = r"[^/?]*\d{3,}[^/?]*"


class GenericParser(Family):
    """Any site: a selector that is given counts; where none is, the parser guesses.

    JSON-LD and OpenGraph first, then the headline and date line that the page prints, and the
    node in which trafilatura finds the text. An address is an article's where it ends in a number
    of three digits or more or in six words or more. Measured on the pages of a real portal, which
    states nothing for machines; see the page on what is measured.
    """

    family = "generic"
    version = 1
    article_address: ClassVar[re.Pattern[str]] = re.compile(
        rf"^/(?P<key>(?:[^?]*/)?(?:(?:{NUMBERED}|{LONG})(?:\.\w+)?"
        r"|[^/?]+\?(?:.*&)?\w*id=\d+))/?(?:[?&].*)?$",
        re.IGNORECASE,
    )
    list_address: ClassVar[re.Pattern[str]] = re.compile(
        r"/(?:[^/?]+/){0,2}(?P<section>[^/?.]+)(?:\.\w+)?"
        r"(?:(?:/(?:page|trang)[/-]|\?(?:page|trang|paged|p)=)(?P<page>\d+))?/?"
    )
    selectors: ClassVar[Selectors] = Selectors(
        menu="nav a, header a, [class*=menu] a, [id*=menu] a",
        pager="[class*=pag] a, [class*=Pag] a",
        drop="nav, form, [class*=share], [class*=related], [class*=comment]",
    )

    def has_content(self, page: Page) -> bool:
        """Tell whether the page has much text: nothing else is known of it."""
        return super().has_content(page) or not page.words("h1, title")

    def article_url(self, url: str) -> str:
        """Return an article's address, with its query where that names it."""
        bare = super().article_url(url)
        return bare if self.key(bare) == self.key(url) else url

    def read_title(self, page: Page) -> str | None:
        """Return the headline."""
        given = self.table(page).title
        return super().read_title(page) if given else _headline(page).text

    def read_section(self, page: Page) -> str | None:
        """Return the section, where the page states it."""
        if self.table(page).section:
            return super().read_section(page)
        named = page.attribute('meta[property="article:section"]', "content")
        return stated(article_data(page), "articleSection") or named

    def read_abstract(self, page: Page) -> str | None:
        """Return the summary that the page states, where it prints it above the text."""
        if self.table(page).abstract:
            return super().read_abstract(page)
        text = summary(page)
        return text if text and _above(page, text) else None

    def read_published(self, page: Page) -> Published:
        """Return the date, as stated or printed."""
        if self.table(page).date:
            return super().read_published(page)
        found = _dateline(page)
        return Published(found.at, found.printed, found.views)

    def read_body(self, page: Page, abstract: str | None) -> Body:
        """Return the text, without the headline, date line and summary that stand in its node."""
        if self.table(page).body:
            return super().read_body(page, abstract)
        body = self.body_in(page, _text_node(page), abstract=abstract)
        over = {self.read_title(page), abstract, _date_text(page)}
        return replace(body, paragraphs=tuple(p for p in body.paragraphs if p not in over))

    def read_keywords(self, page: Page) -> tuple[str, ...]:
        """Return the keywords."""
        if self.table(page).keywords:
            return super().read_keywords(page)
        stated_words = keywords(article_data(page).get("keywords"))
        return stated_words or keywords(page.attribute("meta[name=keywords]", "content"))


# Of one page several fields are guessed from the same nodes.
_headline = lru_cache(1)(headline)
_text_node = lru_cache(1)(text_node)


@lru_cache(1)
def _dateline(page: Page) -> GuessedDate:
    return dateline(page, _headline(page).node)


def _date_text(page: Page) -> str | None:
    node = _dateline(page).node
    return clean(node.text()) if node is not None else None


def _above(page: Page, text: str) -> bool:
    """Tell whether the page prints a text outside the node that holds the article's text."""
    node, body = _text_node(page), page.tree.body
    if node is None or body is None:
        return False
    return clean(body.text()).count(text) > clean(node.text()).count(text)
