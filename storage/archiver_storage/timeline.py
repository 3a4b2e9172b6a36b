"""The time line of an article: which of its readings are revisions.

A reading is what one capture said. Sorted by capture time, readings of equal wording that follow
each other are one revision, shown first by the first of them. A reading without a time of
publication, which some addresses of a portal do not print, has that of its neighbour of the same
words. The order in which readings arrive does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archiver.ledger import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Reading:
    """What an article said at one time.

    ``source`` is the record id of its capture, or the address where it has none. Of readings of
    one moment, those of equal wording stand together.
    """

    at: datetime
    wording: str
    source: str


def line(readings: Iterable[Reading]) -> list[Reading]:
    """Return the first reading of each revision, oldest first, with its time of publication."""
    first: list[Reading] = []
    for reading in _dated(sorted(readings)):
        if not first or first[-1].wording != reading.wording:
            first.append(reading)
    return first


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


@dataclass(slots=True)
class Timeline:
    """The readings of one article, by their source."""

    readings: dict[str, Reading]

    def put(self, reading: Reading) -> Outcome:
        """Add a reading, or read a capture again; return what came of it."""
        if not self.readings:
            self.readings[reading.source] = reading
            return Outcome.NEW
        if self.readings.get(reading.source) == reading:
            return Outcome.UNCHANGED
        before = self._wordings()
        self.readings[reading.source] = reading
        return Outcome.UNCHANGED if _says_the_same(before, self._wordings()) else Outcome.REVISED

    def drop(self, source: str) -> bool:
        """Take a reading away that turned out to be none; the only one stays, and is told."""
        if set(self.readings) == {source}:
            return False
        self.readings.pop(source, None)
        return True

    def _wordings(self) -> list[str]:
        return [reading.wording for reading in line(self.readings.values())]


def _says_the_same(before: list[str], after: list[str]) -> bool:
    """Tell whether two time lines differ at most by times that were not known before."""
    return len(before) == len(after) and all(
        old in {new, _words(new)} for old, new in zip(before, after, strict=True)
    )
