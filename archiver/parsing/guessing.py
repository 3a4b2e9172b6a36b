"""Guessing: where a page nobody has described holds headline, date and text.

What the page states for machines counts before what it looks like.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from archiver.dates import read_date
from archiver.parsing.datelines import read_line
from archiver.parsing.linked import article_data, stated
from archiver.text import UNSEEN, clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from selectolax.lexbor import LexborNode

    from archiver.parsing.page import Page

SEPARATOR = re.compile(r"\s*(?:[|»–—]|-(?=\s|$)|::)\s*")
ASIDE = frozenset({"a", "aside", "button", "footer", "li", "nav", "option", "script", "style"})
PUBLISHED = (
    ('meta[property="article:published_time"]', "content"),
    ("[itemprop=datePublished]", "content"),
    ("[itemprop=datePublished]", "datetime"),
    ('meta[name="pubdate"], meta[name="dc.date.issued"], meta[name="DC.date.issued"]', "content"),
)
LONGEST_LINE = 120
"""Characters of a line that prints a date."""
FARTHEST = 25
"""Texts between a headline and its date."""
SHORTEST = 3
"""Letters of a text worth comparing with a headline."""
MOST = 0.9
"""Share of the text that the node must hold that is taken for the article's body."""


class Guess(NamedTuple):
    """What was found, and the node that shows it, if one does."""

    text: str | None
    node: LexborNode | None = None


class GuessedDate(NamedTuple):
    """A time, as it is printed or stated, and the node that shows it, if one does."""

    at: datetime | None = None
    printed: str | None = None
    views: int | None = None
    node: LexborNode | None = None


def headline(page: Page) -> Guess:
    """Return the headline: what the page calls itself, as far as a node prints it."""
    named = _names(page)
    shown = [guess for name in named for guess in _printed(page, name)]
    if shown:
        return max(shown, key=lambda guess: len(guess.text or ""))
    if len(named) > 1:
        return Guess(named[0])
    heading = page.one("main h1, article h1, h1")
    if heading is not None and clean(heading.text()):
        return Guess(clean(heading.text()), heading)
    return Guess(SEPARATOR.split(named[0])[0] if named else None)


def dateline(page: Page, title: LexborNode | None) -> GuessedDate:
    """Return when the article was published: as stated for machines, else as printed nearby."""
    near = _nearest(page, title)
    for text in _stated_dates(page):
        at = read_date(text)
        if at is not None:
            return GuessedDate(at, near.printed or text, near.views, near.node)
    return near


def text_node(page: Page) -> LexborNode | None:
    """Return the node that holds the article's text, as far as trafilatura finds it.

    Only where it is is taken from there: the words are read from the node itself, with the first
    paragraph and without the byline.
    """
    from trafilatura import extract  # noqa: PLC0415  # half a second, for sites nobody described

    found = extract(UNSEEN.sub("", page.text), include_comments=False, include_tables=True) or ""
    pieces = [piece for piece in map(_letters, found.splitlines()) if len(piece) > SHORTEST]
    node = page.tree.body
    if node is None or not pieces:
        return None
    wanted = MOST * _held(node, pieces)
    while True:
        inner = next((c for c in node.iter() if wanted and _held(c, pieces) >= wanted), None)
        if inner is None:
            return node
        if _is_of_text(inner):
            return node
        node = inner


def summary(page: Page) -> str | None:
    """Return the summary that the page states."""
    texts = (
        stated(article_data(page), "description"),
        page.attribute('meta[property="og:description"]', "content"),
        page.attribute("meta[name=description]", "content"),
    )
    return next((clean(unescape(text)) for text in texts if text), None)


def _names(page: Page) -> list[str]:
    """Return what the page calls itself, what is most certain first."""
    texts = (
        stated(article_data(page), "headline"),
        page.attribute('meta[property="og:title"], meta[name="og:title"]', "content"),
        page.words("title"),
    )
    return [unescape(text) for text in texts if text]


def _printed(page: Page, name: str) -> Iterator[Guess]:
    """Yield the nodes that print a name, or its beginning up to a separator."""
    for text, node in texts_of(page):
        shown = node
        while shown.parent is not None and _begins(name, clean(shown.parent.text())):
            shown = shown.parent
        whole = clean(shown.text())
        if len(text) > SHORTEST and _begins(name, whole) and not _is_aside(shown):
            yield Guess(whole, shown)


def _begins(name: str, text: str) -> bool:
    rest = name.removeprefix(text)
    return bool(text) and name.startswith(text) and (not rest or bool(SEPARATOR.match(rest)))


def _stated_dates(page: Page) -> Iterator[str]:
    data = article_data(page)
    texts = [stated(data, "datePublished")]
    texts += [page.attribute(css, name) for css, name in PUBLISHED]
    times = [node for node in page.select("time[datetime]") if not _is_aside(node)]
    texts += [node.attributes.get("datetime") for node in times[:1]]
    yield from filter(None, texts)


def _nearest(page: Page, title: LexborNode | None) -> GuessedDate:
    """Return the date line that stands nearest to the headline, rather below than above it."""
    texts = list(texts_of(page))
    places = [n for n, (_, node) in enumerate(texts) if title is not None and _within(node, title)]
    here = places[-1] if places else 0
    lines = []
    for place, (_, node) in enumerate(texts):
        distance = place - here if place >= here else 2 * (here - place)
        if distance <= FARTHEST and not _is_beside(node, title):
            line = read_line(_line(node))
            at = read_date(line.printed or "")
            if at is not None:
                lines.append((distance, GuessedDate(at, line.printed, line.views, node)))
    return min(lines, key=lambda found: found[0])[1] if lines else GuessedDate()


def _is_beside(node: LexborNode, title: LexborNode | None) -> bool:
    """Tell whether a text is the headline itself, or of a menu, or of the head of every page."""
    level: LexborNode | None = node
    while level is not None:
        if level.tag == "header" and not _within(title, level):
            return True
        level = level.parent
    return _is_aside(node) or _within(node, title)


def _line(node: LexborNode) -> str:
    """Return the text of the widest node round a text that is still one line."""
    line = clean(node.text())
    while node.parent is not None and len(node.parent.text()) < LONGEST_LINE * 2:
        node = node.parent
        text = clean(node.text())
        if len(text) > LONGEST_LINE or read_date(read_line(text).printed or "") is None:
            break
        line = text
    return line if len(line) <= LONGEST_LINE else ""


def texts_of(page: Page) -> Iterator[tuple[str, LexborNode]]:
    """Yield each text of the page that is not blank, with the element it stands in."""
    body = page.tree.body
    for node in body.traverse(include_text=True) if body is not None else ():
        parent = node.parent
        if node.is_text_node and parent is not None and parent.tag not in {"script", "style"}:
            text = clean(node.text_content or "")
            if text:
                yield text, parent


def _within(node: LexborNode | None, outer: LexborNode | None) -> bool:
    while node is not None and outer is not None:
        if node.mem_id == outer.mem_id:
            return True
        node = node.parent
    return False


def _is_aside(node: LexborNode) -> bool:
    level: LexborNode | None = node
    while level is not None:
        if level.tag in ASIDE:
            return True
        level = level.parent
    return False


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, clean(text)))


def _held(node: LexborNode, pieces: Sequence[str]) -> int:
    """Return how many letters of the pieces a node holds."""
    letters = _letters(node.text())
    return sum(len(piece) for piece in pieces if piece in letters)


def _is_of_text(node: LexborNode) -> bool:
    """Tell whether a node is a piece of text rather than what holds one."""
    return node.tag in {"p", "b", "strong", "em", "i", "span", "font", "a", "ul", "ol", "table"}
