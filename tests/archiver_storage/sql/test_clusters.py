"""Near-duplicates find each other when they are saved, whatever order they come in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import permutations
from typing import TYPE_CHECKING

from archiver.testing.desk import AT, DAY, article, desk, folder, news
from archiver_storage.sql import SqlStorage
from archiver_storage.sql.articles import clusters, partings
from portal.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path

    from archiver import Article
    from archiver.testing.desk import Desk

WORDS = Texts(1).paragraph(60).split()


def part_of(key: str, first: int, last: int = 400) -> Article:
    """Return a record that says the words from ``first`` to ``last`` of one long text."""
    return article(key, abstract=None, body=(" ".join(WORDS[first : first + last]),))


CHAIN = [part_of("1", 0), part_of("2", 60), part_of("3", 120), part_of("9", 500, 200)]
"""The first is near to the second only, the second to the third; the last stands alone."""


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path / "archive.db")) as connection:
        return connection.execute(query).fetchall()


def clustered(path: Path) -> list[list[str]]:
    """Return the keys of each cluster."""
    query = (
        "SELECT group_concat(key) FROM (SELECT cluster, key FROM cluster JOIN article ON "
        "article.id = article_id ORDER BY key) GROUP BY cluster ORDER BY 1"
    )
    return [str(row[0]).split(",") for row in ask(path, query)]


def part(place: Desk, one: str, other: str) -> None:
    database = place.storage._database  # type: ignore[attr-defined]  # noqa: SLF001  # no other way
    with database.transaction() as connection:
        query = "SELECT id FROM article WHERE key IN (?, ?) ORDER BY key"
        first, second = connection.exec_driver_sql(query, (one, other)).scalars()
        partings.part(connection, [(first, second)], "hai bài khác nhau", AT)


def test_the_order_of_arrival_makes_no_difference(tmp_path: Path) -> None:
    for number, order in enumerate(permutations(CHAIN)):
        place_of = folder(tmp_path, str(number))
        with desk(SqlStorage(folder=place_of)) as place:
            for record in order:
                place.read(news(record.key), record)
        assert clustered(place_of) == [["1", "2", "3"]]


def test_a_revision_leaves_and_comes_back(tmp_path: Path) -> None:
    with desk(SqlStorage(folder=tmp_path)) as place:
        for record in CHAIN:
            place.read(news(record.key), record)
        listed = ask(tmp_path, "SELECT * FROM band ORDER BY band, article_id")
        place.read(news("2"), part_of("2", 700), at=AT + DAY)
        assert clustered(tmp_path) == []
        place.read(news("2"), CHAIN[1], at=AT + 2 * DAY)
        assert clustered(tmp_path) == [["1", "2", "3"]]
        assert ask(tmp_path, "SELECT * FROM band ORDER BY band, article_id") == listed


def test_what_is_put_apart_is_not_joined_again(tmp_path: Path) -> None:
    with desk(SqlStorage(folder=tmp_path)) as place:
        for record in CHAIN:
            place.read(news(record.key), record)
        part(place, "1", "2")
        assert clustered(tmp_path) == [["2", "3"]]
        place.read(news("4"), part_of("4", 20))
        together = [cluster for cluster in clustered(tmp_path) if {"1", "2"} <= {*cluster}]
        assert together == []
        assert sorted(key for keys in clustered(tmp_path) for key in keys) == ["1", "2", "3", "4"]


def test_equal_short_texts_are_a_cluster_and_empty_ones_are_not(tmp_path: Path) -> None:
    with desk(SqlStorage(folder=tmp_path)) as place:
        for key in "12":
            place.read(news(key), article(key, title="T", abstract=None, body=("Xem tệp.",)))
        for key in "34":
            place.read(news(key), article(key, title="T", abstract=None, body=()))
    assert clustered(tmp_path) == [["1", "2"]]


def test_an_archive_of_before_is_clustered_at_once(tmp_path: Path) -> None:
    with desk(SqlStorage(folder=tmp_path)) as place:
        for record in CHAIN:
            place.read(news(record.key), record)
        database = place.storage._database  # type: ignore[attr-defined]  # noqa: SLF001  # no other way
        listed = ask(tmp_path, "SELECT * FROM band ORDER BY band, article_id")
        with database.transaction() as connection:
            connection.exec_driver_sql("DELETE FROM band")
            connection.exec_driver_sql("DELETE FROM cluster")
            clusters.fill(connection, size=2)
    assert clustered(tmp_path) == [["1", "2", "3"]]
    assert ask(tmp_path, "SELECT * FROM band ORDER BY band, article_id") == listed
