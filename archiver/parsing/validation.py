"""Normalise and validate: the last look at a record before it is stored."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from archiver.errors import PageRejected
from archiver.text import clean

if TYPE_CHECKING:
    from archiver.article import Article
    from archiver.parsing.parser import Parser

EARLIEST = datetime(1996, 1, 1, tzinfo=UTC)
"""Viet Nam had no web before; an older date is a date misread."""


def examine(article: Article, parser: Parser, captured_at: datetime) -> tuple[Article, str | None]:
    """Return the record as it is to be stored, and what is odd about it.

    Raises ``PageRejected`` for a record that is not of this site or has no title or key.
    """
    if article.site != parser.name:
        message = f"the parser of {parser.name} returned a record of {article.site}"
        raise PageRejected(message)
    article = _cleaned(article)
    if not article.title or not article.key:
        message = "no title" if article.key else "no key"
        raise PageRejected(message)
    return _dated(article, captured_at)


def _cleaned(article: Article) -> Article:
    return dataclasses.replace(
        article,
        title=clean(article.title),
        section=_text(article.section),
        abstract=_text(article.abstract),
        byline=_text(article.byline),
        body=tuple(filter(None, map(clean, article.body))),
        images=tuple(dataclasses.replace(i, caption=_text(i.caption)) for i in article.images),
        attachments=tuple(
            dataclasses.replace(a, title=clean(a.title)) for a in article.attachments
        ),
        keywords=tuple(filter(None, map(clean, article.keywords))),
    )


def _text(text: str | None) -> str | None:
    return (clean(text) or None) if text else None


def _dated(article: Article, captured_at: datetime) -> tuple[Article, str | None]:
    published = article.published_at
    if published is None:
        raw = article.published_raw
        return article, f"date not read: {raw}" if raw else None
    if EARLIEST <= published <= captured_at + timedelta(days=1):
        return article, None
    note = f"date out of range: {article.published_raw or published.isoformat()}"
    return dataclasses.replace(article, published_at=None), note
