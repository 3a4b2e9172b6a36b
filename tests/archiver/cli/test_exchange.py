"""Export and import on the command line: pipes, files, names, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from archiver.testing.desk import desk
from archiver.testing.lives import live
from archiver_storage.sql import SqlStorage
from drivers.runs import bench

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with desk(SqlStorage(folder=tmp_path / "archive")) as place:
        live(place)
        place.finish()
    return tmp_path


def archiver(folder: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return bench(folder).ask(*words, given=given)


def test_from_one_archive_into_another_by_a_pipe(folder: Path) -> None:
    out = archiver(folder, "export")
    assert (out.returncode, out.stderr) == (0, "")
    done = archiver(folder, "import", "-", "--json", "-s", "folder=other", given=out.stdout)
    ((run,),) = (json.loads(line)["runs"] for line in done.stdout.splitlines())
    assert (run["plan"]["source"], run["verdict"]) == ("stdin", "well")
    assert archiver(folder, "export", "-s", "folder=other").stdout == out.stdout


def test_a_file_says_its_format_by_its_name(folder: Path) -> None:
    done = archiver(folder, "export", "--gone", "-o", "gone.csl.json")
    assert done.stderr == "1 articles are in gone.csl.json\n"
    assert done.stdout == ""
    (item,) = json.loads((folder / "gone.csl.json").read_bytes())
    assert item["id"] == "toy-2"


def test_one_article_by_its_key(folder: Path) -> None:
    done = archiver(folder, "export", "3", "--format", "text")
    assert done.stdout.startswith("Khai mạc hội nghị số 2\n")
    wrong = archiver(folder, "export", "3", "--gone")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert archiver(folder, "export", "77").returncode == 3


def test_nothing_found_is_told(folder: Path) -> None:
    done = archiver(folder, "export", "--since", "2030", "-f", "csl")
    assert (done.returncode, json.loads(done.stdout)) == (3, [])
    assert "no article is as was asked for" in done.stderr


def test_a_reader_who_has_enough_is_no_error(folder: Path) -> None:
    command = f"{sys.executable} -m archiver export -f jsonl | head -c 10; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ('{"format":0\n', "")


def test_what_cannot_be_read_is_one_line(folder: Path) -> None:
    absent = archiver(folder, "import", "no.jsonl")
    assert absent.stderr == "archiver: cannot read no.jsonl: No such file or directory\n"
    assert absent.returncode == 1
    wrong = archiver(folder, "import", "-", given="{")
    assert wrong.stderr.startswith("archiver: stdin line 1 is cut, or no JSON")
    assert archiver(folder, "import", "-", given="").returncode == 3
    (folder / "page.html").write_bytes(b"<html>")
    other = archiver(folder, "import", "page.html")
    assert other.stderr == "archiver: page.html is of no known kind; known are warc\n"
