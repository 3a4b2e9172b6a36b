"""`archiver diff`: what changed, for people, for pipes and for programs."""

from __future__ import annotations

import json
from contextlib import closing
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from archiver.cli import app
from archiver.cli.words.differences import Difference
from archiver.errors import NotInArchive
from archiver.testing.desk import AT, DAY, article, desk, news
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.records import History

WORDINGS: tuple[dict[str, Any], ...] = (
    {"title": "Họp 12 hộ dân", "body": ("Một.", "Hai ba.", "Bốn.", "Năm.")},
    {"title": "Họp 21 hộ dân", "body": ("Một.", "Bốn.", "Năm.")},
    {"title": "Họp 21 hộ \x1b[31mdân", "body": ("Một.", "Bốn.", "Năm.")},
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with desk(SqlStorage(folder=tmp_path)) as place:
        for day, wording in enumerate(WORDINGS):
            place.read(news("1"), article(**wording), at=AT + day * DAY)
        place.read(news("2"), article("2"))
        place.finish()
    return tmp_path


def ask(archive: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*words, "-s", f"folder={archive}"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def history(archive: Path) -> History:
    storage = SqlStorage(folder=archive)
    storage.open(create=False)
    with closing(storage):
        return storage.find("1")[0]


def test_marks_survive_a_pipe(archive: Path) -> None:
    _, text = ask(archive, "diff", "1", "1", "2")
    assert "Họp [-12-] {+21+} hộ dân" in text
    lines = text.splitlines()
    body = lines[lines.index("body") + 1 :]
    assert body == ["  (1 unchanged)", "  [-Hai ba.-]", "  (2 unchanged)"]
    assert "revision 1, captured 2024-05-01 08:30+00:00, read by toy/1" in text


def test_the_last_two_are_compared_and_cannot_steer_the_terminal(archive: Path) -> None:
    code, text = ask(archive, "diff", "1")
    assert code == 0
    assert "\x1b" not in text
    assert "{+[31mdân+}" in text


def test_programs_get_a_field_a_line(archive: Path) -> None:
    _, text = ask(archive, "diff", "1", "1", "2", "--json", "--site", "toy")
    title, body = map(json.loads, text.splitlines())
    assert (title["site"], title["key"], title["old"], title["new"]) == ("toy", "1", 1, 2)
    assert [title["field"], body["field"]] == ["title", "body"]
    assert title["operations"][1] == {"mark": "removed", "text": " 12"}
    kept = (o["text"] for o in body["operations"] if o["mark"] != "removed")
    assert "".join(kept) == "Một.\nBốn.\nNăm."


@pytest.mark.parametrize("words", [("2",), ("1", "1", "4"), ("1", "0", "1"), ("none",)], ids=str)
def test_what_is_not_there_is_said(archive: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(NotInArchive):
        ask(archive, "diff", *words)


def test_one_revision_is_not_enough(archive: Path) -> None:
    assert ask(archive, "diff", "1", "2")[0] == 2


def test_colours_replace_marks_unless_they_are_not_wanted(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def printed() -> str:
        out = StringIO()
        console = Console(file=out, force_terminal=True, color_system="standard", width=99)
        console.print(Difference.of(history(archive), 1, 2))
        return out.getvalue()

    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[9;31m12\x1b[0m \x1b[4;32m21\x1b[0m" in printed()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "[-12-] {+21+}" in printed()


def test_a_revision_and_itself(archive: Path) -> None:
    assert "no difference" in ask(archive, "diff", "1", "2", "2")[1]
