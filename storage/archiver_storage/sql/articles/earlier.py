"""What earlier parsers read on the pages that are kept."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, literal_column, select

from archiver import Article, Attachment, Image, Task
from archiver.evidence import Earlier
from archiver.lifecycle import Presence
from archiver_storage.sql.articles import captures
from archiver_storage.sql.ledger.frontier import link_of
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import capture as table
from archiver_storage.sql.schema import observation as observations
from archiver_storage.sql.schema import outcome as outcomes
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.schema import url as urls
from archiver_storage.sql.statements import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from archiver_storage.sql.types import AnyRow

SEEN = "seen_"
OK = 200
Contents = dict[tuple[int, str], Any]
"""Revisions by article and wording, and by its words alone."""


def read(
    connection: Connection, site: int, since: datetime | None, after: int, count: int
) -> list[Earlier]:
    """Return the next pages of a site, by number."""
    query = _pages() if since is None else _pages().where(table.c.at >= since)
    values = {"site": site, "after": after, "count": count}
    rows = {row.id: row for row in reversed(connection.execute(query, values).all())}
    pages = [rows[number] for number in sorted(rows)]
    originals = captures.by_record(connection, {r.refers_to for r in pages if r.refers_to})
    tasks = _tasks(connection, {row.url_id for row in pages})
    contents = _contents(connection, {r.seen_article_id for r in pages if r.seen_article_id})
    return [
        Earlier(
            number=row.id,
            task=tasks[row.url_id],
            capture=captures.of_row(row),
            original=originals.get(row.refers_to),
            article=_article(row, contents),
            parser=row.seen_parser,
            presence=Presence(row.seen_presence) if row.seen_presence else None,
        )
        for row in pages
    ]


def rejected(connection: Connection, site: int, after: int, count: int) -> list[Earlier]:
    """Return the next pages of a site that no parser could read so far, by number."""
    values = {"site": site, "after": after, "count": count}
    rows = connection.execute(_rejected(), values).all()
    originals = captures.by_record(connection, {r.refers_to for r in rows if r.refers_to})
    tasks = _tasks(connection, {row.url_id for row in rows})
    return [
        Earlier(
            number=row.id,
            task=tasks[row.url_id],
            capture=captures.of_row(row),
            original=originals.get(row.refers_to),
        )
        for row in rows
    ]


@cache
def _rejected() -> Select[Any]:
    last = (outcomes.c.run_id == urls.c.run_id) & (outcomes.c.url_id == urls.c.id)
    of_visit = observations.c.url_id == urls.c.id
    joined = urls.join(outcomes, last).join(table, table.c.id == outcomes.c.capture_id)
    joined = joined.outerjoin(observations, of_visit & (observations.c.capture_id == table.c.id))
    return (
        select(table, urls.c.id.label("url_id"))
        .select_from(joined)
        # as the index has it; said by a parameter, it would not be used
        .where(urls.c.site_id == bindparam("site"), urls.c.outcome == literal_column("'rejected'"))
        .where(table.c.id > bindparam("after"), observations.c.id.is_(None))
        .where(
            table.c.status == OK,
            urls.c.form == "",
            func.coalesce(table.c.truncated, "").not_in(CUT),
        )
        .order_by(table.c.id)
        .limit(bindparam("count"))
    )


@cache
def _pages() -> Select[Any]:
    same_site = urls.c.site_id == table.c.site_id
    joined = table.join(urls, same_site & (urls.c.url == table.c.url) & (urls.c.form == ""))
    # the visit's address finds it by an index; of captures there is none
    of_visit = observations.c.url_id == urls.c.id
    joined = joined.outerjoin(observations, of_visit & (observations.c.capture_id == table.c.id))
    joined = joined.outerjoin(articles, articles.c.id == observations.c.article_id)
    joined = joined.outerjoin(sites, sites.c.id == articles.c.site_id)
    seen = [column.label(f"{SEEN}{column.name}") for column in observations.c]
    named = (urls.c.id.label("url_id"), articles.c.key, sites.c.name.label("site"))
    return (
        select(table, *named, *seen)
        .select_from(joined)
        .where(table.c.site_id == bindparam("site"), table.c.id > bindparam("after"))
        .where(table.c.status == OK, func.coalesce(table.c.truncated, "").not_in(CUT))
        .order_by(table.c.id)
        .limit(bindparam("count"))
    )


CUT = ("length", "time", "disconnect")


def _tasks(connection: Connection, ids: Iterable[int]) -> Mapping[int, Task]:
    return {
        row.id: Task(id=row.id, link=link_of(row))
        for chunk in chunks(ids)
        for row in connection.execute(select(urls).where(urls.c.id.in_(chunk)))
    }


def _contents(connection: Connection, ids: Iterable[int]) -> Contents:
    """Return wordings; an undated reading is kept with the time of its neighbour, if at all."""
    found: Contents = {}
    for chunk in chunks(ids):
        query = select(revisions).where(revisions.c.article_id.in_(chunk))
        for row in connection.execute(query):
            found.setdefault((row.article_id, row.wording.partition("@")[0]), row)
            found[row.article_id, row.wording] = row
    return found


def _article(row: AnyRow, contents: Contents) -> Article | None:
    if row.seen_presence != Presence.PRESENT:
        return None
    said = contents.get((row.seen_article_id, row.seen_wording))
    if said is None:
        return None
    return Article(
        site=row.site,
        key=row.key,
        url=row.seen_url,
        title=said.title,
        section=row.seen_section,
        published_at=said.published_at if "@" in row.seen_wording else None,
        published_raw=row.seen_published_raw,
        abstract=said.abstract,
        body=tuple(said.body.split("\n")) if said.body else (),
        images=tuple(Image(**image) for image in said.images),
        byline=said.byline,
        attachments=tuple(Attachment(**attachment) for attachment in said.attachments),
        keywords=tuple(row.seen_keywords),
        language=row.seen_language,
        views=row.seen_views,
    )
