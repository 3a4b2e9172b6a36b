"""Linked data: what a page says of itself in JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archiver.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.parsing.page import Page

SCRIPT = 'script[type="application/ld+json"]'
ARTICLES = ("Article", "BlogPosting", "Report")


def article_data(page: Page) -> dict[str, Any]:
    """Return the page's article, empty where there is none that can be read."""
    return next((data for data in _things(page) if _is_article(data)), {})


def stated(data: dict[str, Any], name: str) -> str | None:
    """Return a property's text, cleaned; never empty."""
    value = data.get(name)
    return (clean(value) or None) if isinstance(value, str) else None


def keywords(words: object) -> tuple[str, ...]:
    """Return keywords out of a list or a text with commas, each once."""
    parts = words.split(",") if isinstance(words, str) else words
    listed = parts if isinstance(parts, (list, tuple)) else ()
    return tuple(dict.fromkeys(filter(None, (clean(str(word)) for word in listed))))


def _things(page: Page) -> Iterator[dict[str, Any]]:
    for node in page.select(SCRIPT):
        try:
            data = json.loads(node.text(), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in data if isinstance(data, list) else [data]:
            if isinstance(thing, dict):
                graph = thing.get("@graph")
                parts = graph if isinstance(graph, list) else []
                yield from (part for part in (thing, *parts) if isinstance(part, dict))


def _is_article(data: dict[str, Any]) -> bool:
    return any(kind in str(data.get("@type")) for kind in ARTICLES)
