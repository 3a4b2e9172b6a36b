"""The life of an article: seen, missing, gone, restored, from all that was looked at of it.

The order in which looks are given does not matter. An article is *missing* once it was looked for
and was not there, *gone* when that was so on several days without its being seen between,
*restored* when it is seen again. A day on which it was also there, under whatever address, is no
day of absence.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from archiver.dates import HANOI

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from archiver.captures import Capture

CONFIRMATIONS = 3
"""Days of absence that make a missing article gone, unless the settings say otherwise."""


class Presence(StrEnum):
    """What a look at an article showed: its words, that they are the same, or that it is not there.

    ``UNCHANGED`` is the answer 304 to the validators of an earlier look; it brings no words.
    """

    PRESENT = "present"
    UNCHANGED = "unchanged"
    ABSENT = "absent"


class State(StrEnum):
    """What is known of an article's being there."""

    SEEN = "seen"
    MISSING = "missing"
    GONE = "gone"
    RESTORED = "restored"


class Look(Protocol):
    """One look at an article."""

    @property
    def at(self) -> datetime:
        """When; aware."""

    @property
    def presence(self) -> Presence:
        """What it showed."""

    @property
    def capture(self) -> Capture | None:
        """The capture that shows it, if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A state that an article came into, when, and the capture that shows it."""

    state: State
    at: datetime
    capture: Capture | None = None


def life(looks: Iterable[Look], confirmations: int = CONFIRMATIONS) -> tuple[Turn, ...]:
    """Return the states of an article in order; empty where it never was seen."""
    ordered = sorted(looks, key=_order)
    there = {_day(look) for look in ordered if look.presence is not Presence.ABSENT}
    turns: list[Turn] = []
    absent: set[date] = set()
    for look in ordered:
        if look.presence is not Presence.ABSENT:
            absent.clear()
        elif turns and _day(look) not in there:
            absent.add(_day(look))
        reached = list(_reached(look, turns, len(absent), confirmations))
        turns.extend(Turn(state=state, at=look.at, capture=look.capture) for state in reached)
    return tuple(turns)


def missing_since(turns: Iterable[Turn]) -> Turn | None:
    """Return the turn with which an article went missing, if it still is, or is gone."""
    since: Turn | None = None
    for turn in turns:
        if turn.state is State.MISSING:
            since = turn
        elif turn.state is State.RESTORED:
            since = None
    return since


def _reached(look: Look, turns: list[Turn], absent: int, confirmations: int) -> Iterable[State]:
    """Return the states that a look leads to, after ``absent`` days of absence with this one."""
    state = turns[-1].state if turns else None
    if look.presence is not Presence.ABSENT:
        if state in {None, State.MISSING, State.GONE}:
            yield State.RESTORED if state else State.SEEN
        return
    if absent and state in {State.SEEN, State.RESTORED}:
        yield State.MISSING
    if absent >= confirmations and state is not State.GONE:
        yield State.GONE


def _order(look: Look) -> tuple[datetime, bool, str]:
    """Of looks of one moment, those that found it come first."""
    source = look.capture.record_id if look.capture else ""
    return look.at, look.presence is Presence.ABSENT, source


def _day(look: Look) -> date:
    return look.at.astimezone(HANOI).date()
