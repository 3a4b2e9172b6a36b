"""What is known of a site's articles, held or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from archiver.ledger import Kind
from archiver.webarchives.gaps import Known
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import observation as observations
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.schema import url as urls
from archiver_storage.sql.schema import url_section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

EACH = 1000
"""Rows that are in memory at once."""


def known(connection: Connection, site: str) -> Iterator[Known]:
    """Yield the articles of a site that its ledger names, and those that nothing names."""
    number = select(sites.c.id).where(sites.c.name == site).scalar_subquery()
    named = (
        select(
            urls.c.key,
            func.min(urls.c.published_at).label("listed_at"),
            func.coalesce(func.min(urls.c.section), func.min(url_section.c.section)).label("slug"),
        )
        .select_from(urls.outerjoin(url_section, url_section.c.url_id == urls.c.id))
        .where(urls.c.site_id == number, urls.c.kind == Kind.ARTICLE.value, urls.c.key.is_not(None))
        .group_by(urls.c.key)
        .subquery()
    )
    printed = (
        select(observations.c.section)
        .where(observations.c.article_id == articles.c.id, observations.c.section.is_not(None))
        .order_by(observations.c.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    mine = and_(articles.c.site_id == number, articles.c.key == named.c.key)
    columns = (articles.c.id, articles.c.published_at, printed.label("printed"))
    listed = select(named, *columns).select_from(named.outerjoin(articles, mine))
    with connection.execute(listed, execution_options={"yield_per": EACH}) as rows:
        for row in rows:
            at = row.published_at or row.listed_at
            yield Known(at.date() if at else None, row.slug, row.printed, row.id is not None)
    others = (
        select(articles.c.published_at, printed.label("printed"))
        .where(articles.c.site_id == number)
        .where(articles.c.key.not_in(select(named.c.key)))
    )
    for row in connection.execute(others):
        at = row.published_at
        yield Known(at.date() if at else None, None, row.printed, held=True)
