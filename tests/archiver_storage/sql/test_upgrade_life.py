"""An archive of the first version learns when its articles are looked at again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from alembic import command
from sqlalchemy import create_engine

from archiver.lifecycle import Presence
from archiver_storage.sql import SqlStorage
from archiver_storage.sql.migrations import configuration

if TYPE_CHECKING:
    from pathlib import Path

DAY = timedelta(days=1)
ROWS = """
INSERT INTO site VALUES (1, 'toy');
INSERT INTO run VALUES (1, 1, 'live', '{}', '2024-05-01T00:00:00.000000Z', NULL, NULL, 0, 2, NULL);
INSERT INTO url VALUES (1, 1, 'http://toy/1', '', 'article', '1', NULL, 1, NULL, NULL, 1, 1, 'done',
  NULL, 1, 'new');
INSERT INTO article VALUES (1, 1, '1', '2024-04-01T07:00:00+07:00', '2024-05-01T00:00:00.000000Z',
  '2024-05-01T00:00:00.000000Z', 1, 1, 'w', NULL, NULL);
INSERT INTO article VALUES (2, 1, '2', '2024-04-01T07:00:00+07:00', '2024-04-01T00:00:00.000000Z',
  '2024-05-11T00:00:00.000000Z', 2, 2, 'v', NULL, NULL);
INSERT INTO observation VALUES (1, 1, NULL, 1, '2024-05-01T00:00:00.000000Z', 'w', 'http://toy/1',
  NULL, NULL, '[]', NULL, 7, 'toy/1', NULL, NULL);
INSERT INTO observation VALUES (2, 2, NULL, 1, '2024-04-01T00:00:00.000000Z', 'u', 'http://toy/1',
  NULL, NULL, '[]', NULL, 7, 'toy/1', NULL, NULL);
INSERT INTO observation VALUES (3, 2, NULL, 1, '2024-05-01T00:00:00.000000Z', 'v', 'http://toy/1',
  NULL, NULL, '[]', NULL, 7, 'toy/1', NULL, NULL);
INSERT INTO revision VALUES (1, 1, 1, 1, 'Một', NULL, NULL, '', '[]', NULL, '[]', 'w', NULL);
INSERT INTO revision VALUES (2, 2, 1, 2, 'Hai', NULL, NULL, '', '[]', NULL, '[]', 'u', NULL);
INSERT INTO revision VALUES (3, 2, 2, 3, 'Ba', NULL, NULL, '', '[]', NULL, '[]', 'v', NULL);
"""


def test_what_was_there_before_is_due_in_time(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "archiver_0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(ROWS)
    with SqlStorage(folder=tmp_path) as storage:
        history = storage.find("1")[0]
        assert [seen.presence for seen in history.observations] == [Presence.PRESENT]
        assert history.revisions[0].article.title == "Một"
        assert list(storage.missing()) == []
        chart = storage.chart("toy")
        assert (list(chart.nights), len(chart.published)) == ([], 2)
    with closing(sqlite3.connect(path)) as database:
        told = database.execute("SELECT changed_at, due FROM article ORDER BY id").fetchall()
    times = [tuple(map(datetime.fromisoformat, row)) for row in told]
    april, may = datetime(2024, 4, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)
    assert times == [(april, may + 6 * DAY), (may, may + 10 * DAY + 2 * DAY)]
