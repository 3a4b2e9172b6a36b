"""The stand-in for the Wayback Machine is one to the client that knows the real one best."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from archives.drill import HOST, drill
from archives.wayback import Wayback
from checker.pywb_replay import ENVIRONMENT
from portal.server import Server

SCRIPT = Path(__file__).parent / "checker/edgi.py"


@pytest.mark.checker
@pytest.mark.skipif(
    not list(ENVIRONMENT.glob("lib/*/site-packages/wayback")),
    reason="needs EDGI's wayback: run `make checker`",
)
def test_edgis_client_reads_it(tmp_path: Path) -> None:
    known = drill(tmp_path)
    with Server(Wayback(known.holding), keep=False) as server:
        done = subprocess.run(
            [ENVIRONMENT / "bin/python", SCRIPT, server.url, HOST],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 0, done.stderr
    read = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["url"], row["at"]) for row in read] == [
        (row.url, row.at.isoformat()) for row in known.rows
    ]
    assert {row["digest"] == row["listed"] for row in read} == {True}
    assert {row["type"].partition(";")[0] for row in read} == {"text/html", "text/plain"}
