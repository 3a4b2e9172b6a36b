"""Migrations: how the schema came to be, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from archiver_storage.sql.articles import clusters, saving
from archiver_storage.sql.fulltext import index

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

FILLED: dict[str, Callable[[Connection], object]] = {
    "archiver_0007": saving.retell,
    "archiver_0008": clusters.fill,
    "archiver_0011": index.make,
}
"""By the version that brought it: what is worked out of the articles that are there.

It is today's code, so it is called once the tables are today's, and never by a step before.
"""


def upgrade(connection: Connection, before: str) -> None:
    """Bring a database to the newest version, within the connection's transaction."""
    command.upgrade(configuration(connection), "head")
    for version, fill in FILLED.items():
        if before < version:
            fill(connection)


def configuration(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, which no file holds."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
