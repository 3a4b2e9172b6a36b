"""Every command shows an example in its help, and the example works."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from archiver.cli import app
from archives.drill import drill, write_settings
from archives.wayback import Wayback
from drivers.runs import SAMPLE, bench
from examples.longbien import make
from portal.server import Server

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]  # a group
EXAMPLES = {
    name: re.findall(r"^\s*Example: archiver (.*?)(?: > .*)?$", command.help or "", re.MULTILINE)
    for name, command in COMMANDS.items()
    if not hasattr(command, "commands")  # the tutorial for authors runs those of `plugin`
}
OF_WEB_ARCHIVES = {"recover"}
"""Commands whose examples ask a web archive."""
OF_CAPTURES = {"bag", "import", "rebuild", "reparse", "verify"}
"""Commands whose examples need the pages themselves."""
BEFORE = {
    "import": ["export --output news.jsonl"],
    "link": EXAMPLES["unlink"],
    "lift": EXAMPLES["takedown"],
}
"""What must have been done before an example can work."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder whose archive holds what the examples ask for."""
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "archive")


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a portal's pages, and an archive that was read from them."""
    folder = tmp_path_factory.mktemp("captured")
    shutil.copy(SAMPLE / "phuc-loi.warc.gz", folder / "portal.warc.gz")
    bench(folder).crawl("longbien", source=SAMPLE / "longbien.warc.gz", limit=5)
    return folder


def run(example: str) -> str:
    done = CliRunner().invoke(app, shlex.split(example))
    assert done.exit_code == 0, f"archiver {example}\n{done.output}\n{done.exception!r}"
    return done.output


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - OF_CAPTURES - OF_WEB_ARCHIVES))
def test_the_example_works(name: str) -> None:
    assert EXAMPLES[name], f"`archiver {name} --help` shows no example"
    for example in BEFORE.get(name, []):
        run(example)
    for example in EXAMPLES[name]:
        assert example.split()[0] == name
        assert run(example)


@pytest.mark.crawl
@pytest.mark.parametrize("name", sorted(OF_CAPTURES))
def test_the_example_works_on_captures(name: str, captured: Path) -> None:
    for example in BEFORE.get(name, []):
        bench(captured).ask(*shlex.split(example))
    for example in EXAMPLES[name]:
        done = bench(captured).ask(*shlex.split(example))
        assert done.returncode == 0, done.stderr
        assert done.stdout


@pytest.mark.crawl
@pytest.mark.parametrize("name", sorted(OF_WEB_ARCHIVES))
def test_the_example_works_on_a_web_archive(name: str, tmp_path: Path) -> None:
    with Server(Wayback(drill(tmp_path).holding)) as archive:
        write_settings(tmp_path, archive.url)
        for example in EXAMPLES[name]:
            done = bench(tmp_path).ask(*shlex.split(example))
            assert done.returncode == 0, done.stderr
            assert "100.0 %" in done.stdout


@pytest.mark.usefixtures("folder")
def test_the_whole_shows_what_to_do_next() -> None:
    done = CliRunner().invoke(app, [])
    assert "longbien" in done.stdout
    assert "archiver show KEY" in done.stderr
    assert "archiver show KEY" not in done.stdout
    steps = re.findall(r"^archiver (\S+)", done.stderr, re.MULTILINE)
    assert [step for step in steps if step not in {*COMMANDS, "--help"}] == []
