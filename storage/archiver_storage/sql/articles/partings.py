"""Partings: what persons have put apart, and taken back; rows are kept for both."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from archiver.likeness.clusters import Parting
from archiver_storage.sql.articles import clusters, duplicates
from archiver_storage.sql.schema import apart as partings
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.statements import article_id, insert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Update

    from archiver.likeness.similarity import Name
    from archiver_storage.sql.statements import Insert

Pair = tuple[int, int]

one, other = articles.alias("one"), articles.alias("other")
one_site, other_site = sites.alias("one_site"), sites.alias("other_site")


def part(connection: Connection, pairs: Sequence[Pair], reason: str, at: datetime) -> None:
    """Put pairs of articles apart for good."""
    told = {"reason": reason, "at": at, "undone_at": None}
    rows = [{"article_id": min(pair), "other_id": max(pair), **told} for pair in pairs]
    connection.execute(_part(connection.dialect.name), rows)
    _form_anew(connection, pairs)


def rejoin(connection: Connection, pairs: Sequence[Pair], at: datetime) -> None:
    """Let pairs of articles that were put apart be together again."""
    rows = [{"one": min(pair), "other": max(pair), "then": at} for pair in pairs]
    connection.execute(_rejoin(), rows)
    _form_anew(connection, pairs)


def known(connection: Connection, site: str | None) -> list[Parting]:
    """Return all partings, or those of a site's articles, the latest first."""
    joined = (
        partings.join(one, one.c.id == partings.c.article_id)
        .join(one_site, one_site.c.id == one.c.site_id)
        .join(other, other.c.id == partings.c.other_id)
        .join(other_site, other_site.c.id == other.c.site_id)
    )
    names = (
        one_site.c.name.label("one_site"),
        one.c.key.label("one_key"),
        other_site.c.name.label("other_site"),
        other.c.key.label("other_key"),
    )
    columns: tuple[Any, ...] = (*names, partings.c.reason, partings.c.at, partings.c.undone_at)
    query = select(*columns).select_from(joined).order_by(partings.c.at.desc(), *names)
    if site is not None:
        query = query.where((one_site.c.name == site) | (other_site.c.name == site))
    return [
        Parting(
            one=(row.one_site, row.one_key),
            other=(row.other_site, row.other_key),
            reason=row.reason,
            at=row.at,
            undone_at=row.undone_at,
        )
        for row in connection.execute(query)
    ]


def pairs(connection: Connection, one: Name, others: Iterable[Name]) -> list[Pair]:
    """Return the rows' numbers of articles that are there, each with the one."""
    first = article_id(connection, one)
    return [(first, article_id(connection, other)) for other in others]


def _form_anew(connection: Connection, pairs: Collection[Pair]) -> None:
    formed = clusters.rebuild(connection, {id_ for pair in pairs for id_ in pair})
    duplicates.link(connection, duplicates.texts(connection, formed))


@cache
def _part(dialect: str) -> Insert:
    statement = insert(dialect, partings)
    told = {name: statement.excluded[name] for name in ("reason", "at", "undone_at")}
    return statement.on_conflict_do_update(index_elements=["article_id", "other_id"], set_=told)


@cache
def _rejoin() -> Update:
    pair = (partings.c.article_id == bindparam("one"), partings.c.other_id == bindparam("other"))
    again = update(partings).where(*pair, partings.c.undone_at.is_(None))
    return again.values(undone_at=bindparam("then"))
