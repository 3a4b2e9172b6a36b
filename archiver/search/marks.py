"""Marks: where in a text stands what was asked for, and the piece of it that shows most."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from archiver.search import keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archiver.search.query import Query, Term

WORDS = 36
"""Words of a snippet."""
MOST = 100
"""Marked words among which the piece is chosen; a common word may stand everywhere.

The piece begins at one of them: no term has more than ``MOST + WORDS`` places up to its end.
"""
BEFORE = 6
"""Words that it shows before the first mark, if there are as many."""
JOINS = 3
"""Signs between two words that follow each other and are marked as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text as it was written, and where in it stands what was asked for (begin, end).

    A piece of a longer text begins or ends with an ellipsis where something was left out.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Return the text piece by piece, each with whether it is marked."""
        last = 0
        for begin, end in self.marks:
            yield self.text[last:begin], False
            yield self.text[begin:end], True
            last = end
        yield self.text[last:], False


@dataclass(frozen=True, slots=True)
class _Page:
    """The words of a text: where they stand, and which of them were asked for."""

    text: str
    length: int
    """Its words."""
    found: dict[int, set[int]]
    """By place of a word: the terms of the query that it belongs to."""

    @classmethod
    def of(cls, text: str, query: Query, most: int | None = None) -> _Page:
        """Look for a query in a text; for the first ``most`` places of each term, or for all."""
        kinds = {term.accented for term in query.wanted}
        words = {kind: keys.keys(text, accented=kind) for kind in kinds}
        found: dict[int, set[int]] = defaultdict(set)
        for number, term in enumerate(query.wanted):
            for place in islice(_places(words[term.accented], term), most):
                for word in range(place, place + len(term.words)):
                    found[word].add(number)
        return cls(text, len(next(iter(words.values()))), dict(found))

    def marked(self, begin: int, end: int) -> Marked:
        """Return the words from ``begin`` up to ``end``."""
        spans = keys.spans(self.text, begin, end)
        first = spans[0][0] if begin else 0
        last = spans[-1][1] if end < self.length else len(self.text)
        left, right = ("… " if begin else ""), (" …" if end < self.length else "")
        shift = len(left) - first
        marks = [(b + shift, e + shift) for b, e in self._marks(spans, begin)]
        text = self.text[first:last].replace("\n", " ")
        return Marked(text=left + text + right, marks=tuple(marks))

    def _marks(self, spans: Sequence[tuple[int, int]], begin: int) -> list[tuple[int, int]]:
        marks: list[tuple[int, int]] = []
        last = -2
        for place, span in enumerate(spans, begin):
            if place not in self.found:
                continue
            if place == last + 1 and self._joined(marks[-1][1], span[0]):
                marks[-1] = (marks[-1][0], span[1])
            else:
                marks.append(span)
            last = place
        return marks

    def _joined(self, end: int, begin: int) -> bool:
        return begin - end <= JOINS and "\n" not in self.text[end:begin]

    def best(self) -> int:
        """Return the word at which the piece begins that shows most of what was asked for."""
        places = sorted(self.found)[:MOST]
        if not places:
            return 0
        return max(places, key=lambda place: (self._worth(places, place), -place))

    def _worth(self, places: Sequence[int], begin: int) -> tuple[int, int]:
        first, after = (bisect_left(places, n) for n in (begin, begin + WORDS - BEFORE))
        shown = places[first:after]
        terms = {term for place in shown for term in self.found[place]}
        return len(terms), sum(place + 1 in self.found for place in shown)


def whole(text: str, query: Query) -> Marked:
    """Return all of a text with its marks."""
    page = _Page.of(text, query)
    return page.marked(0, page.length)


def snippet(text: str, query: Query) -> Marked:
    """Return the piece of a text that shows most of what was asked for."""
    page = _Page.of(text, query, MOST + WORDS)
    begin = max(0, page.best() - BEFORE)
    return page.marked(begin, min(begin + WORDS, page.length))


def _places(words: Sequence[str], term: Term) -> Iterator[int]:
    """Return where a term begins."""
    first, length = term.words[0], len(term.words)
    place = -1
    with suppress(ValueError):  # there are no more
        while True:
            place = words.index(first, place + 1)
            if tuple(words[place : place + length]) == term.words:
                yield place
