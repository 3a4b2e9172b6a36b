"""Alignment: which paragraphs of two texts belong together."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from itertools import product
from typing import TYPE_CHECKING

from archiver.histories.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ALIKE = 0.4
"""Share of words from which two paragraphs are one that was reworded."""
LARGEST = 250_000
"""Pairs of paragraphs that are compared; in larger texts they are paired by their order."""

Pair = tuple[str | None, str | None]


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Return pairs of paragraphs in order; one that was removed or added stands alone.

    Equal paragraphs are paired first, then those between them that are most alike.
    """
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, begin, end, other_begin, other_end in blocks:
        left, right = old[begin:end], new[other_begin:other_end]
        if kind == "equal":
            yield from zip(left, right, strict=True)
        else:
            yield from _reworded(left, right)


def _reworded(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    done = other_done = 0
    for one, other in [*_partners(old, new), (len(old), len(new))]:
        yield from ((text, None) for text in old[done:one])
        yield from ((None, text) for text in new[other_done:other])
        if one < len(old):
            yield old[one], new[other]
        done, other_done = one + 1, other + 1


def _partners(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the indices of the pairs that together are most alike, none crossing another."""
    if len(old) * len(new) > LARGEST:
        return [(place, place) for place in range(min(len(old), len(new)))]
    bags, other_bags = ([Counter(words_of(t)) for t in texts] for texts in (old, new))
    gain = {
        (i, j): likeness
        for (i, bag), (j, other) in product(enumerate(bags), enumerate(other_bags))
        if (likeness := _likeness(bag, other)) >= ALIKE
    }
    best = _best(gain, len(old), len(new))
    return list(_walk(gain, best, len(old), len(new)))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _best(gain: dict[tuple[int, int], float], rows: int, columns: int) -> list[list[float]]:
    """Return by (i, j) the most that paragraphs from i and j on can be alike."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = gain[i, j] + best[i + 1][j + 1] if (i, j) in gain else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return best


def _walk(
    gain: dict[tuple[int, int], float], best: list[list[float]], rows: int, columns: int
) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < rows and j < columns:
        if (i, j) in gain and best[i][j] == gain[i, j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
