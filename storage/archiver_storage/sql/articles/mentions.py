"""Mentions: the documents that articles cite in their latest wording."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select

from archiver.search.documents import Citation, Document
from archiver_storage.sql.asking.selecting import conditions
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import mention as mentions
from archiver_storage.sql.schema import observation as observations
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.statements import chunks, latest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Delete, Select

    from archiver.search.searched import Searched
    from archiver.selection import Selection
    from archiver_storage.sql.types import AnyRow

NEVER = date.max
"""What documents without a date are ordered by."""
Numbers = dict[int, list[str]]
"""By article, the numbers that it names without printing them in full."""


def put(connection: Connection, texts: Mapping[int, Searched]) -> Numbers:
    """Note what articles cite, of which nothing is noted; return the numbers they leave out."""
    rows = [row for id_, searched in texts.items() for row in _rows(id_, searched)]
    if rows:
        connection.execute(mentions.insert(), rows)
    return _numbers((row["article_id"], row["number"]) for row in rows if row["elided"])


def forget(connection: Connection, ids: Iterable[int]) -> Numbers:
    """Forget what articles cite; return the numbers that they left out."""
    known: Numbers = {}
    for chunk in chunks(ids):
        known |= elided(connection, chunk)
        connection.execute(_of_articles(), {"ids": chunk})
    return known


def elided(connection: Connection, ids: Sequence[int]) -> Numbers:
    """Return the numbers that articles leave out."""
    rows = connection.execute(_elided(), {"ids": ids})
    return _numbers((row.article_id, row.number) for row in rows)


def clear(connection: Connection) -> None:
    """Forget all mentions."""
    connection.execute(mentions.delete())


def documents(connection: Connection, number: str, selection: Selection) -> list[Document]:
    """Return the documents of a number that the selected articles cite, by date."""
    from archiver.search.mentions import key  # noqa: PLC0415  # few questions need its patterns

    joined = (
        mentions.join(articles, articles.c.id == mentions.c.article_id)
        .join(sites)
        .join(revisions, latest())
        .join(observations, observations.c.id == revisions.c.observation_id)
    )
    columns = (articles.c.key.label("article"), articles.c.published_at, sites.c.name)
    shown = (revisions.c.title, observations.c.url)
    query = select(mentions, *columns, *shown).select_from(joined)
    query = query.where(mentions.c.key == key(number), *conditions(selection))
    order = (articles.c.published_at.nulls_last(), sites.c.name, articles.c.key)
    groups: dict[date | None, list[AnyRow]] = defaultdict(list)
    for row in connection.execute(query.order_by(*order)):
        groups[row.date].append(row)
    return [_document(groups[day]) for day in sorted(groups, key=lambda day: day or NEVER)]


def _document(rows: Sequence[AnyRow]) -> Document:
    return Document(
        number=_most(row.number for row in rows) or "",
        type=_most(row.type for row in rows),
        issuer=_most(row.issuer for row in rows),
        date=rows[0].date,
        citations=tuple(map(_citation, rows)),
    )


def _citation(row: AnyRow) -> Citation:
    return Citation(
        site=row.name,
        key=row.article,
        url=row.url,
        title=row.title,
        published_at=row.published_at,
        number=row.number,
        sentence=row.sentence,
    )


def _most(said: Iterable[str | None]) -> str | None:
    """Return what is said most often."""
    counted = Counter(words for words in said if words)
    return counted.most_common(1)[0][0] if counted else None


def _rows(id_: int, searched: Searched) -> Iterator[dict[str, Any]]:
    from archiver.search.mentions import cited  # noqa: PLC0415  # who only reads needs no patterns

    for mention in cited([searched.title, *searched.text.split("\n")]):
        names = mention.__dataclass_fields__
        yield {"article_id": id_, **{name: getattr(mention, name) for name in names}}


def _numbers(known: Iterable[tuple[int, str]]) -> Numbers:
    numbers: Numbers = defaultdict(list)
    for article, number in known:
        numbers[article].append(number)
    return numbers


@cache
def _elided() -> Select[Any]:
    columns = (mentions.c.article_id, mentions.c.number)
    wanted = mentions.c.article_id.in_(bindparam("ids", expanding=True))
    return select(*columns).where(wanted, mentions.c.elided).order_by(mentions.c.id)


@cache
def _of_articles() -> Delete:
    return delete(mentions).where(mentions.c.article_id.in_(bindparam("ids", expanding=True)))
