"""Near-duplicates: which articles say nearly the same, and the clusters that they form.

A text is the set of its shingles: five syllables that follow each other in abstract and body,
without accents. Two sets that share much have equal bands, by which they find each other; then
they are compared in full. Everything here is the same in every process, for ever: bands are kept
in archives. docs/explanation/duplicates.md tells on what data the numbers were chosen.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

from rensa import RMinHash

from archiver.likeness import fingerprint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from archiver.article import Article

Name: TypeAlias = tuple[str, str]
"""Site and key of an article."""

SYLLABLES = 5
"""Syllables of a shingle."""
LEAST = 50
"""Shingles that a text must have; a shorter one is near to none."""
BANDS, ROWS = 32, 4
"""Texts that share half of their shingles have an equal band in 7 of 8 cases, and those that
share two thirds in 399 of 400."""
SEED = 20250701
ALIKE = 0.7
"""Share of common shingles from which two texts are near."""
HALF, HELD = 0.5, 0.9
"""Texts that have at least half in common are near if one holds nine tenths of the other."""
MOST = 64
"""Articles that are listed under one band. Of more that are all alike, the first ones stand for
the others."""
MARKS = re.compile("[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What is compared of an article: the fingerprint of its text, and its shingles if it is long.

    Articles of equal text are alike however short they are.
    """

    equal: str | None
    shingles: frozenset[str]

    @classmethod
    def of(cls, article: Article) -> Likeness:
        """Return the likeness of an article."""
        found = shingles(article.abstract, article.body)
        return cls(equal=fingerprint.text(article), shingles=found)

    def bands(self) -> list[int]:
        """Return up to ``BANDS`` + 1 numbers below 2**48; alike texts share one."""
        exact = [] if self.equal is None else [_number(f"equal {self.equal}".encode())]
        return exact + (list(_bands(self.shingles)) if self.shingles else [])

    def is_near(self, other: Likeness) -> bool:
        """Tell whether two articles say nearly the same."""
        if self.equal is not None and self.equal == other.equal:
            return True
        common = len(self.shingles & other.shingles)
        smaller = min(len(self.shingles), len(other.shingles))
        share = self.similarity(other)
        return share >= ALIKE or (share >= HALF and common >= HELD * smaller)

    def similarity(self, other: Likeness) -> float:
        """Return the share of common shingles (Jaccard), from 0 to 1; equal texts have 1."""
        if self.equal is not None and self.equal == other.equal:
            return 1.0
        common = len(self.shingles & other.shingles)
        return common / (len(self.shingles) + len(other.shingles) - common or 1)


def shingles(abstract: str | None, body: Iterable[str]) -> frozenset[str]:
    """Return the shingles of abstract and body; none of an article that says too little.

    The title is left out: those who copy an article change it most, and what it says is in
    the text. An abstract is often the first paragraph on another portal.
    """
    text = " ".join(body)
    if not text:
        return frozenset()
    words = f"{abstract or ''} {text}".translate(LETTERS).split()
    found = frozenset(map(" ".join, zip(*(words[n:] for n in range(SYLLABLES)), strict=False)))
    return found if len(found) >= LEAST else frozenset()


class _Letters(dict[int, str]):
    """What is read for each character: no case and no accents, by which forms of writing differ.

    A character that is neither letter nor digit parts words. Each is looked up once, which takes
    half the time that taking accents off whole texts does.
    """

    def __missing__(self, code: int) -> str:
        parts = MARKS.sub("", unicodedata.normalize("NFD", chr(code).casefold()))
        plain = parts.replace("đ", "d").replace("ð", "d")
        self[code] = "".join(part if part.isalnum() or part == "_" else " " for part in plain)
        return self[code]


LETTERS = _Letters()


def _bands(found: Iterable[str]) -> Iterator[int]:
    minima = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minima.update(list(found))
    digest = minima.digest()
    for band in range(BANDS):
        rows = digest[band * ROWS : (band + 1) * ROWS]
        yield _number(b"".join(value.to_bytes(8, "big") for value in (band, *rows)))


def _number(content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=6).digest(), "big")


def clusters(
    articles: Mapping[Name, Likeness], apart: Collection[frozenset[Name]] = ()
) -> list[list[Name]]:
    """Return the clusters of two and more articles, whatever order they came in.

    Near articles are in one cluster, and so are those that others stand between. Two that a person
    has put ``apart`` never are: pairs are joined by name, and one that would join them is not.
    """
    forest = _Forest(apart)
    listed: dict[int, list[Name]] = defaultdict(list)
    for name in sorted(articles):
        bands = articles[name].bands()
        for other in sorted({other for band in bands for other in listed[band]}):
            if forest.may_join(name, other) and articles[name].is_near(articles[other]):
                forest.join(name, other)
        for band in bands:
            if len(listed[band]) < MOST:
                listed[band].append(name)
    return forest.trees()


class _Forest:
    """Articles that were joined, and pairs that must not be."""

    def __init__(self, apart: Collection[frozenset[Name]]) -> None:
        self._trees: dict[Name, list[Name]] = {}
        self._others: dict[Name, set[Name]] = defaultdict(set)
        for pair in apart:
            one, other = sorted(pair)
            self._others[one].add(other)
            self._others[other].add(one)

    def may_join(self, one: Name, other: Name) -> bool:
        tree, more = self._tree(one), self._tree(other)
        return tree is not more and not any(
            name in self._others and not self._others[name].isdisjoint(more) for name in tree
        )

    def join(self, one: Name, other: Name) -> None:
        tree, more = sorted((self._tree(one), self._tree(other)), key=len, reverse=True)
        tree.extend(more)
        for name in more:
            self._trees[name] = tree

    def trees(self) -> list[list[Name]]:
        distinct = {id(tree): tree for tree in self._trees.values() if len(tree) > 1}
        return sorted(sorted(tree) for tree in distinct.values())

    def _tree(self, name: Name) -> list[Name]:
        return self._trees.setdefault(name, [name])
