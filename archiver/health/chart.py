"""The chart: the nights of a site that its health is judged by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archiver.health.ailments import Ailment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from archiver.health.vitals import Vitals
    from archiver.ledger import Leads

USUAL = 60
"""Healthy nights that a chart has."""
ILL = 400
"""Nights since the last healthy one that it has at most."""
PUBLISHED = 200
"""Times of publication that it has."""
WELL: tuple[tuple[str, ...], ...] = ((), (Ailment.SILENT.value,))
"""Findings of a night by which others can be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One live run: when it began, what it saw, and which findings it had, by name.

    ``findings`` is ``None`` where it has not been judged; ``full``: it asked for every article;
    ``parser`` names the parser that began it.
    """

    run: int
    at: datetime
    vitals: Vitals
    full: bool = False
    parser: str | None = None
    findings: tuple[str, ...] | None = None

    @property
    def healthy(self) -> bool:
        """Whether it was judged, and nothing was found; a silent site is as it was otherwise."""
        return self.findings in WELL


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A person said that what a run found is right from then on, and why."""

    site: str
    run: int
    at: datetime
    findings: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is known of a site's health.

    ``nights`` are in order: the last healthy ones and those after, of which the last is judged.
    ``published`` are the latest times of publication, newest first, and ``newest_seen`` is when the
    newest article was first seen.
    """

    site: str
    nights: Sequence[Night] = ()
    published: Sequence[datetime] = ()
    newest_seen: datetime | None = None
    acceptances: Sequence[Acceptance] = ()

    @property
    def judged(self) -> Chart:
        """The same without a night that goes on."""
        return replace(self, nights=[n for n in self.nights if n.findings is not None])

    def usual(self, name: str, until: Night | None = None) -> list[Night]:
        """Return the nights that a finding is judged by: those before one, or before the last.

        Those before it was accepted say nothing of it any more.
        """
        since = max((a.run for a in self.acceptances if name in a.findings), default=0)
        end = (until or self.nights[-1]).run
        return [night for night in self.nights if night.healthy and since <= night.run < end]

    @property
    def lists(self) -> dict[str, Leads]:
        """What each list led to when it was last read, as far back as the last healthy night.

        One that was not read again has not changed.
        """
        places = [place for place, night in enumerate(self.nights[:-1]) if night.healthy]
        ill = self.nights[places[-1] + 1 :] if places else self.nights
        return {url: leads for night in ill for url, leads in night.vitals.lists.items()}

    def since(self, name: str) -> datetime:
        """Return when the run began that first found it, if each since then did."""
        found = self.nights[-1]
        for night in reversed(self.nights[:-1]):
            if name not in (night.findings or ()):
                break
            found = night
        return found.at
