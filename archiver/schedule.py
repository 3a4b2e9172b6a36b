"""The schedule: when an article is looked at again.

What was published or changed lately is looked at often, what has stood unchanged for long rarely:
after a share of the time since it last changed, within bounds. What is missing is looked for at
the shortest interval until it is gone or seen again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from archiver.dates import HANOI
from archiver.lifecycle import CONFIRMATIONS, Presence, State, life, missing_since

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from archiver.lifecycle import Look

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How often articles are looked at, and after how many days of absence they are gone."""

    shortest: timedelta = DAY
    longest: timedelta = 180 * DAY
    fraction: float = 0.2
    confirmations: int = CONFIRMATIONS

    def due(self, looked: datetime, changed: datetime) -> datetime:
        """Return when an article that stands unchanged since ``changed`` is to be looked at.

        An interval of a day or more ends with the beginning of a day in Viet Nam, so that a run
        that begins some minutes earlier than the night before looks at the same articles.
        """
        interval = min(max((looked - changed) * self.fraction, self.shortest), self.longest)
        due = looked + interval
        return _midnight(due) if interval >= DAY else due

    def outlook(self, looks: Sequence[Look], worded: datetime) -> Outlook:
        """Return what is to be done about an article with these looks, at least one.

        ``worded`` is when it was published or, if it was edited, when that was seen.
        """
        turns = life(looks, self.confirmations)
        changed = max([worded, *(turn.at for turn in turns[1:])])
        last = max(looks, key=lambda look: (look.at, look.presence is not Presence.ABSENT))
        gone = bool(turns) and turns[-1].state is State.GONE
        sought = last.presence is Presence.ABSENT and not gone
        missing = missing_since(turns)
        return Outlook(
            changed=changed,
            missing=missing.at if missing else None,
            due=self.due(last.at, last.at if sought else changed),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Since when an article is as it is, since when missing, and when it is looked at again."""

    changed: datetime
    missing: datetime | None
    due: datetime


DEFAULT = Schedule()


def _midnight(at: datetime) -> datetime:
    return at.astimezone(HANOI).replace(hour=0, minute=0, second=0, microsecond=0)
