"""Ways in which the portals' texts are written badly; read well, each gives the clean text."""

from __future__ import annotations

import re
import unicodedata
from html.entities import codepoint2name
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMED: Final = {code: f"&{name};" for code, name in codepoint2name.items() if code > ord("~")}
_DOT_BELOW_THEN_HAT: Final = re.compile("\u0323([\u0302\u0306])")
_HAT_THEN_TONE: Final = re.compile("([\u0302\u0306])([\u0300\u0301\u0303\u0309])")


def _named(text: str) -> str:
    """Write ``à`` as ``&agrave;``, as the portal's newer editor does."""
    return text.translate(_NAMED)


def _decomposed(text: str) -> str:
    """Write every mark as a character of its own (NFD)."""
    return unicodedata.normalize("NFD", text)


def _tone_first(text: str) -> str:
    """Write the tone before the hat, which NFC alone does not mend."""
    turned = _HAT_THEN_TONE.sub(r"\2\1", unicodedata.normalize("NFD", text))
    return _DOT_BELOW_THEN_HAT.sub("\u0323\\1", turned)


def _hard_spaces(text: str) -> str:
    """Write some spaces as no-break spaces, alone and in runs."""
    return text.replace(" ", "&nbsp;", 1).replace(", ", ",&nbsp; ").replace(". ", ".\u00a0 ")


def _zero_width(text: str) -> str:
    """Put a zero-width space, a soft hyphen and a byte order mark into the text."""
    return "\ufeff" + text.replace("ng", "n\u200bg", 2).replace("th", "t\u00adh", 1)


def _look_alike(text: str) -> str:
    """Write Đ as the Icelandic eth that looks the same."""
    return text.replace("Đ", "Ð")


def _wrapped(text: str) -> str:
    """Break lines inside the paragraph, as the portal's editor does."""
    return text.replace(", ", ",\n      ").replace("; ", ";\n  ")


DIRT: Final[dict[str, Callable[[str], str]]] = {
    "": str,
    "named": _named,
    "decomposed": _decomposed,
    "tone first": _tone_first,
    "hard spaces": _hard_spaces,
    "zero width": _zero_width,
    "look-alike": _look_alike,
    "wrapped": _wrapped,
}
"""Each takes a text that is escaped for HTML."""
