"""Vietnamese texts of our own, the same for the same seed."""

from __future__ import annotations

import random
import re
import unicodedata
from functools import cache
from typing import Final

from portal.lexicon import LEXICON

_SLOT: Final = re.compile(r"\{(\w+)\}")
_YEARS: Final = (2014, 2024)
_SLUG_LENGTH: Final = 150


class Texts:
    """Makes texts from a seed: ``Texts(7).make("title")``; slots are in ``portal.lexicon``."""

    def __init__(self, seed: int | str) -> None:
        self.random = random.Random(seed)  # noqa: S311  # repeatable texts, no secrets

    def make(self, slot: str) -> str:
        """Return a text for a slot, its first letter as the template has it."""
        number = _NUMBERS.get(slot)
        if number is not None:
            return number(self.random)
        parts = self.random.choice(_templates(slot))
        return "".join(self.make(part) if index % 2 else part for index, part in enumerate(parts))

    def sentence(self, slot: str = "sentence") -> str:
        """Return a text that begins with a capital letter."""
        text = self.make(slot)
        return text[0].upper() + text[1:]

    def paragraph(self, sentences: int = 4) -> str:
        """Return sentences joined by single spaces."""
        return " ".join(self.sentence() for _ in range(sentences))


@cache
def _templates(slot: str) -> tuple[tuple[str, ...], ...]:
    """Split a slot's templates: text at even places, names of slots at odd ones."""
    return tuple(tuple(_SLOT.split(template)) for template in LEXICON[slot])


def _date(source: random.Random) -> str:
    return f"{source.randint(1, 28)}/{source.randint(1, 12)}/{source.randint(*_YEARS)}"


_NUMBERS: Final = {
    "n": lambda source: str(source.randint(2, 480)),
    "m": lambda source: str(source.randint(2, 9)),
    "month": lambda source: str(source.randint(1, 12)),
    "year": lambda source: str(source.randint(*_YEARS)),
    "date": _date,
}


def plain(text: str) -> str:
    """Return the text without marks, đ as d: the letters of an address."""
    bare = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", bare)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def slug(text: str) -> str:
    """Return an article's slug as Liferay makes it: dashes, cut at 150 letters."""
    return re.sub(r"[^a-z0-9]+", "-", plain(text).lower()).lstrip("-")[:_SLUG_LENGTH]


def layout_slug(text: str) -> str:
    """Return a section's slug as Liferay makes it: đ is lost (``Đoàn thể`` is ``-oan-the``)."""
    bare = plain(text.replace("đ", "-").replace("Đ", "-"))
    return re.sub(r"[^a-z0-9]+", "-", bare.lower())
