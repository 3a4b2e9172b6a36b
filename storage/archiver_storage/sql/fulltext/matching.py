"""Matching: which articles fit a query, in the words of the database that is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import Boolean

from archiver_storage.sql.fulltext import fts5
from archiver_storage.sql.schema import article

if TYPE_CHECKING:
    from types import ModuleType

    from sqlalchemy import Select
    from sqlalchemy.sql.compiler import SQLCompiler

    from archiver.search.query import Query


def kind(dialect: str) -> ModuleType:
    """Return the kind of index that a database has."""
    if dialect == "sqlite":
        return fts5
    from archiver_storage.sql.fulltext import tsvector  # noqa: PLC0415  # not with SQLite

    return tsvector


def matching(dialect: str, query: Query) -> Select[Any]:
    """Return the articles that fit, their numbers as ``id``."""
    found: Select[Any] = kind(dialect).matching(query)
    return found


class Fits(ColumnElement[bool]):
    """Whether an article fits a query."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, query: Query) -> None:
        self.query = query


@compiles(Fits)
def _written(element: Fits, compiler: SQLCompiler, **more: Any) -> str:  # noqa: ANN401  # SQLAlchemy's
    found = matching(compiler.dialect.name, element.query).subquery()
    return compiler.process(article.c.id.in_(select(found.c.id)), **more)
