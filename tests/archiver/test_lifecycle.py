"""The life of an article, and when it is looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from archiver.dates import HANOI
from archiver.lifecycle import Presence, State, life, missing_since
from archiver.schedule import Schedule

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
AT = datetime(2026, 3, 1, 19, tzinfo=UTC)  # two in the morning of 2 March in Viet Nam
HERE, SAME, NOT = Presence.PRESENT, Presence.UNCHANGED, Presence.ABSENT


@dataclass(frozen=True)
class Seen:
    at: datetime
    presence: Presence
    capture: None = None


def looks(*told: tuple[float, Presence]) -> list[Seen]:
    return [Seen(AT + days * DAY, presence) for days, presence in told]


@pytest.mark.parametrize(
    ("told", "states"),
    [
        ([], ""),
        ([(0, HERE), (1, SAME)], "seen"),
        ([(0, NOT), (1, HERE)], "seen"),
        ([(0, HERE), (1, NOT)], "seen missing"),
        ([(0, HERE), (1, NOT), (2, NOT)], "seen missing"),
        ([(0, HERE), (1, NOT), (2, NOT), (9, NOT)], "seen missing gone"),
        ([(0, HERE), (1, NOT), (1.1, NOT), (1.2, NOT)], "seen missing"),
        ([(0, HERE), (1, NOT), (2, SAME)], "seen missing restored"),
        (
            [(0, HERE), (1, NOT), (2, NOT), (3, NOT), (4, NOT), (5, HERE)],
            "seen missing gone restored",
        ),
        ([(0, HERE), (1, NOT), (2, HERE), (3, NOT), (4, NOT)], "seen missing restored missing"),
        ([(0, HERE), (0.5, NOT)], "seen"),
        ([(0, HERE), (1, NOT), (1.1, HERE), (2, NOT), (2.1, SAME)], "seen"),
    ],
)
def test_states(told: list[tuple[float, Presence]], states: str) -> None:
    assert " ".join(turn.state for turn in life(looks(*told))) == states


def test_order_does_not_matter() -> None:
    told = looks((0, HERE), (1, NOT), (2, NOT), (3, NOT), (4, SAME))
    expected = life(told)
    assert all(life(order) == expected for order in permutations(told))


def test_confirmations() -> None:
    told = looks((0, HERE), (1, NOT), (2, NOT))
    assert life(told, 1)[-1] == life(told, 1)[2]
    assert [turn.at for turn in life(told, 1)] == [AT, AT + DAY, AT + DAY]
    assert life(told, 2)[-1].state is State.GONE


def test_missing_since() -> None:
    told = looks((0, HERE), (1, NOT), (2, NOT), (3, NOT))
    turn = missing_since(life(told))
    assert turn is not None
    assert turn.at == AT + DAY
    assert missing_since(life(told + looks((4, HERE)))) is None


SCHEDULE = Schedule()


@pytest.mark.parametrize(("age", "days"), [(0, 1), (4, 1), (10, 2), (100, 20), (449, 89)])
def test_the_older_the_rarer(age: float, days: int) -> None:
    due = SCHEDULE.due(AT, AT - age * DAY)
    assert due == datetime(2026, 3, 2, tzinfo=HANOI) + days * DAY


def test_what_was_met_in_one_night_does_not_come_due_in_one() -> None:
    changed = [AT - number * 4 * DAY for number in range(1000)]
    due = [SCHEDULE.due(AT, at) for at in changed]
    assert max(due) <= AT + 180 * DAY
    assert all(at > AT + 89 * DAY for at in due[125:])
    for night in range(1, 200):
        now = AT + night * DAY
        assert sum(at <= now for at in due) <= 1000 / 40
        due = [
            SCHEDULE.due(now, c) if at <= now else at for c, at in zip(changed, due, strict=True)
        ]


def test_a_run_that_begins_earlier_the_next_night_finds_it_due() -> None:
    due = SCHEDULE.due(AT, AT)
    assert AT + timedelta(hours=2) < due <= AT + DAY - HOUR


def test_intervals_below_a_day() -> None:
    schedule = Schedule(shortest=HOUR, longest=2 * HOUR)
    assert schedule.due(AT, AT) == AT + HOUR
    assert AT + HOUR <= schedule.due(AT, AT - 100 * DAY) <= AT + 2 * HOUR


def test_what_is_announced_for_later_is_young() -> None:
    assert SCHEDULE.due(AT, AT + 999 * DAY) == SCHEDULE.due(AT, AT)


def test_missing_ones_are_sought_until_they_are_gone() -> None:
    old = AT - 1000 * DAY
    tomorrow = SCHEDULE.due(AT, AT) - AT
    missing = SCHEDULE.outlook(looks((0, HERE), (1, NOT)), old)
    assert (missing.missing, missing.changed) == (AT + DAY, AT + DAY)
    assert missing.due == AT + DAY + tomorrow
    told = [(0, HERE), *((day, NOT) for day in (1, 2, 3, 40))]
    gone = SCHEDULE.outlook(looks(*told), old)
    assert gone.changed == AT + 3 * DAY
    assert gone.due > AT + 46 * DAY
    restored = SCHEDULE.outlook(looks(*told, (41, HERE)), old)
    assert (restored.missing, restored.changed) == (None, AT + 41 * DAY)
    assert restored.due == AT + 41 * DAY + tomorrow
