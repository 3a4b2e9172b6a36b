"""An archive of the first version learns which of its revisions its sites made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from sqlalchemy import create_engine

from archiver import Selection
from archiver.records import Cause
from archiver_storage.sql import SqlStorage
from archiver_storage.sql.migrations import configuration

if TYPE_CHECKING:
    from pathlib import Path

DAYS = range(1, 5)
PARSERS = ("toy/1", "toy/1", "toy/2", "toy/3")
PAYLOADS = ("sha1:A", "sha1:B", "sha1:B", "sha1:C")
CAUSES = (None, Cause.SITE, Cause.PARSER, Cause.UNCLEAR)

ONCE = """
INSERT INTO site VALUES (1, 'toy');
INSERT INTO run VALUES (1, 1, 'live', '{}', '2024-05-01T00:00:00.000000Z', NULL, NULL, 0, 2, NULL);
INSERT INTO url VALUES (1, 1, 'http://toy/1', '', 'article', '1', NULL, 1, NULL, NULL, 1, 1, 'done',
  NULL, 1, 'new');
INSERT INTO article VALUES (1, 1, '1', NULL, '2024-05-01T00:00:00.000000Z',
  '2024-05-04T00:00:00.000000Z', 4, 4, 'w4', NULL, NULL);
INSERT INTO article VALUES (2, 1, '2', NULL, '2024-05-05T00:00:00.000000Z',
  '2024-05-05T00:00:00.000000Z', 1, 1, 'v', NULL, NULL);
INSERT INTO observation VALUES (9, 2, NULL, 1, '2024-05-05T00:00:00.000000Z', 'v', 'http://toy/2',
  NULL, NULL, '[]', NULL, 7, 'toy/1', NULL, NULL);
INSERT INTO revision VALUES (9, 2, 1, 9, 'Khác', NULL, NULL, '', '[]', NULL, '[]', 'v', NULL);
"""
EACH = """
INSERT INTO capture VALUES ({day}, 'urn:{day}', 1, 'http://toy/1',
  '2024-05-0{day}T00:00:00.000000Z', 'a.warc.gz', 0, 1, 200, NULL, '{payload}', NULL, NULL, NULL);
INSERT INTO observation VALUES ({day}, 1, {day}, 1, '2024-05-0{day}T00:00:00.000000Z', 'w{day}',
  'http://toy/1', NULL, NULL, '[]', NULL, 7, '{parser}', NULL, NULL);
INSERT INTO revision VALUES ({day}, 1, {day}, {day}, 'Lần {day}', NULL, NULL, '', '[]', NULL, '[]',
  'w{day}', NULL);
"""


def write(url: str) -> None:
    """Make an archive of the first version with four wordings of one article."""
    engine = create_engine(url)
    rows = zip(DAYS, PARSERS, PAYLOADS, strict=True)
    each = (EACH.format(day=d, parser=parser, payload=payload) for d, parser, payload in rows)
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "archiver_0001")
        for statement in "".join([ONCE, *each]).split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    engine.dispose()


def test_revisions_learn_what_made_them(empty: str, tmp_path: Path) -> None:
    write(empty)
    with SqlStorage(folder=tmp_path, url=empty) as storage:
        one, other = storage.articles("toy")
        assert tuple(revision.cause for revision in one.revisions) == CAUSES
        assert [revision.cause for revision in other.revisions] == [None]
        (changed,) = storage.catalogue().select(Selection(changed=True))
        assert changed == one
