"""Nodes and their names: the selector by which a node is found again on the next page."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from archiver.dates import read_date
from archiver.parsing.datelines import read_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from archiver.parsing.page import Page

PLAIN = re.compile(r"[A-Za-z][A-Za-z_-]*")
"""Classes and ids that are words: those with numbers are of one page."""
LEVELS = 4
ENTRIES = 3
"""Links of a list that make it one."""


def selector_of(page: Page, node: LexborNode) -> str | None:
    """Return a short selector that finds this node first, ``None`` where there is none."""
    return next((css for css in _selectors(node) if _first(page, css, node)), None)


def entry_of(anchors: Sequence[LexborNode]) -> dict[str, str]:
    """Return the selectors of a list's entries and of their dates, as far as they are alike."""
    found: Counter[tuple[str, str]] = Counter()
    for anchor in anchors:
        level = anchor.parent
        for _ in range(LEVELS):
            if level is None:
                break
            date = _date_in(level)
            own = next(_own(level), None)
            if date is not None and own and level.tag != "body":
                found[own, next(_own(date), date.tag or "")] += 1
                break
            level = level.parent
    if not found:
        return {}
    (item, date_css), count = found.most_common(1)[0]
    if count < min(ENTRIES, len(anchors)):
        return {}
    return {"item": item, "item_date": date_css}


def _date_in(node: LexborNode) -> LexborNode | None:
    for inner in node.css("*"):
        if inner.css_first("*") is None or not inner.css("a"):
            line = read_line(inner.text()).printed
            if line and read_date(line) is not None:
                return inner
    return None


def _selectors(node: LexborNode) -> Iterator[str]:
    yield from _own(node)
    parent = node.parent
    for _ in range(LEVELS):
        if parent is None:
            return
        for outer in _own(parent):
            yield f"{outer} {next(_own(node), node.tag or '*')}"
        parent = parent.parent
    if node.tag in {"h1", "main", "article", "time"}:
        yield node.tag


def _own(node: LexborNode) -> Iterator[str]:
    """Yield what a node is called by itself."""
    if node.id and PLAIN.fullmatch(node.id):
        yield f"#{node.id}"
    for name in (node.attributes.get("class") or "").split():
        if PLAIN.fullmatch(name):
            yield f".{name}"
    prop = node.attributes.get("itemprop")
    if prop and PLAIN.fullmatch(prop):
        yield f"[itemprop={prop}]"


def _first(page: Page, css: str, node: LexborNode) -> bool:
    found = page.one(css)
    return found is not None and found.mem_id == node.mem_id
