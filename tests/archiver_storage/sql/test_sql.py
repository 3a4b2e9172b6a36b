"""The SQL storage: what a database can be besides sound."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event

from archiver import Kind, Link, Outcome, SettingsError, StorageError
from archiver.testing import dump
from archiver.testing.desk import AT, DAY, article, desk, list_page, news, visit
from archiver_storage.sql import SqlStorage, database, sqlite
from archiver_storage.sql.asking import reference
from archiver_storage.sql.asking.views import VIEWS
from archiver_storage.sql.migrations import configuration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archiver.testing.desk import Desk


def ask(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Ask the file as a person with the sqlite3 shell does."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        return connection.execute(query).fetchall()


def refusal(storage: SqlStorage, *, create: bool = True) -> str:
    with pytest.raises(StorageError) as raised:
        storage.open(create=create)
    storage.close()
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a folder with an archive of one article."""
    with desk(SqlStorage(folder=tmp_path)) as place:
        place.read(news("1"), article())
        place.finish()
    return tmp_path


# --- settings


def test_unknown_options_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no option storage\.sql\.ulr; there is: url"):
        SqlStorage(folder=tmp_path, ulr="sqlite://")


@pytest.mark.parametrize("url", ["archive.db", "sqlite//x"])
def test_a_url_that_is_none_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="sqlite:///FILE"):
        SqlStorage(folder=tmp_path, url=url)


def test_a_database_without_a_driver_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="driver"):
        SqlStorage(folder=tmp_path, url="nosuch://host/name").open()


