"""The schedule: when an article is looked at again.

What was published or changed lately is looked at often, what has stood unchanged for long rarely:
after a share of the time since it last changed, within bounds. The longest interval differs from
article to article, so that what was met in one night does not come due in one. What is missing is
looked for at the shortest interval until it is gone or seen again.
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
MINUTE = timedelta(minutes=1)
GOLDEN = 0.6180339887498949
"""Its multiples, without their whole part, lie far apart."""


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
        age = looked - changed
        interval = min(max(age * self.fraction, self.shortest), self._longest(age))
        due = looked + interval
        return _midnight(due) if interval >= DAY else due

    def _longest(self, age: timedelta) -> timedelta:
        """Return the longest interval at an age, anywhere from half of the bound to all of it."""
        share = age / MINUTE * GOLDEN % 1
        return max(self.longest * (1 - share / 2), self.shortest)

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
