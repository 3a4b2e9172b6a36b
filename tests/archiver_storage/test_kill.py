"""kill -9 at any moment: what was acknowledged is there, whole, and the rest is not lost."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from archiver import Outcome
from archiver.testing import dump
from archiver.testing.desk import Desk
from archiver_storage.sql import SqlStorage
from drivers import storage_writer
from drivers.storage_writer import PAGES, STORAGES, write

if TYPE_CHECKING:
    from pathlib import Path

    from archiver import Storage

KILLS = 6


def kill(name: str, folder: Path, saves: int, seconds: float) -> set[str]:
    """Kill a writer some time after so many saves; return what it has acknowledged."""
    program = [sys.executable, storage_writer.__file__, name, str(folder)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = "".join(process.stdout.readline() for _ in range(saves))
        time.sleep(seconds)
        process.kill()
        said += process.stdout.read()
    whole = said[: said.rfind("\n") + 1]
    return set(whole.split())


def settled(storage: Storage) -> set[str]:
    return {story.link.url for story in storage.urls() if story.endings}


def check_whole(storage: Storage) -> None:
    """See that no visit is there by half."""
    histories = {history.key: history for history in storage.articles()}
    known = {story.link.url for story in storage.urls()}
    for story in storage.urls():
        for ending in story.endings:
            assert ending.capture is not None
            if ending.outcome is Outcome.NEW:
                (observation,) = histories[story.link.key or ""].observations
                assert observation.capture == ending.capture
            elif ending.outcome is Outcome.NOT_ARTICLE:
                assert {link.url for link in PAGES[story.link.page - 1]} <= known
    assert all(len(history.revisions) == 1 for history in histories.values())
    (run,) = storage.runs()
    assert run.discovered == len(known)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("unbroken")
    write(SqlStorage(folder=folder), Desk)
    with SqlStorage(folder=folder) as storage:
        return dump(storage)


@pytest.mark.parametrize("name", STORAGES)
def test_killed_again_and_again(name: str, unbroken: object, tmp_path: Path) -> None:
    chance = random.Random(name)  # noqa: S311  # moments, not secrets
    storage = STORAGES[name](folder=tmp_path)  # type: ignore[call-arg]  # ours take it
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        acknowledged |= kill(name, tmp_path, chance.randint(1, 9), chance.uniform(0, 0.004))
        storage.open(create=False)
        assert acknowledged <= settled(storage)
        check_whole(storage)
        storage.close()
    write(storage, Desk)
    with storage:
        assert dump(storage) == unbroken
        assert storage.runs()[0].resumed == KILLS
