"""Selecting: a selection as conditions on articles joined to their sites."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from archiver.dates import HANOI
from archiver.search.query import Query
from archiver_storage.sql.articles.takedowns import hidden
from archiver_storage.sql.fulltext.matching import Fits
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import observation as observations
from archiver_storage.sql.schema import revision as revisions
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.schema import url as urls
from archiver_storage.sql.statements import latest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import ColumnElement, Select

    from archiver.selection import Selection


def conditions(selection: Selection) -> Iterator[ColumnElement[bool]]:
    """Return what must hold of an article; of none that is taken down it does."""
    yield articles.c.id.not_in(hidden())
    if selection.words is not None:
        yield Fits(Query.of(selection.words))
    yield from narrowing(selection)


def narrowing(selection: Selection) -> Iterator[ColumnElement[bool]]:
    """Return what a selection asks of an article beside its words."""
    if selection.site is not None:
        yield sites.c.name == selection.site
    if selection.section is not None:
        yield _stands_in(selection.section)
    if selection.since is not None:
        yield articles.c.published_at >= _begin(selection.since)
    if selection.until is not None:
        yield articles.c.published_at < _begin(selection.until + timedelta(days=1))
    if selection.changed:
        yield articles.c.id.in_(_edited(selection))
    if selection.gone:
        yield articles.c.missing_since.is_not(None)
    if selection.has_photo:
        yield exists().where(latest(), revisions.c.images != [])


def _edited(selection: Selection) -> Select[tuple[int]]:
    edited = select(revisions.c.article_id).where(revisions.c.cause.in_(selection.causes))
    if selection.edited_since is None:
        return edited
    seen = observations.c.at >= _begin(selection.edited_since)
    return edited.join(observations, observations.c.id == revisions.c.observation_id).where(seen)


def _stands_in(section: str) -> ColumnElement[bool]:
    """An address of the article stands in a section, or a page of it prints the name."""
    named = exists().where(
        urls.c.site_id == articles.c.site_id,
        urls.c.key == articles.c.key,
        urls.c.kind == "article",
        urls.c.section == section,
    )
    printed = select(observations.c.article_id).where(observations.c.section == section)
    return or_(named, articles.c.id.in_(printed))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), HANOI)
