"""Duplicates: articles of one text, all linked to the one that was published first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import bindparam, select

from archiver_storage.sql.articles import clusters
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.statements import change, chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from archiver_storage.sql.types import AnyRow


def known(connection: Connection, texts: Iterable[str]) -> set[str]:
    """Return which of these texts the archive holds."""
    return {
        str(text)
        for chunk in chunks(sorted(texts))
        for text in connection.execute(_known(), {"texts": chunk}).scalars()
    }


@cache
def _known() -> Select[Any]:
    wanted = revisions.c.text.in_(bindparam("texts", expanding=True))
    return select(revisions.c.text).distinct().where(wanted)


def texts(connection: Connection, ids: Iterable[int]) -> set[str]:
    """Return the latest texts of articles."""
    query = select(articles.c.text).where(articles.c.text.is_not(None))
    return {
        str(text)
        for chunk in chunks(ids)
        for text in connection.execute(query.where(articles.c.id.in_(chunk))).scalars()
    }


def link(connection: Connection, texts: Iterable[str]) -> None:
    """Link articles of equal text to the first of them, whatever order they came in."""
    groups = _groups(connection, texts)
    parted = clusters.apart(connection) if groups else {}
    changed = [
        {"id_": row.id, "duplicate_of": first}
        for text, group in groups.items()
        for row, first in _firsts(text, group, _Partition.of(connection, group, parted))
        if row.duplicate_of != first
    ]
    change(connection, articles, changed)


def _groups(connection: Connection, texts: Iterable[str]) -> dict[str, list[AnyRow]]:
    columns = (
        revisions.c.text.label("group"),
        articles.c.id,
        articles.c.key,
        articles.c.published_at,
        articles.c.first_seen,
        articles.c.text,
        articles.c.duplicate_of,
        sites.c.name,
    )
    joined = revisions.join(articles, articles.c.id == revisions.c.article_id).join(sites)
    query = select(*columns).select_from(joined).where(revisions.c.number.is_not(None))
    groups: dict[str, list[AnyRow]] = defaultdict(list)
    for chunk in chunks(sorted(texts)):
        for row in connection.execute(query.where(revisions.c.text.in_(chunk))):
            groups[row.group].append(row)
    return groups


@dataclass(frozen=True, slots=True)
class _Partition:
    """Which articles of one text a person has put apart, so that none is a copy of another."""

    parted: Mapping[int, set[int]]
    clusters: Mapping[int, int]

    @classmethod
    def of(
        cls, connection: Connection, group: Iterable[AnyRow], parted: Mapping[int, set[int]]
    ) -> Self:
        ids = {row.id for row in group}
        if parted.keys().isdisjoint(ids):
            return cls({}, {})
        return cls(parted, clusters.numbers(connection, ids))

    def allows(self, row: AnyRow, other: AnyRow) -> bool:
        """Tell whether one may be a copy of another: of its cluster, if both have the text now."""
        if not self.parted or row.id == other.id:
            return True
        if row.text == other.text:
            return self._cluster(row) == self._cluster(other)
        return other.id not in self.parted.get(row.id, ())

    def _cluster(self, row: AnyRow) -> int:
        return self.clusters.get(row.id, int(row.id))


def _firsts(
    text: str, group: list[AnyRow], partition: _Partition
) -> Iterator[tuple[AnyRow, int | None]]:
    """Return each article that now has this text, and which one it is a duplicate of."""
    ordered = sorted(group, key=age)
    for row in group:
        if row.text == text:
            first = next(other for other in ordered if partition.allows(row, other))
            yield row, None if row.id == first.id else first.id


def age(row: AnyRow) -> tuple[datetime, str, str]:
    """Return by what articles are ordered, the first published first."""
    return row.published_at or row.first_seen, row.name, row.key
