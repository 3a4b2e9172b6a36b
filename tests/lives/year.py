"""A year of a portal's life, and of an archive that looks at it every night.

``python -m lives.year FOLDER DIARY [DAYS [SEED]]`` writes the archive into FOLDER and the diary,
pickled, into DIARY. The diary is kept by the portal alone: what it held each night, and what it was
asked for.
"""

from __future__ import annotations

import pickle
import random
import re
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.nights import Nights, live
from drivers.runs import bench
from portal import faults
from portal.blocks import Paragraph
from portal.districts import LONGBIEN_SECTIONS, longbien
from portal.server import Portal
from portal.stamps import HANOI
from portal.stories import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.article import Article
    from portal.faults import Fault

DAY = timedelta(days=1)
FIRST = datetime(2025, 7, 1, 2, tzinfo=HANOI)
"""The first night: after the last story that the portal begins with."""
OUTAGES = {60, 61, 62, 240}
CHALLENGES = range(120, 127)
SHORT = 250
THEME = 180
BAD = OUTAGES | {*CHALLENGES}
KEY = re.compile(r"/-/view_content/(?:vi/|en/|pop_up/)?(\d+)")


@dataclass(frozen=True, slots=True)
class Look:
    """What an article's page said on a night on which it was asked for; ``None``: not there."""

    night: int
    shown: Article | None


@dataclass(slots=True)
class Diary:
    """What the portal held, and what of it was looked at.

    ``looks`` are by key; ``born`` tells on which night a story was there first, ``wordings`` how
    many wordings it has had, ``gone`` which stories are down in the end, ``codes`` and
    ``requests`` how each night's run ended and what it asked.
    """

    looks: dict[str, list[Look]] = field(default_factory=dict)
    born: dict[str, int] = field(default_factory=dict)
    truth: dict[str, Article] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    events: dict[str, int] = field(default_factory=dict)
    codes: list[int] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def count(self, event: str) -> None:
        self.events[event] = self.events.get(event, 0) + 1


@dataclass(slots=True)
class Life:
    """Lets the portal live, a day at a time, by chance and yet always the same."""

    portal: Portal
    diary: Diary
    chance: random.Random
    number: int

    def day(self, night: int) -> None:
        """Do what an editorial office does between two nights."""
        if night == THEME:
            site = self.portal.site
            self.portal.content.site = replace(site, title=f"{site.title} (mới)", size=60_000)
        self.portal.content.counting = night % 3 == 0
        self.portal.content.shown = 1 if night == SHORT else None
        for _ in range(self.chance.choice((0, 0, 1, 1, 2))):
            self.publish(night)
        for share, do in ((0.3, self._edit), (0.08, self._delete), (0.06, self._restore)):
            if self.chance.random() < share:
                do()

    def _there(self) -> list[str]:
        gone = self.portal.content.gone
        return [story.key for story in self.portal.site.stories if story.key not in gone]

    def publish(self, night: int) -> None:
        """Publish a story."""
        key = str(2_000_000 + self.number * 43)
        home = LONGBIEN_SECTIONS[self.number % 7].slug
        where = (home,) if home == LONGBIEN_SECTIONS[0].slug else (home, LONGBIEN_SECTIONS[0].slug)
        at = FIRST + night * DAY - timedelta(hours=self.chance.randint(3, 14))
        story = write(self.number, seed=9, sections=where, key=key, at=at, sentences=3)
        self.portal.add(story)
        self.diary.born[key] = night
        self.number += 1
        self.diary.count("new")

    def _edit(self) -> None:
        """Change a word; young stories are changed oftener than old ones."""
        keys = self._there()
        key = keys[int(len(keys) * self.chance.betavariate(3, 1))]
        story = self.portal.site.by_key[key]
        kind = self.chance.choice(("title", "words", "back"))
        if kind == "back" and story.title.endswith(" (sửa)"):
            self.portal.edit(key, title=story.title.removesuffix(" (sửa)"))
        elif kind == "words":
            more = Paragraph(text=f"Bản tin được bổ sung lần thứ {len(story.blocks)}.")
            self.portal.edit(key, blocks=(*story.blocks, more))
        else:
            self.portal.edit(key, title=f"{story.title} (sửa)")
        self.diary.count("edited")

    def _delete(self) -> None:
        keys = self._there()
        key = keys[int(len(keys) * self.chance.betavariate(2, 1))]
        self.portal.delete(key, self.chance.choice((404, 410, 200)))
        self.diary.count("deleted")

    def _restore(self) -> None:
        if gone := sorted(self.portal.content.gone):
            self.portal.restore(self.chance.choice(gone))
            self.diary.count("restored")


@contextmanager
def weather(portal: Portal, night: int) -> Iterator[None]:
    """Let go wrong what goes wrong on a night."""
    fault: Fault | None = None
    if night in OUTAGES:
        fault = faults.reset() if night == max(OUTAGES) else faults.unavailable()
    elif night in CHALLENGES:
        fault = faults.challenge("^/(?!robots)")
    if fault is not None:
        portal.fault(fault)
    yield
    portal.mend()


def note(portal: Portal, diary: Diary, night: int) -> None:
    """Write down what the pages said that were asked for and answered."""
    expected = portal.expected()
    if night not in BAD:
        found = (KEY.search(entry.request.target) for entry in portal.log)
        for key in dict.fromkeys(match[1] for match in found if match):
            if key in portal.site.by_key:
                look = Look(night, expected.get(key))
                diary.looks.setdefault(key, []).append(look)
    diary.requests.append(len(portal.log))
    portal.log.clear()


async def year(folder: Path, days: int, seed: int) -> Diary:
    """Live through the days; return the diary. The last four nights look at everything."""
    site, diary = longbien(40, seed=3), Diary()
    diary.born = {story.key: 0 for story in site.stories}
    began = time.monotonic()
    with Portal(site, validators=True, keep=False) as portal:
        life = Life(portal, diary, random.Random(seed), number=100)  # noqa: S311  # no secret
        crawler = nights(folder, portal)
        for night in range(days + 4):
            arguments = {"full": "yes"} if night >= days else {}
            if 0 < night < days:
                life.day(night)
            with weather(portal, night):
                code, _ = await crawler.crawl(FIRST + night * DAY, **arguments)
            diary.codes.append(code)
            note(portal, diary, night)
        diary.truth = portal.expected()
        diary.gone = set(portal.content.gone)
    diary.seconds = time.monotonic() - began
    return diary


def nights(folder: Path, portal: Portal) -> Nights:
    """Return the crawls of a portal into an archive."""
    place = bench(folder, portal, crawl__retries=1, crawl__concurrency=8)
    return Nights("longbien", place.overrides)


def main() -> None:
    """Live through a year."""
    folder, diary, *rest = sys.argv[1:]
    days = int(rest[0]) if rest else 365
    seed = int(rest[1]) if rest[1:] else 20260101
    told = live(lambda: year(Path(folder), days, seed))
    Path(diary).write_bytes(pickle.dumps(told))


if __name__ == "__main__":
    # The diary's classes are to be those of the module, not of this script.
    from lives.year import main as of_module

    of_module()
