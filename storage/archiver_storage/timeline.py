"""The time line of an article: which of its readings are revisions.

A reading is what one capture said. Sorted by capture time, readings of equal wording that follow
each other are one revision, shown first by the first of them. The order in which readings arrive
does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.ledger import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    """Return the first reading of each revision, oldest first."""
    first: list[Reading] = []
    for reading in sorted(readings):
        if not first or first[-1].wording != reading.wording:
            first.append(reading)
    return first


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
        return Outcome.UNCHANGED if self._wordings() == before else Outcome.REVISED

    def _wordings(self) -> list[str]:
        return [reading.wording for reading in line(self.readings.values())]
