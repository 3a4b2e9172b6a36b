"""A new database has the shape to which the migrations lead."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Inspector, create_engine, inspect

from archiver.testing.desk import folder
from archiver_storage.sql import SqlStorage
from archiver_storage.sql.asking.views import VIEWS
from archiver_storage.sql.database import VERSIONS
from archiver_storage.sql.fulltext import fts5
from archiver_storage.sql.migrations import configuration
from archiver_storage.sql.schema import metadata
from drivers.both import Kind, kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

__all__ = ["kind"]

FIRST = "archiver_0001"


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def shape(url: str) -> dict[str, Any]:
    """Return what a database holds but rows: the order of columns and comments are no part."""
    with opened(url) as connection:
        found = inspect(connection)
        tables = {name: _table(found, name) for name in found.get_table_names()}
        views = {name: found.get_view_definition(name) for name in found.get_view_names()}
        return tables | views


def _table(found: Inspector, name: str) -> dict[str, Any]:
    return {
        "columns": {str(told["name"]): _column(told) for told in found.get_columns(name)},
        "primary key": _uncommented(found.get_pk_constraint(name)),
        "foreign keys": sorted(map(repr, found.get_foreign_keys(name))),
        "indexes": sorted(map(repr, map(_index, found.get_indexes(name)))),
        "unique": sorted(map(repr, found.get_unique_constraints(name))),
        "checks": sorted(map(repr, found.get_check_constraints(name))),
    }


def _column(told: Mapping[str, Any]) -> dict[str, Any]:
    return _uncommented(told) | {"type": repr(told["type"])}


def _uncommented(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "comment"}


def _index(told: Mapping[str, Any]) -> dict[str, Any]:
    options = {name: str(value) for name, value in told["dialect_options"].items()}
    return {**told, "dialect_options": options}


def test_the_migrations_lead_to_what_is_made(kind: Kind, tmp_path: Path) -> None:
    new, old = kind.empty(folder(tmp_path, "new")), kind.empty(folder(tmp_path, "old"))
    with opened(old) as connection:
        command.upgrade(configuration(connection), FIRST)
    for url in (new, old):
        with SqlStorage(folder=tmp_path, url=url) as storage:
            assert storage.status() == []
    assert shape(old) == shape(new)


def test_the_models_are_what_is_made(database: str, tmp_path: Path) -> None:
    with SqlStorage(folder=tmp_path, url=database), opened(database) as connection:
        options = {
            "version_table": VERSIONS,
            "compare_type": True,
            "include_name": lambda name, *_: not str(name).startswith(fts5.TABLE),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        assert set(VIEWS) <= set(inspect(connection).get_view_names())
