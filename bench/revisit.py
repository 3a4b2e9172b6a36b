"""What does a night's run cost beside the first one, and does it find what has changed?

A simulated portal is crawled whole, and then again every night, at simulated times. Lists are read
as far as they name something new. Of the articles, those that are due are asked whether they have
changed: at first the few that print no date, which are as young as the archive; on a usual night
some old ones too. Then the portal is left alone for some days; new articles appear, and of the old
ones that are due by then some are edited and some taken down. The run of the night after must find
these and no others.

    python bench/revisit.py [--articles 5000] [--nights 30]
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from sqlalchemy import select

from archiver.lifecycle import Presence
from archiver_storage.sql import SqlStorage
from archiver_storage.sql.database import Database
from archiver_storage.sql.schema import article as articles
from drivers.nights import Nights, live
from drivers.runs import bench
from lives.year import DAY, FIRST
from portal.districts import LONGBIEN_SECTIONS, longbien
from portal.server import Portal
from portal.stories import write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archiver.records import History

REQUESTS, BYTES = 0.02, 0.01
"""Shares of the first run's that a night may have."""
AWAY = 7
"""Nights without a run, so that enough is due."""
NEW, EDITED, DELETED = 20, 10, 5


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run asked and got, and the CPU seconds of the crawler alone."""

    requests: int
    sent: int
    cpu: float

    def beside(self, first: Cost) -> str:
        """Return the figures, and their shares of the first run's."""
        return (
            f"{self.requests:6} requests {self.requests / first.requests:8.2%}"
            f"{self.sent / 1e6:9.3f} MB {self.sent / first.sent:8.3%}"
            f"{self.cpu:8.2f} s CPU {self.cpu / first.cpu:8.2%}"
        )

    def is_small(self, first: Cost) -> bool:
        """Tell whether a night cost as little as it may."""
        return self.requests <= REQUESTS * first.requests and self.sent <= BYTES * first.sent


@dataclass(slots=True)
class Archive:
    """A portal and the archive that looks at it."""

    portal: Portal
    folder: Path
    night: int = 0

    async def look(self) -> Cost:
        """Crawl as on the next night."""
        began = self._cpu()
        code, told = await self._crawls().crawl(FIRST + self.night * DAY)
        cost = Cost(
            requests=len(self.portal.log),
            sent=sum(entry.sent for entry in self.portal.log),
            cpu=self._cpu() - began,
        )
        if code:
            sys.exit(f"night {self.night} ended with {code}: {told}")
        self.portal.log.clear()
        self.night += 1
        return cost

    def due(self) -> list[str]:
        """Return the keys of the articles that are looked at on the next night."""
        database = Database(f"sqlite:///{self.folder / 'archive.db'}")
        database.open(create=False)
        at = FIRST + self.night * DAY
        query = select(articles.c.key).where(articles.c.due <= at).order_by(articles.c.key)
        with database.transaction() as connection:
            found = list(connection.execute(query).scalars())
        database.close()
        return found

    def histories(self) -> list[History]:
        """Return what is known of every article."""
        with SqlStorage(folder=self.folder) as records:
            return list(records.articles())

    def _crawls(self) -> Nights:
        place = bench(self.folder.parent, self.portal, crawl__concurrency=8)
        return Nights("longbien", place.overrides)

    def _cpu(self) -> float:
        """Return the CPU seconds of this process without those of the portal's thread."""
        thread = self.portal._thread.ident  # noqa: SLF001  # nobody else needs it
        clock = time.pthread_getcpuclockid(thread or 0)
        return time.process_time() - time.clock_gettime(clock)


def change(archive: Archive) -> tuple[set[str], set[str], set[str]]:
    """Publish, edit and take down; return the keys of each."""
    portal, due = archive.portal, archive.due()
    if len(due) < EDITED + DELETED:
        sys.exit(f"only {len(due)} articles are due; give more --articles")
    step = len(due) // (EDITED + DELETED)
    old = due[::step][: EDITED + DELETED]
    edited, deleted = set(old[:EDITED]), set(old[EDITED:])
    new = {str(9_000_000 + number) for number in range(NEW)}
    for number, key in enumerate(sorted(new)):
        where = (LONGBIEN_SECTIONS[number % 7].slug,)
        at = FIRST + archive.night * DAY - (number + 1) * DAY / 8
        portal.add(write(number, seed=77, sections=where, key=key, at=at, sentences=3))
    for key in edited:
        portal.edit(key, title=f"{portal.site.by_key[key].title} (sửa)")
    for key in deleted:
        portal.delete(key)
    return new, edited, deleted


def found(archive: Archive) -> tuple[set[str], set[str], set[str]]:
    """Return what the last run found to be new, edited and not there."""
    since = FIRST + (archive.night - 1) * DAY
    told = archive.histories()
    seen = {h.key for h in told if min(o.at for o in h.observations) >= since}
    edited = {h.key for h in told if len(h.revisions) > 1}
    absent = {
        h.key
        for h in told
        if any(o.at >= since and o.presence is Presence.ABSENT for o in h.observations)
    }
    return seen, edited, absent


async def measure(count: int, nights: int) -> int:
    """Measure, print, and return 1 where a bound is broken or something was not found."""
    site = longbien(count, sentences=3)
    with TemporaryDirectory() as name, Portal(site, validators=True, keep=False) as portal:
        archive = Archive(portal, Path(name) / "archive")
        first = await archive.look()
        print(f"first run           {first.beside(first)}")
        due = len(archive.due())
        second = await archive.look()
        print(f"second, {due:4} due    {second.beside(first)}")
        later = [await archive.look() for _ in range(nights)]
        usual = middle(later)
        print(f"usual night         {usual.beside(first)}")
        print(f"the dearest of {nights:2}   {max(later, key=_requests).beside(first)}")
        portal.validators = False
        due = len(archive.due())
        print(f"no 304s, {due:4} due   {(await archive.look()).beside(first)}")
        portal.validators = True
        archive.night += AWAY
        wanted = change(archive)
        print(f"after {AWAY} days away   {(await archive.look()).beside(first)}")
        told = found(archive)
    for what, keys, right in zip(("new", "edited", "deleted"), told, wanted, strict=True):
        print(f"  {what}: {len(keys & right)} of {len(right)} found, {len(keys - right)} false")
    print(f"a night may have {REQUESTS:.0%} of the requests and {BYTES:.0%} of the bytes")
    small = second.is_small(first) and usual.is_small(first)
    return int(not small or told != wanted)


def _requests(cost: Cost) -> int:
    return cost.requests


def middle(costs: Iterable[Cost]) -> Cost:
    """Return the median of each figure."""
    told = [(cost.requests, cost.sent, cost.cpu) for cost in costs]
    requests, sent, cpu = (median(figures) for figures in zip(*told, strict=True))
    return Cost(round(requests), round(sent), cpu)


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--nights", type=int, default=30, help="of which a usual one is taken")
    options = parser.parse_args()
    return live(lambda: measure(options.articles, options.nights))


if __name__ == "__main__":
    sys.exit(main())
