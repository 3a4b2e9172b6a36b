"""Words: the syllables, numbers, signs and addresses that a text is made of."""

from __future__ import annotations

import re
from typing import NamedTuple

WORD = re.compile(
    r"(\s*)"
    r"(https?://\S+"  # an address
    r"|\d+(?:[.,/:]\d+)*(?!\w)"  # 1.729, 27/03/2018, 10:14
    r"|[\w\u0300-\u036f]+"
    r"|\S"
    r"|\Z)"
)


class Word(NamedTuple):
    """A syllable, number, sign or address, and the white space before it."""

    space: str
    text: str


def split(text: str) -> list[Word]:
    """Return the words of a text; joined they are the text again.

    The last one has no text where the text ends with white space.
    """
    return [Word(*found.groups()) for found in WORD.finditer(text) if found[0]]


def words_of(text: str) -> list[str]:
    """Return the words of a text without the space between them."""
    return [word.text for word in split(text) if word.text]
