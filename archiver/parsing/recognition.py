"""Recognition: which content system a page is of, and by what sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archiver.parsing.family import Family
    from archiver.parsing.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A family that a page may be of, and the signs that say so."""

    family: type[Family]
    signs: tuple[str, ...]


def recognise(page: Page, families: Iterable[type[Family]]) -> tuple[Recognised, ...]:
    """Return the families that a page shows signs of, that with the most first."""
    found = [Recognised(family=family, signs=signs_on(page, family)) for family in families]
    shown = [each for each in found if each.signs]
    return tuple(sorted(shown, key=lambda each: (-_share(each), each.family.family)))


def signs_on(page: Page, family: type[Family]) -> tuple[str, ...]:
    """Return in words the signs of a family that a page shows."""
    signs = family.signs.items()
    return tuple(words for selector, words in signs if page.one(selector) is not None)


def _share(found: Recognised) -> float:
    return len(found.signs) / len(found.family.signs)
