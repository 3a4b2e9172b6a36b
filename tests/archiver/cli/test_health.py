"""`archiver health`: what is wrong, as a person and a program see it, and what is accepted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from archiver.cli import app
from archiver.errors import NotInArchive
from archiver.ledger import Plan, Verdict
from archiver.testing.desk import AT, DAY, article, desk, news, visit
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from archiver.testing.desk import Desk

LIVE = Plan(site="toy")


def look(place: Desk, night: int, findings: list[str], **fields: object) -> None:
    """Read twelve articles, and judge the night."""
    place.add(*(news(str(key)) for key in range(12)))
    at = AT + night * DAY
    visits = [
        visit(task, at, article=article(task.link.key or "", published_at=at, **fields))
        for task in place.lease()
    ]
    place.save(*visits)
    place.storage.finish_run(place.run, Verdict.WELL, at, later="", findings=findings)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand beside an archive of a site whose articles have lost their body."""
    monkeypatch.chdir(tmp_path)
    with desk(SqlStorage(folder=tmp_path / "archive"), LIVE) as place:
        look(place, 0, [])
        for night in (1, 2):
            look(place.again(LIVE, at=AT + night * DAY), night, [])
        look(place.again(LIVE, at=AT + 3 * DAY), 3, ["empty body"], body=())


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, ["health", *words])


@pytest.mark.usefixtures("archive")
def test_what_is_wrong_is_told_until_it_is_accepted() -> None:
    told = ask("toy")
    assert told.exit_code == 4
    assert told.output.splitlines()[0].startswith("toy: something is wrong (2024-05-04 08:30")
    assert "  layout changed since 2024-05-04: body is empty on 12 of 12 pages" in told.output
    assert "    look: archiver plugin try http://toy/tin-tuc/" in told.output
    assert ask().output == told.output
    (line,) = ask("--json").output.splitlines()
    checkup = json.loads(line)
    assert (checkup["site"], checkup["nights"]) == ("toy", 3)
    assert {"name": "empty body", "ailment": "layout changed"}.items() <= checkup["findings"][
        0
    ].items()
    accepted = ask("toy", "--accept", "photos only", "--json")
    assert json.loads(accepted.output)["reason"] == "photos only"
    well = ask("toy")
    assert (well.exit_code, well.output.startswith("toy: well (")) == (0, True)


@pytest.mark.usefixtures("archive")
def test_wrong_use() -> None:
    assert ask("--accept", "why").exit_code == 2
    assert isinstance(ask("nowhere").exception, NotInArchive)
    ask("toy", "--accept", "right")
    again = ask("toy", "--accept", "right")
    assert isinstance(again.exception, NotInArchive)
    assert "there is nothing to accept" in str(again.exception)
