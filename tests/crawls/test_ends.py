"""Ends that nobody planned: kill -9, Ctrl-C, a full disk, a second run; nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from archiver.ledger import Outcome, Verdict
from archiver.testing import dump
from drivers.runs import SAMPLE, bench
from portal.districts import longbien
from portal.server import Portal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from drivers.runs import Bench

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured]

SOURCE = SAMPLE / "longbien.warc.gz"


def settled(place: Bench) -> int:
    """Return how many URLs have an outcome so far."""
    database = place.archive / "archive.db"
    if not database.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM outcome").fetchone()[0])
    except sqlite3.OperationalError:  # not yet made
        return 0


def stop_at(place: Bench, command: list[str], count: int, how: signal.Signals) -> int:
    """Start a run, end it when so many URLs are settled, and return its exit code."""
    process = place.start(command)
    deadline = time.monotonic() + 120
    while process.poll() is None and settled(place) < count and time.monotonic() < deadline:
        time.sleep(0.002)
    assert process.poll() is None, process.communicate()[1]
    process.send_signal(how)
    process.communicate(timeout=60)
    return process.returncode


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, int]:
    """Crawl the sample in one go; return what the archive then holds, and its outcomes."""
    place = bench(tmp_path_factory.mktemp("unbroken"))
    place.crawl("longbien", source=SOURCE)
    return dump(place.archive), sum(place.outcomes().values())


@pytest.mark.parametrize("share", [0.02, 0.25, 0.5, 0.75, 0.95])
def test_kill_9_costs_nothing(share: float, unbroken: tuple[object, int], tmp_path: Path) -> None:
    expected, total = unbroken
    place = bench(tmp_path)
    command = place.crawl_command("longbien", source=SOURCE)
    assert stop_at(place, command, int(share * total), signal.SIGKILL) == -signal.SIGKILL
    place.crawl("longbien", source=SOURCE)
    assert place.last_run().resumed == 1
    assert dump(place.archive) == expected


def test_kill_9_again_and_again(unbroken: tuple[object, int], tmp_path: Path) -> None:
    expected, total = unbroken
    place = bench(tmp_path)
    command = place.crawl_command("longbien", source=SOURCE)
    for share in (0.1, 0.3, 0.6):
        stop_at(place, command, int(share * total), signal.SIGKILL)
    place.crawl("longbien", source=SOURCE)
    assert place.last_run().resumed == 3
    assert dump(place.archive) == expected


def test_kill_9_of_a_live_crawl(tmp_path: Path) -> None:
    with Portal(longbien(30)) as portal:
        place = bench(tmp_path, portal, crawl__delay=0.01)
        stop_at(place, place.crawl_command("longbien"), 20, signal.SIGKILL)
        assert list((place.archive / "warc").glob("*.open"))
        place.crawl("longbien")
        assert not list((place.archive / "warc").glob("*.open"))
        histories = place.histories("longbien", portal.expected())
        assert set(histories) == set(portal.expected())
    captures = [r.capture for h in histories.values() for r in h.revisions]
    assert all(c is not None and (place.archive / c.file).is_file() for c in captures)
    assert all(len(h.revisions) == 1 for h in histories.values())


def test_ctrl_c_ends_in_order(unbroken: tuple[object, int], tmp_path: Path) -> None:
    expected, total = unbroken
    place = bench(tmp_path)
    command = place.crawl_command("longbien", source=SOURCE)
    assert stop_at(place, command, total // 3, signal.SIGINT) == 130
    run = place.last_run()
    assert run.balanced
    assert run.verdict is Verdict.INTERRUPTED
    assert run.outcomes[Outcome.LATER] > 0
    place.crawl("longbien", source=SOURCE)
    assert dump(place.archive) == expected


def test_a_second_run_on_the_same_archive_is_refused(tmp_path: Path) -> None:
    with Portal(longbien(30)) as portal:
        place = bench(tmp_path, portal, crawl__delay=60)
        first = place.start(place.crawl_command("longbien"))
        while not portal.log:
            assert first.poll() is None
            time.sleep(0.01)
        refused = place.crawl("longbien", expect=1)
        assert "another run is writing to" in refused.stderr
        assert "longbien" in place.ask("status").stdout, "it can be asked meanwhile"
        first.kill()
        first.communicate()


def test_kill_9_does_not_raise_a_limit(tmp_path: Path) -> None:
    with Portal(longbien(30)) as portal:
        place = bench(tmp_path, portal, crawl__delay=0.05)
        first = place.start(place.crawl_command("longbien", limit=6))
        while sum("view_content" in entry.request.target for entry in portal.log) < 4:
            assert first.poll() is None
        first.kill()
        first.communicate()
        place.crawl("longbien", limit=6)
        assert place.last_run().resumed == 1
        assert len(place.articles("longbien", portal.expected())) == 6


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """Mount a small file system; only root can."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a full disk needs the right to mount a small one")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with Portal(longbien(40, size=60_000)) as portal:
        place = bench(tmp_path, portal)
        with small_disk(place.archive, "1m"):
            done = place.crawl("longbien", expect=1)
            assert "full" in done.stderr or "No space left" in done.stderr
            before = place.histories("longbien", portal.expected())
            subprocess.run(["mount", "-o", "remount,size=100m", str(place.archive)], check=True)
            place.crawl("longbien")
            after = place.histories("longbien", portal.expected())
    assert set(after) == set(portal.expected())
    for key, history in before.items():
        assert history.revisions == after[key].revisions


def test_a_limit_and_a_dry_run_do_not_poison_a_full_one(
    unbroken: tuple[object, int], tmp_path: Path
) -> None:
    expected, _ = unbroken
    place = bench(tmp_path)
    dry = place.crawl("longbien", source=SOURCE, dry="yes")
    assert "nothing was kept" in dry.stderr
    assert not (place.archive / "archive.db").exists()
    limited = place.crawl("longbien", source=SOURCE, limit=7)
    assert "beyond limit=7" in limited.stderr
    with place.records() as records:
        assert records.status()[0].articles == 7
    place.crawl("longbien", source=SOURCE)
    assert json.dumps(dump(place.archive)["article"]) == json.dumps(expected["article"])  # type: ignore[index]
