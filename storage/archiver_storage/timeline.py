"""The time line of an article: which of its readings are revisions.

A reading is what one capture said. Sorted by capture time, readings of equal wording that follow
each other are one revision, shown first by the first of them. A reading without a time of
publication, which some addresses of a portal do not print, has that of its neighbour of the same
words. The order in which readings arrive does not matter.

An address that says what it said before is no revision, though another one has said something else
meanwhile: two addresses of one article may differ for ever, if only by a photo's path.

Where an address says something else than before, the site was edited if one version of the parser
read both; if they are of the same bytes, only the parser has changed. Where only an address that
was never seen before says it, and others say later what they always said, it is not clear.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from archiver.ledger import Outcome
from archiver.records import Cause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

Address = tuple[str, tuple[tuple[str, str], ...]]
"""URL and form of what was visited."""
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
    address: Address = field(compare=False)
    payload: str | None = field(default=None, compare=False)


def line(readings: Iterable[Reading]) -> list[Reading]:
    """Return the first reading of each revision, oldest first, with its time of publication."""
    return [revision[0] for revision in _revisions(readings)]


def causes(readings: Iterable[Reading]) -> list[Cause | None]:
    """Return what made each revision differ from the one before, oldest first."""
    found: list[Cause | None] = []
    said: dict[Address, Reading] = {}
    last: Reading | None = None
    for revision in _revisions(readings):
        found.append(_cause(said, last, revision) if last else None)
        said |= {reading.address: reading for reading in revision}
        last = revision[-1]
    return found


def shown(looks: Iterable[tuple[str, int | None]]) -> Iterator[int]:
    """Return the number of the revision that each look showed, oldest first.

    Of a look are told the wording that it read, if any, and the number of the revision that begins
    with it, if one does.
    """
    latest, numbers = 1, dict[str, int]()
    for wording, begins in looks:
        if begins is not None:
            latest = numbers[wording] = numbers[_words(wording)] = begins
        number = numbers.get(wording, numbers.get(_words(wording), latest)) if wording else latest
        numbers.setdefault(wording, number)
        yield number


def _revisions(readings: Iterable[Reading]) -> list[list[Reading]]:
    """Return the readings of each revision; those of addresses that still say less are with it."""
    found: list[list[Reading]] = []
    said: dict[Address, str] = {}
    for reading in _dated(sorted(readings)):
        known = (said.get(reading.address), found[-1][0].wording if found else None)
        if reading.wording not in known:
            found.append([])
        found[-1].append(reading)
        said[reading.address] = reading.wording
    return found


def _cause(said: Mapping[Address, Reading], last: Reading, revision: Sequence[Reading]) -> Cause:
    """Tell the cause by what the same address said before; without one, by what was said last."""
    both = ((said[reading.address], reading) for reading in revision if reading.address in said)
    told = {_difference(old, new) for old, new in both if old.wording != new.wording}
    if told:
        return next(cause for cause in (Cause.SITE, Cause.PARSER, Cause.UNCLEAR) if cause in told)
    if any(reading.wording != revision[0].wording for reading in revision):
        return Cause.UNCLEAR
    return _difference(last, revision[0])


def _difference(before: Reading, after: Reading) -> Cause:
    if before.payload is not None and before.payload == after.payload:
        return Cause.PARSER
    return Cause.SITE if before.parser == after.parser else Cause.UNCLEAR


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
        now = self.causes()
        if now.count(Cause.SITE) > made.count(Cause.SITE):
            return Came(Outcome.REVISED)
        if _says_the_same(wordings, self._wordings()):
            return Came(Outcome.UNCHANGED)
        unclear = now.count(Cause.UNCLEAR) > made.count(Cause.UNCLEAR)
        doubt = ", and perhaps edited" if unclear else ""
        return Came(Outcome.UNCHANGED, f"read otherwise by {reading.parser}{doubt}")

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


def _says_the_same(before: list[str], after: list[str]) -> bool:
    """Tell whether two time lines differ at most by times that were not known before."""
    return len(before) == len(after) and all(
        old in {new, _words(new)} for old, new in zip(before, after, strict=True)
    )
