"""Wrong use and bad input: one clear line, the right exit code, and nothing lost."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from archiver.ledger import Outcome
from drivers.runs import SAMPLE, Bench, bench

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured]

SOURCE = SAMPLE / "longbien.warc.gz"


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("site", "arguments", "settings", "code", "message"),
    [
        ("longbein", {}, {}, 2, "there is no site 'longbein'; did you mean longbien?"),
        ("phuc-loi", {}, {}, 2, "only asked with a contact"),
        ("longbien", {}, {"contact": "mailto:a@b.vn"}, 2, "is not Quận Long Biên's since"),
        ("longbien", {"sectoins": "x"}, {}, 2, "there is no argument 'sectoins'"),
        ("longbien", {"source": SOURCE, "sections": "giao-duk"}, {}, 2, "giao-duc"),
        ("longbien", {"source": "absent.warc.gz"}, {}, 1, "absent.warc.gz"),
        ("longbien", {"source": "archiver.toml"}, {}, 1, "is of no known kind"),
        ("longbien", {"source": SOURCE}, {"crawl.dealy": 1}, 2, "did you mean crawl.delay?"),
        ("longbien", {"source": SOURCE}, {"storage.records": "sqll"}, 2, "did you mean sql?"),
        ("longbien", {"source": SOURCE}, {"storage.sql.urll": 1}, 2, "storage.sql"),
    ],
)
def test_one_clear_line(  # a table
    tmp_path: Path,
    site: str,
    arguments: dict[str, object],
    settings: dict[str, object],
    code: int,
    message: str,
) -> None:
    (tmp_path / "archiver.toml").write_text("")
    place = bench(tmp_path, None, **settings)
    done = place.crawl(site, expect=code, **arguments)
    assert message in last_line(done)


def test_a_file_that_is_no_warc(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(gzip.compress(b"<html>not a WARC</html>"))
    done = bench(tmp_path).crawl("longbien", expect=1, source="x.warc.gz")
    assert "x.warc.gz" in last_line(done)


def test_a_warc_that_is_cut_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = SOURCE.read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(whole[: len(whole) // 2])
    place = bench(tmp_path)
    done = place.crawl("longbien", expect=None, source="cut.warc.gz")
    assert "cut" in done.stderr
    outcomes = place.outcomes()
    assert outcomes[Outcome.NEW] > 20
    assert outcomes[Outcome.NOT_IN_SOURCE] > 20


@pytest.mark.parametrize("inside", ["", "/deeper"])
def test_a_folder_that_is_a_file(inside: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = Bench(tmp_path, {"folder": f"file{inside}"})
    done = place.crawl("longbien", expect=1, source=SOURCE)
    assert f"cannot write to the folder {tmp_path / 'file'}{inside}:" in last_line(done)


def test_a_database_of_a_newer_version(tmp_path: Path) -> None:
    place = bench(tmp_path)
    place.crawl("longbien", source=SOURCE, limit=3)
    with closing(sqlite3.connect(place.archive / "archive.db")) as connection, connection:
        connection.execute("UPDATE archiver_version SET version_num = 'archiver_9999'")
    before = (place.archive / "archive.db").read_bytes()
    for done in (place.crawl("longbien", expect=1, source=SOURCE), place.ask("status")):
        assert done.returncode == 1
        assert "newer version" in last_line(done)
    assert (place.archive / "archive.db").read_bytes() == before


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    place = bench(tmp_path)
    place.archive.mkdir()
    (place.archive / "archive.db").write_bytes(b"Xin chao" * 1000)
    done = place.crawl("longbien", expect=1, source=SOURCE)
    assert "archive.db" in last_line(done)


def test_questions_to_no_archive(tmp_path: Path) -> None:
    for words in (("status",), ("runs",), ("show", "1"), ("explain", "https://x.vn/")):
        done = bench(tmp_path).ask(*words)
        assert done.returncode == 1
        assert "scrapy crawl" in last_line(done)
    assert list(tmp_path.iterdir()) == []


def test_a_source_without_the_site(tmp_path: Path) -> None:
    place = bench(tmp_path)
    place.crawl("phuc-loi", expect=3, source=SOURCE)
    assert set(place.outcomes()) == {Outcome.NOT_IN_SOURCE}


def test_a_folder_of_files_is_one_source(tmp_path: Path) -> None:
    folder = tmp_path / "captures"
    folder.mkdir()
    for path in SAMPLE.glob("*.warc.gz"):
        shutil.copy(path, folder)
    place = bench(tmp_path)
    place.crawl("longbien", source="captures", limit=3)
    place.crawl("phuc-loi", source="captures", limit=3)
    with place.records() as records:
        assert [(s.site, s.articles) for s in records.status()] == [
            ("longbien", 3),
            ("phuc-loi", 3),
        ]
