"""Takedowns: which articles are hidden; a row is kept of each that ever was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from archiver.decisions.takedowns import Takedown
from archiver.ledger import Kind
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import capture as captures
from archiver_storage.sql.schema import observation as observations
from archiver_storage.sql.schema import outcome as outcomes
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.schema import takedown as takedowns
from archiver_storage.sql.schema import url as urls
from archiver_storage.sql.statements import article_id, put

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from archiver.likeness.similarity import Name


def hidden() -> Select[tuple[int]]:
    """Return the numbers of the articles that are taken down."""
    return select(takedowns.c.article_id).where(takedowns.c.lifted_at.is_(None))


def take_down(connection: Connection, name: Name, reason: str, at: datetime) -> None:
    """Hide an article that is there."""
    id_ = article_id(connection, name)
    put(connection, takedowns, [{"article_id": id_, "at": at, "reason": reason}])


def lift(connection: Connection, name: Name, at: datetime) -> None:
    """Show an article again."""
    standing = takedowns.c.lifted_at.is_(None)
    this = takedowns.c.article_id == article_id(connection, name)
    connection.execute(update(takedowns).where(this, standing).values(lifted_at=at))


def known(connection: Connection, site: str | None) -> list[Takedown]:
    """Return all takedowns, or those of a site's articles, the latest first."""
    joined = takedowns.join(articles).join(sites)
    columns: tuple[Any, ...] = (takedowns, articles.c.key, sites.c.name)
    query = select(*columns).select_from(joined)
    if site is not None:
        query = query.where(sites.c.name == site)
    return [
        Takedown(site=row.name, key=row.key, reason=row.reason, at=row.at, lifted_at=row.lifted_at)
        for row in connection.execute(
            query.order_by(takedowns.c.at.desc(), sites.c.name, articles.c.key)
        )
    ]


def captured(connection: Connection) -> set[str]:
    """Return the record ids of all captures of the addresses of what is taken down."""
    shown = select(observations.c.capture_id).where(observations.c.article_id.in_(hidden()))
    its = (urls.c.site_id == articles.c.site_id) & (urls.c.key == articles.c.key)
    ended = (
        select(outcomes.c.capture_id)
        .join(urls, urls.c.id == outcomes.c.url_id)
        .join(articles, its & (urls.c.kind == Kind.ARTICLE.value))
        .where(articles.c.id.in_(hidden()))
    )
    query = select(captures.c.record_id).where(captures.c.id.in_(shown.union(ended)))
    return set(connection.execute(query).scalars())
