"""Bulk: what no portal publishes, and what would cost a reader its memory or its time."""

from __future__ import annotations

import re
from collections import Counter

from archiver.errors import PageRejected

TAGS = 200_000
"""Tags that a page may have; the tree takes some hundred bytes for each."""
FEW = 10_000
"""Tags that cannot be nested too deep, since there are not enough of them."""
DEEPEST = 5_000
"""Elements that may be open at once; a tree is made in the square of it."""
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
NEVER_DEEP = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "dd",
        "dt",
        "embed",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "source",
        "td",
        "th",
        "tr",
        "wbr",
    ]
)
"""What is empty, or is closed by the next of its kind."""


def refuse_bulk(text: str) -> None:
    """Raise ``PageRejected`` for HTML with too many tags, or with too many of them open."""
    tags = text.count("<")
    if tags > TAGS:
        message = f"more than {TAGS:,} tags"
        raise PageRejected(message)
    if tags > FEW and _is_deep(text):
        message = f"more than {DEEPEST:,} elements in each other"
        raise PageRejected(message)


def _is_deep(text: str) -> bool:
    """Tell whether too many elements are open anywhere; only their like closes them."""
    opened, depth = Counter[str](), 0
    for tag in TAG.finditer(text):
        name = tag[2].lower()
        if name in NEVER_DEEP or (tag[1] and not opened[name]):
            continue
        step = -1 if tag[1] else 1
        opened[name] += step
        depth += step
        if depth > DEEPEST:
            return True
    return False
