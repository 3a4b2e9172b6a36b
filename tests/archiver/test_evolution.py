"""What became of articles: their edits, and how often they were read."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from archiver import Archive, Outcome, StorageError
from archiver.cli import app
from archiver.errors import NotInArchive
from archiver.lifecycle import Presence
from archiver.testing.desk import AT, DAY, article, desk, news, visit
from archiver_storage.jsonl import JsonLinesStorage
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from pathlib import Path

    from archiver import Storage
    from archiver.testing.desk import Desk

SMALL, LARGE = ("Một hai ba.",), ("Bốn năm sáu bảy tám chín.",)


def fill(storage: Storage) -> None:
    """Edit three articles: one much and back again, one a little, one perhaps; one never."""
    with desk(storage) as place:
        for day, body in enumerate((SMALL, LARGE, SMALL)):
            read(place, "1", day, body=body, views=10 - day)
        read(place, "2", 0)
        read(place, "2", 5, title="Khai mạc hội nghị số 3", views=None)
        read(place, "3", 0)
        read(place, "3", 1, parser="toy/2", title="Khác")
        read(place, "4", 0)
        seen = {"presence": Presence.UNCHANGED, "outcome": Outcome.UNCHANGED}
        place.save(visit(place.take(news("4")), AT + DAY, **seen))
        place.finish()


def read(place: Desk, key: str, day: int, parser: str = "toy/1", **fields: Any) -> None:
    record = article(key, **fields)
    place.save(visit(place.take(news(key)), AT + day * DAY, article=record, parser=parser))


@pytest.fixture
def archive(database: str, tmp_path: Path) -> Archive:
    fill(SqlStorage(folder=tmp_path, url=database))
    return Archive(database)


def test_the_most_rewritten_come_first(archive: Archive) -> None:
    with archive:
        much, little = archive.changes()
    assert (much.key, much.edits, much.words) == ("1", 2, 2 * (4 + 7))
    assert (much.first, much.last) == (AT + DAY, AT + 2 * DAY)
    assert (little.key, little.edits, little.words) == ("2", 1, 2)
    assert little.title == "Khai mạc hội nghị số 3"


def test_only_edits_seen_since_a_day_count(archive: Archive) -> None:
    with archive:
        (much, little) = archive.changes("2024-05-03")
        assert (much.edits, much.words, much.first) == (1, 11, AT + 2 * DAY)
        assert little.edits == 1
        assert [one.key for one in archive.changes(date(2024, 5, 4), site="toy")] == ["2"]
        assert archive.changes("2024-05-07") == []
        assert archive.changes(site="another") == []


def test_what_is_not_clear_is_told_when_asked_for(archive: Archive) -> None:
    with archive:
        assert [one.key for one in archive.changes(unclear=True)] == ["1", "3", "2"]
        found = archive.articles(changed=True)
        assert [history.key for history in found] == ["1", "2"]


def test_views_are_a_series(archive: Archive) -> None:
    with archive:
        told = [(one.at, one.views, one.difference) for one in archive.views("1")]
        assert told == [(AT, 10, None), (AT + DAY, 9, -1), (AT + 2 * DAY, 8, -1)]
        assert [one.views for one in archive.views("2", "toy")] == [1729]
        (only,) = archive.views("4")
        assert only.capture == archive.article("4").revisions[0].capture
        with pytest.raises(NotInArchive):
            archive.views("5")


def test_a_storage_that_only_keeps_records_says_so(tmp_path: Path) -> None:
    fill(JsonLinesStorage(folder=tmp_path))
    told = ask(tmp_path, "views", "1", "-s", "storage.records=jsonl")
    assert "10" in told
    with pytest.raises(StorageError, match="keep them in sql to ask more"):
        ask(tmp_path, "changes", "-s", "storage.records=jsonl")


def ask(folder: Path, *words: str) -> str:
    done = CliRunner().invoke(app, [*words, "-s", f"folder={folder}"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_the_command_line_tells_it(tmp_path: Path) -> None:
    fill(SqlStorage(folder=tmp_path))
    head, much, little = ask(tmp_path, "changes").splitlines()
    assert head.split() == ["site", "key", "edits", "words", "published", "edit", "seen", "title"]
    assert much.split()[:4] == ["toy", "1", "2", "22"]
    assert little.endswith("Khai mạc hội nghị số 3")
    (line,) = ask(tmp_path, "changes", "--since", "2024-05-05", "--json").splitlines()
    assert json.loads(line)["words"] == 2
    lines = [json.loads(line) for line in ask(tmp_path, "views", "1", "--json").splitlines()]
    assert [line["difference"] for line in lines] == [None, -1, -1]
    assert "-1" in ask(tmp_path, "views", "1")
    shown = ask(tmp_path, "show", "3")
    assert "edited, or read otherwise" in shown
    assert "edited by the site" in ask(tmp_path, "show", "2")


def test_nothing_is_said_to_be_nothing(tmp_path: Path) -> None:
    with desk(SqlStorage(folder=tmp_path)) as place:
        place.read(news("1"), article(views=None))
    assert ask(tmp_path, "changes") == "No edit was seen.\n"
    assert ask(tmp_path, "views", "1") == "No capture shows how often it was read.\n"
