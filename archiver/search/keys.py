"""Keys: the words of a text as every index holds them, with their accents and without.

A text and its keys have the same words in the same places, so that what is found by a key can be
shown as it was written. Keys lie in archives: when one of these functions changes, or a Python
folds a letter otherwise, every index has to be made anew (`archiver reindex`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from archiver import text

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = re.compile("[^\\W_]+(?:[\u0300-\u0331]+[^\\W_]*)*")
"""Letters, digits and the marks on them: what `unicode61` of SQLite takes for a word."""
LONGEST = 64
"""Letters of a key; what is longer is no word, and PostgreSQL would refuse it."""
KEPT = 1 << 15
"""Words whose keys are kept: Viet Nam has some seven thousand syllables."""
PLACED = re.compile("(?<!q)(o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])$")
TONES_FIRST = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)


def words(written: str) -> list[str]:
    """Return the words of a text as they are written."""
    return WORD.findall(written)


def spans(written: str) -> Iterator[tuple[int, int]]:
    """Return where the words of a text begin and end."""
    return (found.span() for found in WORD.finditer(written))


def keys(written: str, *, accented: bool) -> list[str]:
    """Return the keys of the words of a text."""
    line = _exact_line if accented else _folded_line
    return " ".join(map(line, written.split())).split()


def lines(written: str) -> tuple[str, str]:
    """Return the keys of a text with accents, and those without, between spaces."""
    parts = written.split()
    return " ".join(map(_exact_line, parts)), " ".join(map(_folded_line, parts))


def exact(word: str) -> str:
    """Return the key that means the accents: lower case, the tone of hoà where hòa has it."""
    key = text.clean(word).casefold()
    return PLACED.sub(lambda found: TONES_FIRST[found[0]], key)[:LONGEST]


def folded(word: str) -> str:
    """Return the key without accents."""
    return text.fold(word)[:LONGEST]


# What stands between two spaces comes again and again: to look it up is ten times as fast.


@lru_cache(maxsize=KEPT)
def _exact_line(written: str) -> str:
    return " ".join(map(exact, words(written)))


@lru_cache(maxsize=KEPT)
def _folded_line(written: str) -> str:
    return " ".join(map(folded, words(written)))
