"""Revisits: which articles are to be looked at again, and at which address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from archiver.lifecycle import Presence
from archiver_storage.sql.ledger.frontier import link_of
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import observation as observations
from archiver_storage.sql.schema import url as urls
from archiver_storage.sql.statements import chunks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from archiver import Link
    from archiver_storage.sql.types import AnyRow


def links(connection: Connection, site: int, at: datetime | None) -> list[Link]:
    """Return addresses of the articles that are due, or of all where ``at`` is ``None``.

    Of one that is there the address that last showed it, of a missing one each that ever did.
    """
    columns = (articles.c.id, articles.c.missing_since)
    query = select(*columns).where(articles.c.site_id == site).order_by(articles.c.due)
    if at is not None:
        query = query.where(or_(articles.c.due.is_(None), articles.c.due <= at))
    missing = {row.id: row.missing_since is not None for row in connection.execute(query)}
    shown = _shown(connection, missing)
    return [
        link_of(row)
        for article, every in missing.items()
        for row in shown.get(article, [])[: None if every else 1]
    ]


def known(connection: Connection, site: int, keys: Collection[str], before: datetime) -> set[str]:
    """Return the keys of articles that were first seen before."""
    query = select(articles.c.key).where(articles.c.site_id == site, articles.c.first_seen < before)
    return {
        str(key)
        for chunk in chunks(sorted(keys))
        for key in connection.execute(query.where(articles.c.key.in_(chunk))).scalars()
    }


def last_shown(connection: Connection, ids: Iterable[int]) -> dict[int, Link]:
    """Return the address that last showed each article."""
    return {article: link_of(rows[0]) for article, rows in _shown(connection, ids).items()}


def _shown(connection: Connection, ids: Iterable[int]) -> dict[int, list[AnyRow]]:
    """Return the addresses that showed articles, the last one first."""
    found: dict[int, list[AnyRow]] = {}
    for row in _addresses(connection, ids):
        found.setdefault(row.article_id, []).append(row)
    return found


def _addresses(connection: Connection, ids: Iterable[int]) -> Iterator[Any]:
    last = func.max(observations.c.at).label("last")
    for chunk in chunks(ids):
        there = observations.c.presence != Presence.ABSENT.value
        seen = (
            select(observations.c.article_id, observations.c.url_id, last)
            .where(observations.c.article_id.in_(chunk), there)
            .group_by(observations.c.article_id, observations.c.url_id)
            .subquery()
        )
        query = select(urls, seen.c.article_id).join(seen, seen.c.url_id == urls.c.id)
        yield from connection.execute(query.order_by(seen.c.last.desc(), urls.c.id)).all()