def test_the_url_says_where(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "other.db"
    with desk(SqlStorage(folder=tmp_path, url=f"sqlite:///{path}")) as place:
        place.read(news("1"), article())
    assert path.is_file()
    assert not (tmp_path / "archive.db").exists()


# --- files that are no archive


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_text("Kính gửi: " * 1000, encoding="utf-8")
    message = refusal(SqlStorage(folder=tmp_path))
    assert "archive.db" in message
    assert "not a database" in message
    assert "give another folder" in message


def test_a_database_of_another_program(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        connection.execute("CREATE TABLE song (title)")
    assert "another program's" in refusal(SqlStorage(folder=tmp_path))
    assert ask(tmp_path, "SELECT name FROM sqlite_master") == [("song",)]


@pytest.mark.parametrize("create", [True, False])
def test_a_database_of_a_newer_version(create: bool, archive: Path) -> None:  # noqa: FBT001  # a parameter
    with closing(sqlite3.connect(archive / "archive.db")) as connection, connection:
        connection.execute("UPDATE archiver_version SET version_num = 'archiver_9999'")
    message = refusal(SqlStorage(folder=archive), create=create)
    assert "newer version" in message
    assert "upgrade" in message


@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_was_begun_and_not_finished(create: bool, tmp_path: Path) -> None:  # noqa: FBT001  # a parameter
    (tmp_path / "archive.db").touch()
    if not create:
        assert "there is no archive" in refusal(SqlStorage(folder=tmp_path), create=False)
        return
    with SqlStorage(folder=tmp_path) as storage:
        assert storage.status() == []


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot make the folder" in refusal(SqlStorage(folder=tmp_path / "file" / "archive"))


def test_a_broken_database(archive: Path) -> None:
    path = archive / "archive.db"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert "malformed" in refusal(SqlStorage(folder=archive))


def test_it_must_be_open(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"call open\(\) first"):
        SqlStorage(folder=tmp_path).status()


# --- trouble on the way


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Let SQLite believe that the disk has room for two hundred pages."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 200")

    event.listen(Engine, "connect", limit)
    yield
    event.remove(Engine, "connect", limit)


def fill(place: Desk) -> None:
    for key in map(str, range(1000)):
        place.read(news(key), article(key, body=("Văn bản dài. " * 300,)))


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    with desk(SqlStorage(folder=tmp_path)) as place:
        with pytest.raises(StorageError, match="free some space"):
            fill(place)
        before = dump(place.storage)
        assert place.storage.status()[0].articles > 3
    with SqlStorage(folder=tmp_path) as storage:
        assert dump(storage) == before


def test_another_program_that_holds_it(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY", 0.05)
    with (
        SqlStorage(folder=archive) as storage,
        closing(sqlite3.connect(archive / "archive.db", isolation_level=None)) as other,
    ):
        run = storage.runs()[0]
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="another program holds it"):
            storage.add(run, [news("2")])
        other.execute("ROLLBACK")
        assert storage.add(run, [news("2")]) == 1


def test_a_reader_cannot_write(archive: Path) -> None:
    storage = SqlStorage(folder=archive)
    storage.open(create=False)
    with pytest.raises(StorageError, match="readonly"):
        storage.add(storage.runs()[0], [news("2")])
    storage.close()


# --- the schema


def test_the_version_is_the_last_migration() -> None:
    script = ScriptDirectory.from_config(configuration())
    assert script.get_heads() == [database.VERSION]
    assert [s.revision for s in script.walk_revisions()][::-1] == list(database.KNOWN)


def test_an_archive_is_opened_without_alembic(archive: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from archiver_storage.sql import SqlStorage\n"
        f"storage = SqlStorage(folder=pathlib.Path({str(archive)!r}))\n"
        "storage.open(create=False)\n"
        "print(len(storage.status()), 'alembic' in sys.modules)\n"
        "storage.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "False"]


def test_an_acknowledged_transaction_survives_a_power_cut(archive: Path) -> None:
    pragmas = ("journal_mode", "synchronous", "foreign_keys")
    storage = SqlStorage(folder=archive)
    with storage, storage._database.transaction() as connection:  # noqa: SLF001  # not seen else
        told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert told == ["wal", 2, 1]


# --- for people


def test_a_person_can_read_the_view(archive: Path) -> None:
    columns = "site, key, url, title, section, published_at, body, views, first_seen, capture"
    (row,) = ask(archive, f"SELECT {columns} FROM articles")  # noqa: S608  # of this test
    assert row == (
        "toy",
        "1",
        "http://toy/1",
        "Khai mạc hội nghị số 1",
        "Tin tức",
        "2018-03-27T10:14:00+07:00",
        "Đoạn thứ nhất.\nĐoạn thứ hai của bài 1: “đủ dấu”.",
        1729,
        "2024-05-01T08:30:00.000000Z",
        "urn:uuid:http://toy/tin-tuc/1@20240501T083000",
    )


def test_the_view_shows_the_latest_wording_and_views(archive: Path) -> None:
    with desk(SqlStorage(folder=archive)) as place:
        place.read(news("1"), article(title="Sửa", views=5), at=AT + DAY)
        place.read(news("1"), article(title="Sửa", views=6), at=AT + 2 * DAY)
        place.read(news("1"), article(title="Cũ", views=1), at=AT - DAY)
    query = "SELECT title, views, revisions, observations, first_seen, last_seen FROM articles"
    days = ("2024-04-30T08:30:00.000000Z", "2024-05-03T08:30:00.000000Z")
    assert ask(archive, query) == [("Sửa", 6, 3, 4, *days)]


def test_the_state_of_a_url_can_be_asked_for(archive: Path) -> None:
    with desk(SqlStorage(folder=archive)) as place:
        place.save(visit(place.take(news("2")), outcome=Outcome.FAILED, reason="503"))
        place.add(Link(url="http://toy/api", kind=Kind.LIST, form=(("q", "Đảng"),)))
    query = "SELECT url, form, state, outcome FROM url ORDER BY id"
    assert ask(archive, query) == [
        ("http://toy/tin-tuc/1", "", "done", "new"),
        ("http://toy/tin-tuc/2", "", "later", "failed"),
        ("http://toy/api", '[["q", "Đảng"]]', "pending", None),
    ]


def test_the_questions_on_the_reference_page_have_answers(archive: Path) -> None:
    told = re.findall(r"```sql\n(.*?)```", reference.page(), re.DOTALL)
    assert len(told) == 2 * len(VIEWS)
    assert [question.lower().count("join") for question in told[::2]] == [0] * len(VIEWS)
    answers = [ask(archive, question) for question in told]
    assert [len(answer) for answer in answers] == [1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1]


# --- what must not slow down as the archive grows


WALKS = re.compile(
    r"SCAN (url|article|revision|capture|outcome|observation)\b"
    r"|SEARCH (url|article|capture)\b[^;]*\((site_id|run_id)=\?\)"
)
"""Plans that walk through a whole table, or through all that a site or a run has in it."""


def test_every_statement_of_a_crawl_uses_an_index(archive: Path) -> None:
    statements: dict[str, Any] = {}

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            statements.setdefault(statement, parameters)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with desk(SqlStorage(folder=archive)) as place:
            place.add(news("1"), news("2", "b"), news("2"), list_page())
            place.lease(1, once=True)
            tasks = place.lease(9)
            visits = (visit(t, AT + DAY, article=article(title="Sửa")) for t in tasks[:2])
            posts = (Link(url="http://toy/api", kind=Kind.LIST, form=(("q", q),)) for q in "ab")
            more = (news("1", "khác"), news("3"), news("2", "x"), *posts)
            place.save(*visits, visit(tasks[2], links=more, outcome=Outcome.NOT_ARTICLE))
            place.storage.due(place.run)
            place.storage.find("1")
            place.storage.explain(news("1").url)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    with closing(sqlite3.connect(archive / "archive.db")) as connection:
        plans = {s: _plan(connection, s, p) for s, p in statements.items() if "sqlite_" not in s}
    scans = {statement: plan for statement, plan in plans.items() if WALKS.search(plan)}
    assert len(plans) > 15
    assert scans == {}


def _plan(connection: sqlite3.Connection, statement: str, parameters: Any) -> str:
    values = parameters[0] if isinstance(parameters, list) else parameters
    rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
    return "; ".join(str(row[3]) for row in rows)
