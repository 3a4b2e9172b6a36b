"""Addresses: when two URLs ask for the same page, leniently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

if TYPE_CHECKING:
    from collections.abc import Iterable

PORTS = {"http": ":80", "https": ":443"}
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
MEANING = frozenset("%/?#&=+;")
"""Characters that mean something else when they are percent-encoded."""
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
METHOD = "__wb_method"
"""By this parameter and those after it, web archives write a POST as an URL."""


def key(url: str, form: Iterable[tuple[str, str]] = (), method: str = "") -> str:
    """Return what is equal for all ways to ask for one page.

    Not told apart are http and https, letter case of the host, the default port, a slash at the
    end of the path, the fragment, an empty query, and percent-coding that changes no meaning.
    The order of parameters counts, that of a form's fields does not.
    """
    url, posted = _posted(url)
    fields = sorted([*posted, *form], key=lambda field: field[0])
    method = method or ("POST" if fields else "GET")
    return "\n".join([method, plain(url), *(f"{name}={value}" for name, value in fields)])


def plain(url: str) -> str:
    """Return a URL without what does not count; see ``key``."""
    scheme, found, rest = url.strip().partition("://")
    if not found:
        return url
    place, _, _ = rest.partition("#")
    place, _, query = place.partition("?")
    host, _, path = place.partition("/")
    host = host.lower().removesuffix(PORTS.get(scheme.lower(), ":"))
    path = _escape(path).rstrip("/")
    return f"{host}/{path}?{_escape(query)}" if query else f"{host}/{path}"


def _posted(url: str) -> tuple[str, list[tuple[str, str]]]:
    """Part an URL that stands for a POST into the URL and the form."""
    at = url.find(f"{METHOD}=POST")
    if at < 0:
        return url, []
    fields = parse_qsl(url[at:], keep_blank_values=True)
    return url[: at - 1], [field for field in fields if not field[0].startswith("__wb_")]


def _escape(text: str) -> str:
    return quote(ESCAPE.sub(_unescape, text), safe=PRINTABLE)


def _unescape(escape: re.Match[str]) -> str:
    char = chr(int(escape[1], 16))
    return char if char in PRINTABLE and char not in MEANING else escape[0].upper()
