"""Queries: what a person types, as terms.

Words must all be there; ``"…"`` is a phrase, and so is what a sign holds together (`CT-XH`);
``-word`` must not be there; `22-KL/TW` is the number of a document, whatever separates its parts.
Accents that are typed are meant; where none is typed, words are found with any. In numbers they
are never meant: BCĐ is often typed BCD.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from archiver import text
from archiver.errors import SettingsError
from archiver.search import keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST = 64
"""Words that may be asked for at once."""
SHOWN = 60
"""Letters of a query that an error repeats."""
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
SIGN = "[ ]?[-/.&‐-―−／]+[ ]?"
TYPE, BODY = r"[a-zđ]{1,9}\d?", "[a-zđ][a-zđ0-9]{0,14}"
NUMBER = rf"\d{{1,5}}[a-zđ]?{SIGN}(?:\d{{4}}{SIGN})?{TYPE}(?:{SIGN}{BODY}){{1,4}}"
TOKEN = re.compile(
    r'(?P<minus>(?<![^\s"])-(?=[^\s-]))?'
    rf'(?:"(?P<phrase>[^"]*)"?|(?P<number>{NUMBER})(?![\w/-])|(?P<word>[^\s"]+))',
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that follow each other; ``words`` are their keys, ``accented`` says of which kind."""

    words: tuple[str, ...]
    accented: bool = False
    number: bool = False

    @classmethod
    def of(cls, written: Sequence[str], *, accented: bool, number: bool = False) -> Self:
        """Return the term of words as they are written."""
        key = keys.exact if accented else keys.folded
        return cls(words=tuple(map(key, written)), accented=accented, number=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """All of ``wanted`` must be there, none of ``unwanted``, one of ``either`` if it has any."""

    text: str
    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()
    either: tuple[Term, ...] = ()

    @classmethod
    def of(cls, asked: str, *, accents: bool = True) -> Self:
        """Read what a person typed; without ``accents`` those that were typed are not meant.

        Raises ``SettingsError`` where there is no word to look for, or far too many.
        """
        parts = list(_parts(asked))
        if sum(len(part.words) for part in parts) > MOST:
            message = f"{_shown(asked)} has more than {MOST} words; give fewer"
            raise SettingsError(message)
        meant = accents and any(part.accented for part in parts if not part.minus)
        wanted = [part.term(accented=meant) for part in parts if not part.minus]
        if not wanted:
            message = f"{_shown(asked)} has no word to look for; give one, such as 'hội nghị'"
            raise SettingsError(message)
        unwanted = [
            part.term(accented=meant or (accents and part.accented)) for part in parts if part.minus
        ]
        return cls(text=asked, wanted=_distinct(wanted), unwanted=_distinct(unwanted))

    @property
    def accented(self) -> bool:
        """Whether accents are meant."""
        return any(term.accented for term in self.wanted)

    def pairs(self) -> tuple[Term, ...]:
        """Return what stands together if neighbours of the query do."""
        pairs = zip(self.wanted, self.wanted[1:], strict=False)
        return tuple(_joined(pair) for pair in pairs if not any(term.number for term in pair))

    def closer(self) -> Iterator[Query]:
        """Return queries for what fits better, the best first."""
        pairs = self.pairs()
        if not pairs:
            return
        whole = len(pairs) == len(self.wanted) - 1
        if whole:
            yield replace(self, wanted=(_joined(self.wanted),))
        if not whole or len(pairs) > 1:
            yield replace(self, either=pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A word, phrase or number as it was typed."""

    words: tuple[str, ...]
    minus: bool
    number: bool

    @property
    def accented(self) -> bool:
        return not self.number and any(keys.exact(w) != keys.folded(w) for w in self.words)

    def term(self, *, accented: bool) -> Term:
        return Term.of(self.words, accented=accented and not self.number, number=self.number)


def _parts(asked: str) -> Iterator[_Part]:
    for found in TOKEN.finditer(text.clean(asked).translate(QUOTES)):
        written = found["phrase"] or found["number"] or found["word"] or ""
        number = found["number"] is not None
        if words := tuple(keys.words(written)):
            yield _Part(words=words, minus=found["minus"] is not None, number=number)


def _joined(terms: Sequence[Term]) -> Term:
    words = tuple(word for term in terms for word in term.words)
    return Term(words=words, accented=terms[0].accented)


def _distinct(terms: Sequence[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(terms))


def _shown(asked: str) -> str:
    return repr(asked if len(asked) <= SHOWN else f"{asked[:SHOWN]}…")
