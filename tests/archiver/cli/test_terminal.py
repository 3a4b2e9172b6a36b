"""How the command behaves in terminals, pipes and shells, and how much it does to begin."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.testing.desk import desk
from archiver.testing.lives import live
from archiver_storage.sql import SqlStorage

ARCHIVER = Path(sys.executable).with_name("archiver")
COLOUR = re.compile(r"\x1b\[[0-9;]*(?:3|4|9|10)[0-9](?:;[0-9;]*)?m")
UNUSED = (
    "alembic",
    "archiver_storage.exports",
    "bs4",
    "filelock",
    "lxml",
    "psycopg",
    "pyarrow",
    "scrapy",
    "selectolax",
    "sqlalchemy.dialects.postgresql",
    "twisted",
)
"""Modules that a question to SQLite needs not."""
COUNTED = """
import sys
calls = 0
def step(*_):
    global calls
    calls += 1
sys.setprofile(step)
{}
sys.setprofile(None)
print(calls)
"""
"""A program that tells how many calls and returns a statement takes."""
MORE = 2.7
"""How many times the calls of importing SQLAlchemy and typer a question may take (2.55 is usual).
Calls, since seconds are another thing on a busy machine; ``bench/start.py`` has the seconds."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminal")
    with desk(SqlStorage(folder=folder / "archive")) as place:
        live(place)
        place.finish()
    return folder


def environ(**more: str) -> dict[str, str]:
    others = ("ARCHIVER_", "COV", "PYTHON")  # coverage imports some of what is to be counted
    return {k: v for k, v in os.environ.items() if not k.startswith(others)} | more


def in_terminal(folder: Path, *words: str, **variables: str) -> str:
    """Run a command in a terminal of its own; return what it shows."""
    ours, theirs = pty.openpty()
    shown = environ(TERM="xterm-256color", COLUMNS="80", **variables)
    with subprocess.Popen(
        [ARCHIVER, *words], cwd=folder, env=shown, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        parts = []
        try:
            while part := os.read(ours, 4096):
                parts.append(part)
        except OSError:  # the other end was closed
            pass
        os.close(ours)
    assert process.returncode == 0, b"".join(parts)
    return b"".join(parts).decode()


def test_colours_are_for_terminals_that_want_them(folder: Path) -> None:
    words = ("diff", "1")
    assert COLOUR.search(in_terminal(folder, *words))
    plain = in_terminal(folder, *words, NO_COLOR="1")
    assert not COLOUR.search(plain)
    assert "[-Khai mạc hội nghị số 1-]" in plain.replace("\r\n", " ")
    piped = subprocess.run(
        [ARCHIVER, *words], cwd=folder, env=environ(), capture_output=True, check=True
    )
    assert b"\x1b" not in piped.stdout


@pytest.mark.parametrize("command", ["status", "show 1", "export", "sites --json", "show --help"])
def test_nobody_reads_on(folder: Path, command: str) -> None:
    ends, begins = os.pipe()
    os.close(ends)
    done = subprocess.run(
        [ARCHIVER, *command.split()],
        cwd=folder,
        env=environ(),
        stdout=begins,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(begins)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("archiver ex", {"explain", "export"}),
        ("archiver export --format pa", {"parquet"}),
        ("archiver show 1 --site phuong", {"phuong-long-bien"}),
    ],
)
def test_a_shell_completes(folder: Path, typed: str, offered: set[str]) -> None:
    asked = environ(
        _ARCHIVER_COMPLETE="complete_bash",
        COMP_WORDS=typed,
        COMP_CWORD=str(len(typed.split()) - 1),
    )
    done = subprocess.run(
        [ARCHIVER], cwd=folder, env=asked, capture_output=True, text=True, check=False
    )
    assert set(done.stdout.split()) == offered


def test_a_question_imports_only_what_it_needs(folder: Path) -> None:
    program = (
        "import sys\n"
        "from archiver.cli import app\n"
        "app(['status'], standalone_mode=False)\n"
        f"print([name for name in {UNUSED!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=environ(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_question_takes_few_calls_beside_those_of_its_libraries(folder: Path) -> None:
    ours = "from archiver.cli import app; app(['status', '--json'], standalone_mode=False)"
    assert calls(folder, ours) < MORE * calls(folder, "import sqlalchemy, typer")


def calls(folder: Path, statement: str) -> int:
    """Return how many calls and returns a statement takes."""
    done = subprocess.run(
        [sys.executable, "-c", COUNTED.format(statement)],
        cwd=folder,
        env=environ(),
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout.splitlines()[-1])
