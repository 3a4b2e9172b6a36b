"""The code of the how-to pages runs as it stands, page by page, beside a small archive."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archives.both import Both
from archives.commoncrawl import CommonCrawl
from archives.drill import drill, write_settings
from archives.wayback import Wayback
from drivers.runs import SAMPLE, bench
from examples.longbien import make
from portal.server import Server

PAGES = Path(__file__).parents[1] / "docs/how-to"


def blocks(page: str, language: str) -> str:
    text = (PAGES / page).read_text(encoding="utf-8")
    found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(found) > 1
    return "".join(found)


def run(folder: Path, *command: str) -> str:
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("ARCHIVER_", "COV"))}
    environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}"
    done = subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_notebook(tmp_path: Path) -> None:
    make(tmp_path / "archive")
    shown = run(tmp_path, sys.executable, "-W", "error", "-c", blocks("notebooks.md", "python"))
    assert "3 2025-06-03 13:00:00+00:00 site Khai mạc hội nghị số 2041" in shown
    assert "[('Tin tức', 2, 3458)]" in shown


@pytest.mark.crawl
def test_a_dead_site(tmp_path: Path) -> None:
    known = drill(tmp_path)
    with Server(Both(Wayback(known.holding), CommonCrawl(known.holding))) as archives:
        write_settings(tmp_path, archives.url)
        shown = run(tmp_path, "bash", "-ec", blocks("bring-a-dead-site-back.md", "sh"))
    assert re.search(r"^2014 +[·█]{12} +\d+ +\d+ +100.0 %$", shown, re.MULTILINE)
    assert "Tiêu đề đã được sửa lại" in shown
    assert "nothing is wrong" in shown
    assert (tmp_path / "gaps.jsonl").read_text(encoding="utf-8").startswith('{"site": "longbien"')


@pytest.mark.crawl
def test_pages(tmp_path: Path) -> None:
    bench(tmp_path).crawl("phuc-loi", source=SAMPLE / "phuc-loi.warc.gz")
    shown = run(tmp_path, "bash", "-ec", blocks("take-pages-away.md", "sh"))
    sizes = [(tmp_path / f"{name}.wacz").stat().st_size for name in ("everything", "autumn")]
    assert sizes == sorted(sizes, reverse=True)
    assert (tmp_path / "phuc-loi-2026/data/archive.db").exists()
    counts = re.findall(r"^phuc-loi +(\d+) ", shown, re.MULTILINE)
    assert len(counts) == 2
    assert len(set(counts)) == 1


@pytest.mark.parametrize("page", ["take-articles-away.md"])
def test_what_is_told_to_type(page: str, tmp_path: Path) -> None:
    make(tmp_path / "archive")
    shown = run(tmp_path, "bash", "-ec", blocks(page, "sh"))
    assert "# Khai mạc hội nghị số 2041" in shown
    assert (tmp_path / "longbien.parquet").stat().st_size > 0
    assert (tmp_path / "citations.json").read_text(encoding="utf-8").startswith("[")
    assert re.search(r"^longbien +2 ", shown, re.MULTILINE)
