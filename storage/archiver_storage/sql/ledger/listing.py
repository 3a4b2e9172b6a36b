"""Listing: what pages of lists name, and a look at once at what one names no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from archiver import Kind, lists
from archiver_storage.sql.ledger import revisits
from archiver_storage.sql.ledger.discovery import Named
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import url as urls
from archiver_storage.sql.statements import change, chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from archiver import Visit

Missed = dict[str, Named]
"""Articles that a page names no longer, by key, and where each was last seen."""


def missed(
    connection: Connection, run: int, site: int, visits: Sequence[Visit]
) -> dict[int, Missed]:
    """Keep what pages of lists name; make due what one names no longer.

    Left out is what is missing already, and what the run has met elsewhere. Return what each page
    misses; none is told of two pages.
    """
    read = {v.task.id: (v.at, keys) for v in visits if (keys := lists.named(v)) is not None}
    dropped = _keep(connection, {page: keys for page, (_, keys) in read.items()})
    unmet = _unmet(connection, run, site, {key for gone in dropped.values() for key in gone})
    found: dict[int, Missed] = {}
    for page, gone in dropped.items():
        ids = {key: unmet.pop(key) for key in gone if key in unmet}
        due = [{"id_": id_, "due": read[page][0]} for id_ in ids.values()]
        change(connection, articles, due)
        shown = revisits.last_shown(connection, ids.values())
        found[page] = {key: Named(shown[id_], page) for key, id_ in ids.items() if id_ in shown}
    return found


def _keep(connection: Connection, read: Mapping[int, Sequence[str]]) -> dict[int, list[str]]:
    """Keep what pages name; return what each has named before, and names no longer."""
    if not read:
        return {}
    query = select(urls.c.id, urls.c.named).where(urls.c.id.in_(read))
    before = {row.id: row.named or [] for row in connection.execute(query)}
    after = {id_: lists.remembered(before[id_], keys) for id_, keys in read.items()}
    new = [{"id_": id_, "named": keys} for id_, keys in after.items() if keys != before[id_]]
    change(connection, urls, new)
    return {id_: lists.dropped(before[id_], keys) for id_, keys in read.items()}


def _unmet(connection: Connection, run: int, site: int, keys: Iterable[str]) -> dict[str, int]:
    """Return the articles that are there as far as is known, and that the run has not met."""
    met = exists().where(
        urls.c.site_id == site,
        urls.c.key == articles.c.key,
        urls.c.kind == Kind.ARTICLE.value,
        urls.c.run_id == run,
    )
    query = select(articles.c.key, articles.c.id).where(
        articles.c.site_id == site, articles.c.missing_since.is_(None), ~met
    )
    return {
        row.key: row.id
        for chunk in chunks(sorted(keys))
        for row in connection.execute(query.where(articles.c.key.in_(chunk)))
    }
