"""Shares: how many of the pages show a sign, beside how many did before."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archiver.health.chart import Chart, Night

ENOUGH = log(100_000)
"""Surprise that is told: chance alone would bring it once in so many times."""
MOST_USUAL = 0.5
"""Share of pages that show a sign so often that more of them say nothing."""
LEAST = 10
"""Pages that must be known before something is said of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """So many of the pages show a sign."""

    part: int = 0
    of: int = 0

    @property
    def share(self) -> float:
        """The share of the pages that show it."""
        return self.part / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprise:
    """What is unusual: from which night to which, how much it is, and how much it was before."""

    first: Night
    last: Night
    now: Count
    before: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A sign and the pages that may show it, each one or several of the vitals'.

    Nights count whose share is ``least`` or more; ``known`` pages must have been seen before.
    """

    name: str
    part: tuple[str, ...]
    of: tuple[str, ...]
    least: float = 0.5
    known: int = LEAST

    def count(self, nights: Iterable[Night]) -> Count:
        """Return how many pages showed the sign in some nights."""
        vitals = [night.vitals for night in nights]
        part = sum(one.count(*self.part) for one in vitals)
        return Count(part=part, of=sum(one.count(*self.of) for one in vitals))

    def surprise(self, chart: Chart, nights: Sequence[Night] | None = None) -> Surprise | None:
        """Return whether the last nights show the sign more than is usual.

        ``nights`` are those that may be compared, with the last one; without them all.
        """
        compared = chart.nights if nights is None else nights
        lately = self._lately(compared)
        if not lately:
            return None
        runs = {night.run for night in compared}
        usual = [night for night in chart.usual(self.name, lately[0]) if night.run in runs]
        now, before = self.count(lately), self.count(usual)
        expected = (before.part + 1) / (before.of + 2)
        if before.of < self.known or expected > MOST_USUAL or now.share <= expected:
            return None
        unusual = surprising(now, expected) >= ENOUGH
        if not unusual:
            return None
        return Surprise(first=lately[0], last=lately[-1], now=now, before=before)

    def _lately(self, nights: Sequence[Night]) -> list[Night]:
        """Return the last nights that show it, back to one that does not.

        A night without pages that may show it says nothing: what was found before is so still,
        unless the parser was mended.
        """
        lately: list[Night] = []
        for place in reversed(range(len(nights))):
            count = self.count([nights[place]])
            if count.of and count.share >= self.least:
                lately.insert(0, nights[place])
            elif count.of or not (lately or _goes_on(nights[: place + 1], self.name)):
                break
        return lately


def _goes_on(nights: Sequence[Night], name: str) -> bool:
    """Tell whether the night before had a finding, and was read by the same parser."""
    if len(nights) == 1:
        return False
    before, last = nights[-2:]
    return name in (before.findings or ()) and before.parser == last.parser


def surprising(now: Count, expected: float) -> float:
    """Return the least surprise of a count, as the logarithm of one by its chance.

    This is Chernoff's bound of the binomial distribution, so it is never too high.
    """
    share = now.share
    rest = (1 - share) * log((1 - share) / (1 - expected)) if share < 1 else 0.0
    return now.of * (share * log(share / expected) + rest)
