"""The time line of an article: which of its readings are revisions.

A reading is what one capture said. Sorted by capture time, readings of equal wording that follow
each other are one revision, shown first by the first of them. A reading without a time of
publication, which some addresses of a portal do not print, has that of its neighbour of the same
words. The order in which readings arrive does not matter.

Where two readings that follow each other differ, the site was edited if one version of the parser
read both; if they are of the same bytes, only the parser has changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from archiver.ledger import Outcome
from archiver.records import Cause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime


UNKNOWN = "unknown"
"""Parser of a reading that does not say it."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Reading:
    """What an article said at one time.

    ``source`` is the record id of its capture, or the address where it has none. Of readings of
    one moment, those of equal wording stand together. ``payload`` is the digest of the bytes.
    """

    at: datetime
    wording: str
    source: str
    parser: str
    payload: str | None = field(default=None, compare=False)


def line(readings: Iterable[Reading]) -> list[Reading]:
    """Return the first reading of each revision, oldest first, with its time of publication."""
    return [same[0] for same in _revisions(readings)]


def causes(readings: Iterable[Reading]) -> list[Cause | None]:
    """Return what made each revision differ from the one before, oldest first."""
    revisions = _revisions(readings)
    made = [_cause(before[-1], after[0]) for before, after in pairwise(revisions)]
    return [*(None for _ in revisions[:1]), *made]


def _cause(before: Reading, after: Reading) -> Cause:
    if before.payload is not None and before.payload == after.payload:
        return Cause.PARSER
    return Cause.SITE if before.parser == after.parser else Cause.UNCLEAR


def _revisions(readings: Iterable[Reading]) -> list[list[Reading]]:
    dated = _dated(sorted(readings))
    return [list(same) for _, same in groupby(dated, key=attrgetter("wording"))]


def _dated(readings: list[Reading]) -> list[Reading]:
    """Give each reading without a time that of the one before it, or else of the one after."""
    forward = list(_filled(readings))
    return list(_filled(reversed(forward)))[::-1]


def _filled(readings: Iterable[Reading]) -> Iterator[Reading]:
    last = ""
    for reading in readings:
        last = last if reading.wording == _words(last) else reading.wording
        yield reading if reading.wording == last else replace(reading, wording=last)


def _words(wording: str) -> str:
    return wording.partition("@")[0]


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a reading, and why, if that needs to be said."""

    outcome: Outcome
    reason: str | None = None


COPY = Came(Outcome.DUPLICATE, "another article has the same text")


@dataclass(slots=True)
class Timeline:
    """The readings of one article, by their source."""

    readings: dict[str, Reading]

    def put(self, reading: Reading) -> Came:
        """Add a reading, or read a capture again; return what came of it.

        It is *revised* only if the site is known to have edited it once more than before.
        """
        if not self.readings:
            self.readings[reading.source] = reading
            return Came(Outcome.NEW)
        if self.readings.get(reading.source) == reading:
            return Came(Outcome.UNCHANGED)
        wordings, made = self._wordings(), self.causes()
        self.readings[reading.source] = reading
        if _says_the_same(wordings, self._wordings()):
            return Came(Outcome.UNCHANGED)
        return _came(reading, made, self.causes())

    def drop(self, source: str) -> bool:
        """Take a reading away that turned out to be none; the only one stays, and is told."""
        if set(self.readings) == {source}:
            return False
        self.readings.pop(source, None)
        return True

    def causes(self) -> list[Cause | None]:
        """Return what made each revision differ from the one before."""
        return causes(self.readings.values())

    def _wordings(self) -> list[str]:
        return [reading.wording for reading in line(self.readings.values())]


def _came(reading: Reading, before: list[Cause | None], after: list[Cause | None]) -> Came:
    if after.count(Cause.SITE) > before.count(Cause.SITE):
        return Came(Outcome.REVISED)
    unclear = after.count(Cause.UNCLEAR) > before.count(Cause.UNCLEAR)
    doubt = ", and perhaps edited" if unclear else ""
    return Came(Outcome.UNCHANGED, f"read otherwise by {reading.parser}{doubt}")


def _says_the_same(before: list[str], after: list[str]) -> bool:
    """Tell whether two time lines differ at most by times that were not known before."""
    return len(before) == len(after) and all(
        old in {new, _words(new)} for old, new in zip(before, after, strict=True)
    )
