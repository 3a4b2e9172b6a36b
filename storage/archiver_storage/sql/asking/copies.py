"""Copies: the clusters of a database as people ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from archiver.likeness.clusters import Cluster, Member
from archiver_storage.sql.articles import clusters
from archiver_storage.sql.articles.duplicates import age
from archiver_storage.sql.articles.takedowns import hidden
from archiver_storage.sql.asking.selecting import conditions
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import cluster as memberships
from archiver_storage.sql.schema import observation as observations
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.statements import chunks, latest, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from archiver.likeness.similarity import Likeness, Name
    from archiver.selection import Selection
    from archiver_storage.sql.types import AnyRow


def of_selection(connection: Connection, selection: Selection) -> Iterator[Cluster]:
    """Return the clusters that a selected article is in, the largest first."""
    return _clusters(connection, conditions(selection))


def of_article(connection: Connection, name: Name) -> Cluster | None:
    """Return the cluster of an article, if it is in one."""
    site, key = name
    this = (sites.c.name == site, articles.c.key == key, articles.c.id.not_in(hidden()))
    return next(_clusters(connection, this), None)


def _clusters(connection: Connection, chosen: Iterable[ColumnElement[bool]]) -> Iterator[Cluster]:
    joined = memberships.join(articles, articles.c.id == memberships.c.article_id).join(sites)
    named = select(memberships.c.cluster).select_from(joined).where(*chosen)
    query = (
        select(memberships.c.cluster)
        .where(memberships.c.cluster.in_(named), memberships.c.article_id.not_in(hidden()))
        .group_by(memberships.c.cluster)
        .having(func.count() > 1)
        .order_by(func.count().desc(), memberships.c.cluster)
    )
    for chunk in chunks(numbers(connection, query)):
        held = clusters.members(connection, chunk)
        rows = _rows(connection, [id_ for ids in held.values() for id_ in ids])
        likes = clusters.likenesses(connection, rows)
        for number in chunk:
            yield _cluster([rows[id_] for id_ in held[number] if id_ in rows], likes)


def _rows(connection: Connection, ids: Iterable[int]) -> dict[int, AnyRow]:
    joined = articles.join(sites, sites.c.id == articles.c.site_id).join(revisions, latest())
    joined = joined.join(observations, observations.c.id == revisions.c.observation_id)
    columns: tuple[Any, ...] = (articles, sites.c.name, revisions.c.title, observations.c.url)
    query = select(*columns).select_from(joined).where(articles.c.id.not_in(hidden()))
    return {
        row.id: row
        for chunk in chunks(ids)
        for row in connection.execute(query.where(articles.c.id.in_(chunk)))
    }


def _cluster(rows: Sequence[AnyRow], likes: Mapping[int, Likeness]) -> Cluster:
    first, *others = sorted(rows, key=age)
    return Cluster(
        first=_member(first, likes[first.id], likes[first.id]),
        copies=tuple(_member(row, likes[row.id], likes[first.id]) for row in others),
    )


def _member(row: AnyRow, like: Likeness, first: Likeness) -> Member:
    return Member(
        site=row.name,
        key=row.key,
        title=row.title,
        url=row.url,
        published_at=row.published_at,
        first_seen=row.first_seen,
        similarity=round(like.similarity(first), 3),
        exact=like.equal == first.equal,
    )
