"""Duplicates: articles of one text, all linked to the one that was published first."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.statements import change, chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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


def link(connection: Connection, texts: Iterable[str]) -> None:
    """Link articles of equal text to the first of them, whatever order they came in."""
    changed = [
        {"id_": row.id, "duplicate_of": first}
        for text, group in _groups(connection, texts).items()
        for row, first in _firsts(text, group)
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


def _firsts(text: str, group: list[AnyRow]) -> Iterator[tuple[AnyRow, int | None]]:
    """Return each article that now has this text, and which one it is a duplicate of."""
    first = min(group, key=_age)
    for row in group:
        if row.text == text:
            yield row, None if row.id == first.id else first.id


def _age(row: AnyRow) -> tuple[datetime, str, str]:
    return row.published_at or row.first_seen, row.name, row.key
