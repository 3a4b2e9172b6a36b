"""Ranking: how well an article fits a query, by its own text alone.

Every candidate has all words, so how rare each is says little; what counts is whether they stand
together, whether the title has them, and how often they come for the length of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.search.keys import line

if TYPE_CHECKING:
    from archiver.search.query import Query, Term
    from archiver.search.searched import Searched

TITLE = 4.0
"""What a word in the title counts, beside one in the text."""
PAIR = 5.0
"""What two words that stand together count, beside each of them."""
USUAL = 500
"""Words of an article that is neither long nor short."""
ENOUGH = 0.1
"""How soon a word that comes again counts little more (k1 of BM25): at once. What words stand
together says more than how often they come; bench/relevance.py tells by how much."""
LENGTH = 0.9
"""How much a long text counts less (b of BM25)."""


def score(searched: Searched, query: Query) -> float:
    """Return how well an article fits; a higher number fits better."""
    kinds = {term.accented for term in query.wanted}
    lines = {kind: _Lines.of(searched, accented=kind) for kind in kinds}
    once = sum(lines[term.accented].share(term) for term in query.wanted)
    return once + PAIR * sum(lines[term.accented].share(term) for term in query.pairs())


@dataclass(frozen=True, slots=True)
class _Lines:
    """The keys of an article, each between spaces of its own, and how soon one counts in full."""

    title: str
    text: str
    ease: float

    @classmethod
    def of(cls, searched: Searched, *, accented: bool) -> _Lines:
        title, text = (line(part, accented=accented) for part in (searched.title, searched.text))
        ease = ENOUGH * (1 - LENGTH + LENGTH * text.count(" ") / USUAL)
        return cls(_apart(title), _apart(text), ease)

    def share(self, term: Term) -> float:
        """Return what a term counts, from 0 up to 1."""
        words = f" {'  '.join(term.words)} "
        count = TITLE * self.title.count(words) + self.text.count(words)
        return count / (count + self.ease)


def _apart(keys: str) -> str:
    return f" {keys} ".replace(" ", "  ")
