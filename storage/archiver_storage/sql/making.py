"""Making: a new database, in today's shape at once.

The migrations lead to the same shape step by step; a test holds the two together. Alembic, which
takes as long to import as all else, is left to those who have a database of an older version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from archiver_storage.sql.asking.views import VIEWS
from archiver_storage.sql.fulltext import index
from archiver_storage.sql.schema import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

STAMP = (
    "CREATE TABLE IF NOT EXISTS {0} (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT {0}_pkc PRIMARY KEY (version_num))"
)


def make(connection: Connection, table: str, version: str) -> None:
    """Make tables, views and index, and note the version in a table of this name."""
    metadata.create_all(connection, checkfirst=False)
    for name, view in VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS{view.query}".strip())
    index.make(connection)
    connection.exec_driver_sql(STAMP.format(table))
    insert = text(f"INSERT INTO {table} VALUES (:version)")  # noqa: S608  # a constant
    connection.execute(insert, {"version": version})
