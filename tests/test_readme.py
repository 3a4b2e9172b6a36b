"""What the README and the tutorial tell to type works, in that order, in one folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SET_UP = ("make ", ". .venv/bin/activate")
"""Commands that CI runs itself: a test cannot set up the environment that it runs in."""


def commands(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if not line.startswith(SET_UP)]


@pytest.mark.crawl
def test_everything_that_is_told_to_type(tmp_path: Path) -> None:
    (tmp_path / "sample").symlink_to(ROOT / "sample")
    (tmp_path / "scrapy.cfg").symlink_to(ROOT / "scrapy.cfg")
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("ARCHIVER_", "COV"))}
    environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}"
    recipe = subprocess.run(
        ["make", "--no-print-directory", "-n", "-o", ".venv/run.stamp", "crawl"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.replace(".venv/bin/", "")
    lines = [
        *recipe.splitlines(),
        *commands("README.md"),
        *commands("docs/tutorial/first-archive.md"),
    ]
    assert len(lines) > 12
    for line in lines:
        done = subprocess.run(
            ["bash", "-ec", line],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
