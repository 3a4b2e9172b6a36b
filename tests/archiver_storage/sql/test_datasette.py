"""Datasette opens an archive with titles, facets and search (in its own environment)."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from archiver import Archive, SettingsError
from archiver_storage.sql import SqlStorage
from archiver_storage.sql.asking.views import COLUMNS, VIEWS
from examples.longbien import make

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).parents[3] / ".checker/bin/datasette"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("datasette")
    make(folder)
    return folder / "archive.db"


@pytest.fixture(scope="module")
def metadata(archive: Path) -> dict[str, Any]:
    with Archive(archive) as opened:
        return dict(opened.datasette())


@pytest.fixture(scope="module")
def site(archive: Path, metadata: dict[str, Any]) -> Iterator[str]:
    """Start Datasette as its user does; return its address."""
    if not PROGRAM.exists():
        pytest.skip("there is no environment with Datasette: `make checker` makes it")
    told = archive.with_name("metadata.json")
    told.write_text(json.dumps(metadata), encoding="utf-8")
    command = [str(part) for part in (PROGRAM, archive, "-m", told, "--port", 0)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in process.stderr)
        address = next(found[0] for found in lines if found)
        yield address
        process.terminate()
        process.stderr.read()


def get(address: str, **query: str) -> str:
    with urlopen(f"{address}?{urlencode(query)}", timeout=60) as answer:  # noqa: S310  # our own
        assert answer.status == 200
        return str(answer.read().decode())


def ask(address: str, **query: str) -> Any:
    return json.loads(get(f"{address}.json", _shape="array", **query))


def test_every_column_of_a_view_is_explained(archive: Path, metadata: dict[str, Any]) -> None:
    tables = metadata["databases"]["archive"]["tables"]
    shown = {name for view in VIEWS for name in tables[view]["columns"]}
    assert shown == set(COLUMNS)
    with closing(sqlite3.connect(archive)) as database:
        names = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
        assert [name for name in tables if name not in names] == []
        for query in metadata["databases"]["archive"]["queries"].values():
            if "escape_fts" not in query["sql"]:
                database.execute(query["sql"])


def test_only_sqlite_can_be_shown(postgresql: Any, tmp_path: Path) -> None:
    url = postgresql.url(tmp_path)
    with SqlStorage(folder=tmp_path, url=url):
        pass
    with Archive(url) as archive, pytest.raises(SettingsError, match="SQLite files only"):
        archive.datasette()


@pytest.mark.checker
def test_the_front_page_leads_to_articles(site: str) -> None:
    assert "Begin with the view articles" in get(site)
    front = get(f"{site}/archive")
    assert "Search the texts" in front
    shown = set(re.findall(r'<h3><a href="/archive/(\w+)">', front))
    assert shown & {"article", "url", "outcome"}
    assert not shown & {"band", "article_fts", "article_fts_data", "archiver_version"}
    table = get(f"{site}/archive/articles")
    assert "Every article in its latest wording" in table
    assert "when the latest wording was first seen" in table
    assert 'type="search"' in table


@pytest.mark.checker
def test_facets_count_by_site(site: str) -> None:
    told = json.loads(get(f"{site}/archive/articles.json"))
    facet = told["facet_results"]["site"]["results"]
    assert {one["value"]: one["count"] for one in facet} == {"longbien": 2, "phuc-loi": 1}


@pytest.mark.checker
@pytest.mark.parametrize("words", ["vu duc bao", "Vũ Đức Bảo", "22-KL/TW"])
def test_its_search_finds_what_ours_does(site: str, words: str) -> None:
    found = {row["key"] for row in ask(f"{site}/archive/articles", _search=words)}
    assert found == {"1083028", "2041"}
    rows = ask(f"{site}/archive/search", words=words)
    assert {row["key"] for row in rows} == found
    assert all("[" in row["found"] for row in rows)


@pytest.mark.checker
def test_its_search_minds_accents_that_are_typed(site: str) -> None:
    assert ask(f"{site}/archive/articles", _search="vũ đúc bảo") == []
