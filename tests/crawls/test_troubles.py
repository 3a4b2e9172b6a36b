"""Troubles of the place where an archive lies: the run says so, and the next one loses nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from archiver.ledger import Outcome, Verdict
from drivers.runs import bench
from lives.comparing import SITE, held, small_portal
from warcs.checker import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archiver.records import History
    from drivers.postgresql import Databases, Server
    from drivers.runs import Bench
    from portal.server import Portal

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured]

WHEN = 8
"""Requests after which the trouble begins."""


@pytest.fixture
def portal() -> Iterator[Portal]:
    with small_portal(16) as portal:
        yield portal


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return what an archive holds that had no trouble."""
    with small_portal(16) as portal:
        place = bench(tmp_path_factory.mktemp("whole"), portal)
        place.crawl(SITE)
        return held(place)


class Trouble:
    """A crawl that has begun."""

    def __init__(self, place: Bench, portal: Portal) -> None:
        self.place, self._portal = place, portal
        self._process = place.start(place.crawl_command(SITE))
        self.wait(WHEN)

    def wait(self, requests: int) -> None:
        """Wait until the portal was asked so often."""
        deadline = time.monotonic() + 60
        while len(self._portal.log) < requests and self._process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.002)

    def end(self, code: int) -> str:
        """Wait for the end; return its last line."""
        _, told = self._process.communicate(timeout=120)
        assert self._process.returncode == code, told
        assert "Traceback" not in told, told
        return told.strip().splitlines()[-1]


def histories(place: Bench) -> dict[str, History]:
    with place.records() as records:
        return {history.key: history for history in records.articles()}


def goes_on(place: Bench, whole: Any, *, as_one: bool) -> None:
    """See that the next run completes the archive, and keeps what the last one acknowledged."""
    before = histories(place)
    place.crawl(SITE)
    after, told = histories(place), held(place)
    assert {key: after[key].revisions for key in before} == {
        key: history.revisions for key, history in before.items()
    }
    assert told["article"] == whole["article"]
    assert place.last_run().resumed == as_one
    if as_one:
        assert told == whole
    for path in (place.archive / "warc").iterdir():
        check(path)


@contextmanager
def write_locked(place: Bench) -> Iterator[None]:
    """Hold the database as another program might."""
    database = place.archive / "archive.db"
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """Mount an empty file system over a folder; only root can."""
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this needs the right to mount a file system")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_database_that_is_locked_for_a_while(portal: Portal, whole: Any, tmp_path: Path) -> None:
    trouble = Trouble(bench(tmp_path, portal, crawl__delay=0.02), portal)
    with write_locked(trouble.place):
        time.sleep(1)
    assert trouble.end(0) == "all well"
    assert held(trouble.place) == whole


def test_a_database_that_stays_locked(portal: Portal, whole: Any, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/archive/archive.db?timeout=0.5"
    place = bench(tmp_path, portal, crawl__delay=0.02, storage__sql__url=url)
    trouble = Trouble(place, portal)
    with write_locked(place):
        last = trouble.end(1)
    assert "archive.db: database is locked; another program holds it: end that one" in last
    goes_on(place, whole, as_one=True)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
def test_a_server_that_is_restarted(
    how: signal.Signals,
    portal: Portal,
    whole: Any,
    tmp_path: Path,
    postgresql: Databases,
    postgresql_server: Server,
) -> None:
    url = postgresql.url(tmp_path)
    place = bench(tmp_path, portal, crawl__delay=0.02, storage__sql__url=url)
    trouble = Trouble(place, portal)
    postgresql_server.stop(how)
    try:
        last = trouble.end(1)
    finally:
        postgresql_server.start()
    assert "give the same command again" in last
    goes_on(place, whole, as_one=True)


def test_a_full_disk_under_the_captures(portal: Portal, whole: Any, tmp_path: Path) -> None:
    place = bench(tmp_path, portal)
    warc = place.archive / "warc"
    warc.mkdir(parents=True)
    with mounted(warc, "size=64k"):
        last = Trouble(place, portal).end(1)
        assert "No space left on device; free space" in last
        run = place.last_run()
        assert (run.verdict, run.balanced) == (Verdict.FAILED, True)
        assert run.outcomes[Outcome.LATER] > 0
        subprocess.run(["mount", "-o", "remount,size=100m", str(warc)], check=True)
        goes_on(place, whole, as_one=False)


@pytest.mark.parametrize("max_bytes", [1, 1_000_000])
def test_a_folder_that_cannot_be_written_any_more(
    max_bytes: int, portal: Portal, whole: Any, tmp_path: Path
) -> None:
    options = {"storage__warc__max_bytes": max_bytes}
    place = bench(tmp_path, portal, crawl__delay=0.02, **options)
    trouble = Trouble(place, portal)
    with mounted(place.archive / "warc", "ro"):
        last = trouble.end(1)
    assert "Read-only file system; free space or mend the rights" in last
    goes_on(place, whole, as_one=False)
