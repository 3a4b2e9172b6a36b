"""The command line without an archive: help, sites, errors, and what is safe to print."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from archiver.terminal import safe
from drivers.runs import bench

if TYPE_CHECKING:
    from pathlib import Path


def archiver(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return bench(folder).ask(*words)


def test_sites_with_what_is_not_certain_of_them(tmp_path: Path) -> None:
    lines = archiver(tmp_path, "sites", "--json").stdout.splitlines()
    sites = {site["site"]: site for site in map(json.loads, lines)}
    assert sites["longbien"]["valid_until"] == "2025-06-30"
    assert sites["phuc-loi"]["confirmed"] is True
    assert sites["longbien"]["followed_by"][0] == "phuong-long-bien"
    table = archiver(tmp_path, "sites").stdout
    assert "until 2025-06-30; then phuong-long-bien, bo-de" in table
    assert "since 2025-07-01" in table
    assert "host not confirmed" in table


def test_errors_are_one_line_and_an_exit_code(tmp_path: Path) -> None:
    wrong = archiver(tmp_path, "sites", "-s", "fodler=x")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "archiver: there is no setting fodler; did you mean folder?\n"
    assert archiver(tmp_path, "status").returncode == 1
    assert archiver(tmp_path, "no-such-command").returncode == 2


def test_help_names_every_command(tmp_path: Path) -> None:
    text = archiver(tmp_path, "--help").stdout
    assert all(name in text for name in ("status", "sites", "runs", "show", "explain"))


def test_scrapy_is_not_imported_to_ask(tmp_path: Path) -> None:
    code = "import sys, archiver.cli; print('scrapy' in sys.modules, 'alembic' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False False\n"


def test_a_page_cannot_steer_the_terminal() -> None:
    assert safe("Tin\x1b[31m \x07tức\x9b2J\r") == "Tin[31m tức2J"
