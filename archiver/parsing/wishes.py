"""Wishes: what a page asks of those who keep copies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.parsing.page import Page

NAMES = ("robots", "archiver")
"""To whom a wish must be addressed to be one to us."""
AGENT = re.compile(r"\s*([\w-]+)\s*:(?!//)")
WISH = "noarchive"


def wish(page: Page) -> str | None:
    """Return that a page asks not to be shown as a copy, and where; ``None`` if it does not."""
    places = ", ".join(dict.fromkeys(_places(page)))
    return f"{WISH} ({places})" if places else None


def _places(page: Page) -> Iterator[str]:
    for name, value in page.headers:
        if name.lower() == "x-robots-tag" and _in_header(value):
            yield "X-Robots-Tag"
    for node in page.select("meta[name][content]"):
        named = (node.attributes.get("name") or "").strip().lower()
        if named in NAMES and _says(node.attributes.get("content") or ""):
            yield f"meta {named}"


def _in_header(value: str) -> bool:
    agent = AGENT.match(value)
    if agent is None or agent[1].lower() in {"unavailable_after", "max-snippet"}:
        return _says(value)
    return agent[1].lower() in NAMES and _says(value[agent.end() :])


def _says(value: str) -> bool:
    return bool({WISH, "none"} & {part.strip().lower() for part in value.split(",")})
