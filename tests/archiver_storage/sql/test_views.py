"""The views say what the Python API says, on both databases."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, text

from archiver.exchange.rows import Row
from archiver.selection import Selection
from archiver.testing.desk import article, desk, news
from archiver.testing.lives import live
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archiver.records import History, Story

TIMES = {"published_at", "first_seen", "last_seen", "revised_at", "missing_since", "at", "seen_at"}
LISTS = {"images", "attachments", "keywords"}


@pytest.fixture
def storage(database: str, tmp_path: Path) -> Iterator[SqlStorage]:
    with desk(SqlStorage(folder=tmp_path, url=database)) as place:
        live(place)
        place.finish()
        assert isinstance(place.storage, SqlStorage)
        yield place.storage


def ask(url: str, query: str) -> list[dict[str, Any]]:
    """Ask as a person does, whose own zone and driver are their own."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(text(query)).mappings()]
    engine.dispose()
    return [{name: _read(name, value) for name, value in row.items()} for row in rows]


def _read(name: str, value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if name in TIMES:
        return datetime.fromisoformat(value)
    return json.loads(value) if name in LISTS else value


def told(value: object) -> dict[str, Any]:
    """Return a dataclass as a view tells it."""
    row = {f.name: getattr(value, f.name) for f in fields(value)}  # type: ignore[arg-type]  # one
    return {name: _plain(item) for name, item in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [item if isinstance(item, str) else asdict(item) for item in value]
    return value


def test_articles_are_the_rows_of_python(database: str, storage: SqlStorage) -> None:
    rows = [told(Row.of(history)) for history in storage.articles()]
    found = ask(database, "SELECT * FROM articles ORDER BY site, key")
    for row in found:
        assert isinstance(row.pop("id"), int)
    assert found == rows
    assert rows[0]["missing_since"] is None
    assert [row["duplicate_of_key"] for row in rows] == [None, None, "2"]


def test_an_article_that_is_missing(database: str, storage: SqlStorage) -> None:
    query = "SELECT key, missing_since, last_seen FROM articles WHERE missing_since IS NOT NULL"
    rows = [Row.of(history) for history in storage.missing()]
    assert [row.key for row in rows] == ["2"]
    assert ask(database, query) == [
        {"key": row.key, "missing_since": row.missing_since, "last_seen": row.last_seen}
        for row in rows
    ]


def test_revisions_are_those_of_python(database: str, storage: SqlStorage) -> None:
    found = ask(database, "SELECT * FROM revisions ORDER BY site, key, number")
    assert found == [row for history in storage.articles() for row in _revisions(history)]


def _revisions(history: History) -> Iterator[dict[str, Any]]:
    for revision in history.revisions:
        article, capture = revision.article, revision.capture
        row = told(article)
        for name in ("published_raw", "keywords", "language", "views"):
            del row[name]
        yield row | {
            "number": revision.number,
            "seen_at": revision.at,
            "cause": revision.cause,
            "body": "\n".join(article.body),
            "capture": capture.record_id if capture else None,
            "file": capture.file if capture else None,
            "offset": capture.offset if capture else None,
            "length": capture.length if capture else None,
            "parser": revision.parser,
        }


def test_views_over_time_are_what_was_seen(database: str, storage: SqlStorage) -> None:
    found = ask(database, "SELECT site, key, at, views FROM views_over_time ORDER BY site, key, at")
    assert [tuple(row.values()) for row in found] == [
        (history.site, history.key, seen.at, seen.views)
        for history in storage.articles()
        for seen in history.observations
        if seen.views is not None
    ]


def test_duplicates_name_the_first(database: str, storage: SqlStorage) -> None:
    found = ask(database, "SELECT * FROM duplicates ORDER BY site, key")
    assert [row["key"] for row in found] == ["2", "3"]
    assert len({row["cluster"] for row in found}) == 1
    named = [(row["duplicate_of_site"], row["duplicate_of_key"]) for row in found]
    expected = [history.duplicate_of or (None, None) for history in storage.articles()]
    assert named == expected[1:]
    assert {row["url"] for row in found} == {"http://toy/2", "http://toy/3"}


CITES = (
    "Thực hiện Kết luận số 22-KL/TW, ngày 07/11/2017 của Bộ Chính trị, quận đã họp.",
    "Công văn số 2372 và 2379-CV/BTCTU, ngày 13 và 14/3/2018 cũng được nêu.",
)


def test_mentions_are_the_documents_of_python(database: str, tmp_path: Path) -> None:
    with desk(SqlStorage(folder=tmp_path, url=database)) as place:
        place.read(news("9"), article("9", body=CITES))
        place.finish()
        known = place.storage.catalogue()
        told = [
            (cited.number, one.date, cited.sentence, cited.title)
            for number in ("22-KL/TW", "2372-CV/BTCTU", "2379-CV/BTCTU")
            for one in known.document(number, Selection())
            for cited in one.citations
        ]
        found = ask(database, "SELECT number, date, sentence, title FROM mentions ORDER BY date")
    assert len(told) == 3
    assert [(r["number"], _day(r["date"]), r["sentence"], r["title"]) for r in found] == told


def _day(value: Any) -> date:
    return date.fromisoformat(str(value))


def test_outcomes_are_the_stories_of_python(database: str, storage: SqlStorage) -> None:
    columns = "site, url, form, outcome, reason, at, capture, source"
    found = ask(database, f"SELECT {columns} FROM outcomes ORDER BY url, form")  # noqa: S608  # ours
    assert [tuple(row.values()) for row in found] == [
        row for story in storage.urls() for row in _outcomes(story)
    ]


def _outcomes(story: Story) -> Iterator[tuple[object, ...]]:
    form = [list(pair) for pair in story.link.form]
    written = json.dumps(form, ensure_ascii=False) if form else ""
    for end in story.endings:
        capture = end.capture.record_id if end.capture else None
        yield story.site, story.link.url, written, end.outcome, end.reason, end.at, capture, SOURCE


SOURCE = "toy.warc.gz"
