"""Keys: the words of a text as every index holds them, with their accents and without.

A text and its keys have the same words in the same places, so that what is found by a key can be
shown as it was written. Keys lie in archives: when one of these functions changes, or a Python
folds a letter otherwise, every index has to be made anew (`archiver reindex`).
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from archiver import text

if TYPE_CHECKING:
    from collections.abc import Callable

WORD = re.compile("[^\\W_]+(?:[\u0300-\u0331]+[^\\W_]*)*")
"""Letters, digits and the marks on them: what `unicode61` of SQLite takes for a word."""
LONGEST = 64
"""Letters of a key; what is longer is no word, and PostgreSQL would refuse it."""
KEPT = 1 << 15
"""Words whose keys are remembered: Viet Nam has some seven thousand syllables."""
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


def spans(written: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Return where the words of a text begin and end, from one of them up to another."""
    return [found.span() for found in islice(WORD.finditer(written), begin, end)]


def keys(written: str, *, accented: bool) -> list[str]:
    """Return the keys of the words of a text."""
    return line(written, accented=accented).split()


def line(written: str, *, accented: bool) -> str:
    """Return the keys of the words of a text, one space between them."""
    known = _EXACT if accented else _FOLDED
    return " ".join(filter(None, map(known.__getitem__, written.split())))


def lines(written: str) -> tuple[str, str]:
    """Return the keys with accents and those without, with spaces between them."""
    parts = written.split()
    both = (" ".join(map(known.__getitem__, parts)) for known in (_EXACT, _FOLDED))
    exact_line, folded_line = both
    return exact_line, folded_line


def exact(word: str) -> str:
    """Return the key that means the accents: lower case, the tone of hoà where hòa has it."""
    key = text.clean(word).casefold()
    return PLACED.sub(lambda found: TONES_FIRST[found[0]], key)[:LONGEST]


def folded(word: str) -> str:
    """Return the key without accents."""
    return text.fold(word)[:LONGEST]


class _Known(dict[str, str]):
    """Keys of what stands between two spaces, which comes again and again.

    To look it up is ten times as fast as to make it, and twice as fast as functools' caches.
    """

    def __init__(self, key: Callable[[str], str]) -> None:
        super().__init__()
        self._key = key

    def __missing__(self, written: str) -> str:
        if len(self) >= KEPT:
            self.clear()
        self[written] = made = " ".join(map(self._key, words(written)))
        return made


_EXACT, _FOLDED = _Known(exact), _Known(folded)
