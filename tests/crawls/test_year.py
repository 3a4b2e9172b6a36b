"""A year of nights: what the archive knows of it equals the portal's own diary.

The portal lives through 365 days: articles are published, edited, taken down and put up again;
there are two outages, a week of challenge pages, a night of short lists and a change of theme. The
archive is run every night. Its revisions and its missing, gone and restored articles must be those
that the diary has, seen by what the archive asked for.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from archiver.lifecycle import Presence, State, life
from drivers.runs import bench
from drivers.warm import TESTS
from lives.year import BAD, DAY, FIRST, SHORT
from warcs.checker import check

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from archiver.article import Article
    from archiver.records import History
    from lives.year import Diary, Look

pytestmark = [
    pytest.mark.crawl,
    pytest.mark.first,
    pytest.mark.unmeasured,
    pytest.mark.timeout(1800),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Live through the year; the archive and the diary lie in this folder."""
    folder = tmp_path_factory.mktemp("year")
    python = [sys.executable, "-W", "error", "-m"]
    command = [*python, "lives.year", str(folder), str(folder / "diary")]
    environ = bench(folder).environ | {"PYTHONPATH": str(TESTS)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def diary(folder: Path) -> Diary:
    told: Diary = pickle.loads((folder / "diary").read_bytes())  # noqa: S301  # our own
    return told


@pytest.fixture(scope="module")
def histories(folder: Path) -> dict[str, History]:
    with bench(folder).records() as records:
        return {history.key: history for history in records.articles("longbien")}


def words(article: Article) -> Article:
    """Leave out what is no wording, or depends on the address under which it was met."""
    return replace(article, url="", section=None, published_raw=None, views=None, keywords=())


def night_of(at: datetime) -> int:
    return (at - FIRST) // DAY


def wordings(looks: list[Look]) -> list[tuple[Article, int]]:
    """Return the wordings that were shown one after the other, and on which night first."""
    shown = [(words(look.shown), look.night) for look in looks if look.shown is not None]
    return [next(same) for _, same in groupby(shown, key=lambda pair: pair[0])]


def states(looks: list[Look]) -> list[tuple[State, int]]:
    """Return what became of an article, told by a rule of three nights."""
    told: list[tuple[State, int]] = []
    absent = 0
    for look in looks:
        if look.shown is not None:
            if absent:
                told.append((State.RESTORED, look.night))
            elif not told:
                told.append((State.SEEN, look.night))
            absent = 0
        elif told:
            absent += 1
            if absent in {1, 3}:
                told.append((State.MISSING if absent == 1 else State.GONE, look.night))
    return told


def test_the_year_was_eventful(diary: Diary) -> None:
    assert diary.events["new"] > 200
    assert diary.events["edited"] > 80
    assert diary.events["deleted"] > 20
    assert diary.events["restored"] > 10
    assert sum(len(wordings(looks)) - 1 for looks in diary.looks.values()) > 60
    told = [state for looks in diary.looks.values() for state, _ in states(looks)]
    assert min(told.count(state) for state in State) > 10


def test_every_night_says_how_it_went_and_no_healthy_one_is_suspected(diary: Diary) -> None:
    bad = {night: code for night, code in enumerate(diary.codes) if code}
    assert bad == dict.fromkeys(sorted(BAD | {SHORT}), 4)


def test_what_was_published_is_there_the_next_healthy_night(
    diary: Diary, histories: dict[str, History]
) -> None:
    met = {key: history for key, history in histories.items() if key in diary.born}
    assert set(met) == set(histories)
    late = {
        key: born
        for key, born in diary.born.items()
        if (looks := diary.looks.get(key))
        and looks[0].night > next(n for n in range(born, born + 9) if n not in BAD)
    }
    unseen = {key for key in diary.born if key not in histories}
    assert unseen <= diary.gone, "only what was taken down before a night can be missed"
    assert all(born in {249, 250} for born in late.values()), "lists were short that night"


def test_revisions_are_those_of_the_diary(diary: Diary, histories: dict[str, History]) -> None:
    found = {
        key: [(words(r.article), night_of(r.capture.at)) for r in history.revisions if r.capture]
        for key, history in histories.items()
    }
    assert found == {key: wordings(diary.looks[key]) for key in histories}


def test_states_are_those_of_the_diary(diary: Diary, histories: dict[str, History]) -> None:
    found = {
        key: [(turn.state, night_of(turn.at)) for turn in life(history.observations)]
        for key, history in histories.items()
    }
    assert found == {key: states(diary.looks[key]) for key in histories}


def test_every_look_is_an_observation(diary: Diary, histories: dict[str, History]) -> None:
    for key, history in histories.items():
        found = [(night_of(o.at), o.presence is Presence.ABSENT) for o in history.observations]
        told = [(look.night, look.shown is None) for look in diary.looks[key]]
        assert sorted(set(found)) == sorted(set(told)), key


def test_in_the_end_it_knows_the_truth(
    folder: Path, diary: Diary, histories: dict[str, History]
) -> None:
    latest = {key: words(history.revisions[-1].article) for key, history in histories.items()}
    there = {key: words(article) for key, article in diary.truth.items()}
    assert {key: latest[key] for key in there} == there
    with bench(folder).records() as records:
        missing = {history.key: life(history.observations)[-1] for history in records.missing()}
    assert set(missing) == diary.gone & set(histories)
    assert {turn.state for turn in missing.values()} == {State.GONE}


def test_most_nights_ask_little(diary: Diary) -> None:
    usual = sorted(diary.requests[1:365])[182]
    assert usual < len(diary.born) / 4


def test_the_captures_are_sound(folder: Path) -> None:
    files = sorted((folder / "archive" / "warc").iterdir())
    kinds = {record["WARC-Type"] for path in files for record in check(path)}
    assert {"response", "revisit"} <= kinds
