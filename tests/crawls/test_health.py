"""A portal breaks under an archive that knows it: a small version of `bench/health.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from drivers.runs import bench
from drivers.warm import TESTS
from lives.breakages import KINDS, WITHIN, Told

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured]

BROKEN = (
    *("title's class renamed", "body empty", "date's format changed", "rubbish in the body"),
    *("articles' addresses changed", "challenge page", "redirect to another host"),
    *("host handed to another authority", "server too busy", "certificate refused", "silence"),
)


def test_each_breakage_is_told_in_two_nights_and_a_healthy_night_is_not(tmp_path: Path) -> None:
    results = tmp_path / "told.json"
    python = [sys.executable, "-W", "error", "-m"]
    command = [*python, "lives.breakages", str(results), "2", "2", *BROKEN]
    environ = bench(tmp_path).environ | {"PYTHONPATH": str(TESTS)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = [Told(**one) for one in json.loads(results.read_text(encoding="utf-8"))]
    healthy = [one.found for one in told if one.kind is None]
    assert (len(healthy), any(healthy)) == (10, False)
    for kind in BROKEN:
        nights = [one for one in told if one.kind == kind]
        assert len(nights) == WITHIN
        for night in nights:
            assert night.code == 4, night
            assert night.found[0][0] == KINDS[kind].ailment, night
