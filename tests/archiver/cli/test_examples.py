"""Every command shows an example in its help, and the example works."""

from __future__ import annotations

import re
import shlex
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from archiver import Kind, Link, Outcome, Plan
from archiver.cli import app
from archiver.dates import HANOI
from archiver.lifecycle import Presence
from archiver.testing.desk import AT, DAY, Desk, article, desk, visit
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from pathlib import Path

    from archiver import Article

PORTAL = "https://longbien.hanoi.gov.vn"
BODY = ("Đồng chí Vũ Đức Bảo, Bí thư Quận ủy, phát biểu về Kết luận 22-KL/TW.",)
AT_NIGHT = datetime(2025, 6, 1, 20, tzinfo=HANOI)
COMMANDS: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]  # a group
EXAMPLES = {
    name: re.findall(r"^\s*Example: archiver (.*)$", command.help or "", re.MULTILINE)
    for name, command in COMMANDS.items()
}
BEFORE = {
    "import": ["export --output news.jsonl"],
    "link": EXAMPLES["unlink"],
}
"""What must have been done before an example can work."""


def news(site: str, key: str) -> Link:
    return Link(url=f"{PORTAL}/{site}/{key}", kind=Kind.ARTICLE, key=key, section="tin-tuc")


def record(site: str, key: str, **fields: Any) -> Article:
    told = {"published_at": AT_NIGHT - 10 * DAY, "body": BODY, "abstract": None} | fields
    return article(key, site=site, url=news(site, key).url, **told)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder whose archive holds what the examples ask for."""
    monkeypatch.chdir(tmp_path)
    with desk(SqlStorage(folder=tmp_path / "archive"), Plan(site="longbien")) as place:
        front = Link(url=f"{PORTAL}/tin-tuc", kind=Kind.LIST)
        place.save(visit(place.take(front), outcome=Outcome.NOT_ARTICLE, reason="a list"))
        _fill(place)
        place.finish()
        other = Desk(place.storage, place.storage.start_run(Plan(site="phuc-loi"), AT))
        same = record("phuc-loi", "2041")
        other.save(visit(other.take(news("phuc-loi", "2041")), AT_NIGHT, article=same))
        other.finish()


def _fill(place: Desk) -> None:
    task = place.take(news("longbien", "1083028"))
    for night, title in enumerate(("Họp", "Hội nghị", "Khai mạc hội nghị số 2041")):
        read = record("longbien", "1083028", title=title)
        place.save(visit(task, AT_NIGHT + night * DAY, article=read))
    task = place.take(news("longbien", "7"))
    place.save(visit(task, AT_NIGHT, article=record("longbien", "7", title="Khác", body=("Một.",))))
    gone = {"presence": Presence.ABSENT, "outcome": Outcome.NOT_ARTICLE}
    place.save(visit(task, AT_NIGHT + DAY, **gone))


def run(example: str) -> str:
    done = CliRunner().invoke(app, shlex.split(example))
    assert done.exit_code == 0, f"archiver {example}\n{done.output}\n{done.exception!r}"
    return done.output


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_works(name: str) -> None:
    assert EXAMPLES[name], f"`archiver {name} --help` shows no example"
    for example in BEFORE.get(name, []):
        run(example)
    for example in EXAMPLES[name]:
        assert example.split()[0] == name
        assert run(example)


@pytest.mark.usefixtures("folder")
def test_the_whole_shows_what_to_do_next() -> None:
    done = CliRunner().invoke(app, [])
    assert "longbien" in done.stdout
    assert "archiver show KEY" in done.stderr
    assert "archiver show KEY" not in done.stdout
    steps = re.findall(r"^archiver (\S+)", done.stderr, re.MULTILINE)
    assert [step for step in steps if step not in {*COMMANDS, "--help"}] == []
