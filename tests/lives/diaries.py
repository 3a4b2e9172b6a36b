"""Diaries: the nights of made-up sites, healthy ones with all the noise that there is.

A site has articles of two ages, old ones that lack fields, and new ones. It publishes in its own
rhythm, is silent at Tết, edits, takes down, and is slow now and then; some pages cannot be read.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from archiver.dates import HANOI
from archiver.health.ailments import Ailment
from archiver.health.chart import ILL, PUBLISHED, USUAL, Chart, Night
from archiver.health.judging import judge
from archiver.health.vitals import (
    ABSENT,
    AGAIN,
    ANSWERED,
    FIELDS,
    READ,
    REJECTED,
    REVISED,
    Sign,
    Vitals,
    empty,
    keeps_away,
)
from archiver.ledger import Kind, Leads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archiver.health.findings import Checkup

DAY = timedelta(days=1)
FIRST = datetime(2025, 7, 1, 2, tzinfo=HANOI)
TET = (datetime(2026, 2, 14, tzinfo=HANOI), datetime(2026, 2, 24, tzinfo=HANOI))
"""Longer than the holidays are: from the Saturday before to the Monday after."""
RHYTHMS = {
    "busy": (0.95, 0.95, 0.95, 0.95, 0.95, 0.6, 0.5),
    "office": (0.8, 0.8, 0.8, 0.8, 0.8, 0.0, 0.0),
    "quiet": (0.25, 0.25, 0.25, 0.25, 0.25, 0.05, 0.02),
    "weekly": (0.1, 0.1, 0.1, 0.1, 0.2, 0.0, 0.0),
}
"""By weekday, how likely a site publishes."""


@dataclass(slots=True)
class Keeper:
    """Keeps nights as a storage does, and judges each when it has ended."""

    nights: list[Night] = field(default_factory=list)
    published: list[datetime] = field(default_factory=list)

    def add(self, at: datetime, vitals: Vitals, *, full: bool = False) -> Checkup:
        """Judge one more night."""
        number = len(self.nights) + 1
        night = Night(run=number, at=at, vitals=vitals, full=full)
        checkup = judge(self._chart(night))
        names = tuple(finding.name for finding in checkup.findings)
        self.nights.append(Night(run=number, at=at, vitals=vitals, full=full, findings=names))
        return checkup

    def _chart(self, night: Night) -> Chart:
        usual = [one for one in self.nights if one.healthy][-USUAL:]
        last = usual[-1].run if usual else 0
        since = [one for one in self.nights if one.run > last][-ILL:]
        newest = sorted((at for at in self.published if at < night.at), reverse=True)
        return Chart(site="made", nights=[*usual, *since, night], published=newest[:PUBLISHED])


@dataclass(slots=True)
class Made:
    """A site that lives by chance, and yet always the same by its seed."""

    seed: int
    keeper: Keeper = field(default_factory=Keeper)
    at: datetime = FIRST
    chance: random.Random = field(init=False)
    rhythm: str = field(init=False)
    lacking: Mapping[str, float] = field(init=False)
    lists: list[int] = field(init=False)
    signs: dict[str, Sign] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  # no secret
        self.rhythm = sorted(RHYTHMS)[self.seed % len(RHYTHMS)]
        rates = (0.0, 0.01, 0.05, 0.15, 0.4, 0.8, 1.0)
        rare = {"body": 0.02, "published_at": 0.01, "section": 0.01, "language": 0.0}
        self.lacking = {name: rare.get(name, self.chance.choice(rates)) for name in FIELDS}
        self.lists = [self.chance.choice((5, 10, 15, 20)) for _ in range(self.chance.randint(2, 9))]
        self._first()

    def night(self) -> Checkup:
        """Live through a day and a night."""
        self.at += DAY * (1 if self.chance.random() < 0.97 else self.chance.randint(2, 5))
        self.signs = {}
        full = self.chance.random() < 0.01
        new = self._publish()
        old = 300 if full else self._some(self.chance.choice((2, 4, 8, 15)))
        self._read(new, edited=0, known=False)
        self._read(old, edited=self._of(old, 0.03), age=3 if full else 1)
        self._trouble()
        return self.keeper.add(self.at, Vitals(signs=self.signs, lists=self._lists()), full=full)

    def _first(self) -> None:
        day = FIRST - 500 * DAY
        while day < FIRST:
            day += DAY
            self._maybe(day)
        self._read(400, edited=0, age=3, known=False)
        self.keeper.add(self.at, Vitals(signs=self.signs, lists=self._lists()))

    def _maybe(self, day: datetime) -> int:
        resting = TET[0] <= day < TET[1] or TET[0] - 354 * DAY <= day < TET[1] - 354 * DAY
        if resting or self.chance.random() >= RHYTHMS[self.rhythm][day.weekday()]:
            return 0
        count = self.chance.choice((1, 1, 2, 3)) if self.rhythm == "busy" else 1
        self.keeper.published += [day - timedelta(hours=n) for n in range(count)]
        return count

    def _publish(self) -> int:
        since = self.keeper.nights[-1].at
        days = range(1, (self.at - since).days + 1)
        return sum(self._maybe(since + number * DAY) for number in days)

    def _read(self, count: int, edited: int, age: float = 1, *, known: bool = True) -> None:
        rejected = self._of(count, 0.01)
        read = count - rejected
        self._sign(Kind.ARTICLE, count)
        self._sign(ANSWERED, count)
        self._sign(REJECTED, rejected, "no title")
        self._sign(READ, read)
        if known and edited:
            self._sign(REVISED, min(edited, read))
        self._sign(AGAIN, read if known else 0)
        for name, rate in self.lacking.items():
            self._sign(empty(name), self._of(read, min(1.0, rate * age)))

    def _trouble(self) -> None:
        gone = self._some(0.2)
        self._sign(Kind.ARTICLE, gone)
        self._sign(ABSENT, gone)
        self._sign(Kind.LIST, len(self.lists) + 1)
        slow = self.chance.random() < 0.05
        late = self._of(self.signs.get(Kind.ARTICLE, Sign()).count, 0.08) if slow else 0
        self._sign(keeps_away(Ailment.SLOW, Kind.ARTICLE), late, "no answer in time")
        odd = self._of(5, 0.002)
        self._sign(keeps_away(Ailment.GONE, Kind.ARTICLE), odd, "HTTP 500 Internal Server Error")

    def _lists(self) -> dict[str, Leads]:
        lists = {}
        for number, full in enumerate(self.lists):
            if self.chance.random() < 0.3 and self.seed % 2:
                continue  # 304: it has not changed
            shown = full - (self.chance.random() < 0.1)
            lists[f"https://made/{number}"] = Leads(articles=shown, dated=shown, pages=4)
        front = 12 - self.chance.randint(0, 2)
        return lists | {"https://made/": Leads(articles=front, dated=0, pages=0)}

    def _some(self, mean: float) -> int:
        return sum(self.chance.random() < mean / 20 for _ in range(20))

    def _of(self, count: int, rate: float) -> int:
        return sum(self.chance.random() < rate for _ in range(count))

    def _sign(self, name: str, count: int, reason: str | None = None) -> None:
        if count:
            before = self.signs.get(name, Sign()).count
            self.signs[name] = Sign(count=before + count, url="https://made/1", reason=reason)


def alarms(seeds: Iterable[int], nights: int) -> list[tuple[int, datetime, str]]:
    """Return what healthy sites were told to have in so many nights each."""
    told = []
    for seed in seeds:
        site = Made(seed)
        for _ in range(nights):
            checkup = site.night()
            told += [(seed, site.at, finding.what) for finding in checkup.findings]
    return told
