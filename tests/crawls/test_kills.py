"""kill -9 at fifty moments of live crawls: the archive ends as if nobody had touched it.

A portal lives, and two archives look at it every night. The crawls into one are killed again and
again, by the clock or at a step of the thread that writes, and go on; those into the other are
not. Where the test fails, it tells the seed of its moments.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from archiver.errors import StorageError
from archiver.parsing.page import Page
from archiver.registry import Registry, load_plugins
from archiver.settings import load
from drivers.runs import bench
from lives.comparing import SECTIONS, SITE, held, small_portal
from lives.year import DAY, FIRST
from portal.blocks import Paragraph
from portal.stories import write
from warcs.checker import check

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.captures import StoredResponse
    from archiver.ledger import Run
    from archiver.storage import Storage
    from drivers.postgresql import Databases
    from drivers.runs import Bench
    from drivers.warm import Fork
    from portal.server import Portal

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured, pytest.mark.timeout(600)]

KILLS = 25
"""Kills on each database."""
EACH = 7
"""Most kills in a night."""
SEED = int(os.environ.get("KILLS_SEED", "20260801"))
MINUTE = timedelta(minutes=1)


def day(portal: Portal, night: int, chance: random.Random) -> None:
    """Publish, edit, take down and put up again."""
    for number in (2 * night, 2 * night + 1):
        at, key = FIRST + night * DAY - timedelta(hours=5), str(2_000_000 + number * 43)
        where = (SECTIONS[number % 2].slug,)
        portal.add(write(number, seed=9, sections=where, key=key, at=at, sentences=2))
    gone = sorted(portal.content.gone)
    there = [story for story in portal.site.stories if story.key not in gone]
    down, title, body = chance.sample(there, 3)
    portal.edit(title.key, title=f"{title.title} (sửa {night})")
    portal.edit(body.key, blocks=(*body.blocks, Paragraph(text=f"Bổ sung lần {night}.")))
    portal.delete(down.key, chance.choice((404, 410, 200)))
    if len(gone) > 1:
        portal.restore(chance.choice(gone))


@dataclass(slots=True)
class Killer:
    """Crawls into an archive, and kills its crawls as long as it has kills ``left``."""

    place: Bench
    portal: Portal
    chance: random.Random
    left: int = 0
    kills: list[str] = field(default_factory=list)
    asked_again: set[str] = field(default_factory=set)

    def night(self, at: datetime, whole: int, seconds: float) -> None:
        """Crawl until the run has ended; without a kill it takes ``whole`` steps, and seconds."""
        began, settled, ended = at, frozenset[str](), False
        while not ended:
            self.portal.log.clear()
            assert self._crawl(at, whole, seconds) in {0, -signal.SIGKILL}
            self.asked_again |= settled & {entry.request.target for entry in self.portal.log}
            settled, ended = self._state(began)
            at += MINUTE

    def _crawl(self, at: datetime, whole: int, seconds: float) -> int:
        """Crawl, perhaps not to the end; early moments are likelier than late ones."""
        share = self.chance.random() ** 1.5
        by_clock = self.chance.random() < 0.5
        last = 0 if by_clock or not self.left else max(1, int(share * whole))
        fork = begin(self.place, at, last)
        if by_clock and self.left:
            time.sleep(share * seconds)
            with suppress(ProcessLookupError):
                os.kill(fork.pid, signal.SIGKILL)
        code = fork.wait().returncode
        if code == -signal.SIGKILL:
            self.left -= 1
            self.kills.append(
                f"{at:%d %H:%M}, {share:.3f} of the {'time' if by_clock else 'steps'}"
            )
        return code

    def _state(self, began: datetime) -> tuple[frozenset[str], bool]:
        """Return what the night's run has settled, and whether it has ended."""
        with suppress(StorageError), self.place.records() as records:
            for run in records.runs(limit=1):
                if run.started_at >= began:
                    return self._settled(records, run), run.verdict is not None
        return frozenset(), False

    def _settled(self, records: Storage, run: Run) -> frozenset[str]:
        return frozenset(
            story.link.url.partition(self.portal.site.host)[2]
            for story in records.urls()
            if any(ending.run == run.id for ending in story.endings)
        )


def begin(place: Bench, at: datetime, last: int = 0) -> Fork:
    """Begin a crawl of a night, which dies at its recorder's ``last`` step."""
    return place.begin("drivers.stepped", SITE, at.isoformat(), str(last), *place.overrides)


def check_captures(place: Bench) -> None:
    """See that the WARCs are sound, and that what a record says stands in its capture."""
    for path in sorted((place.archive / "warc").glob("*.warc.gz")):
        check(path)
    assert not list((place.archive / "warc").glob("*.open"))
    registry = Registry(load_plugins())
    parser, store = registry.parser(SITE), registry.captures(load(place.overrides), place.archive)
    with place.records() as records:
        histories = list(records.articles())
    for history in histories:
        for look in history.observations:
            assert look.capture is not None
            assert store.read(look.capture).capture.record_id == look.capture.record_id
        for revision in history.revisions:
            assert revision.capture is not None
            page = page_of(store.read(revision.capture))
            assert parser.parse(page) == revision.article


def page_of(stored: StoredResponse) -> Page:
    capture = stored.capture
    return Page(url=capture.url, body=stored.body, captured_at=capture.at)


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, dict[str, str]]:
    """Return settings of two archives' storages."""
    names = ("whole", "killed")
    if request.param == "sqlite":
        return {name: {} for name in names}
    databases: Databases = request.getfixturevalue("postgresql")
    return {name: {"storage__sql__url": databases.url(tmp_path / name)} for name in names}


def test_killed_crawls_end_as_whole_ones(urls: dict[str, dict[str, str]], tmp_path: Path) -> None:
    print(f"KILLS_SEED={SEED}")  # noqa: T201  # shown where the test fails
    with small_portal() as living:
        whole, killed = (
            bench(tmp_path / name, living, revisit__fraction=0, **urls[name]) for name in urls
        )
        for place in (whole, killed):
            place.folder.mkdir(exist_ok=True)
        killer = Killer(killed, living, random.Random(SEED))  # noqa: S311  # no secrets
        live(killer, whole)
    print(*killer.kills, sep="\n")  # noqa: T201  # the same
    assert held(killed) == held(whole)
    assert killer.asked_again == set()
    check_captures(killed)


def live(killer: Killer, whole: Bench) -> None:
    """Let nights pass until there were enough kills, and one more without."""
    for night in itertools.count():
        killer.left = min(EACH, KILLS - len(killer.kills))
        at, began = FIRST + night * DAY, time.monotonic()
        once = begin(whole, at).wait()
        assert once.returncode == 0, once.stdout + once.stderr
        quiet = not killer.left
        killer.night(at, json.loads(once.stdout)["steps"], time.monotonic() - began)
        if quiet:
            return
        day(killer.portal, night + 1, random.Random(night))  # noqa: S311  # no secrets
