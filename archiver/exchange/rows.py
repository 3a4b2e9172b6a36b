"""Rows: an article in one flat line, for tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archiver.lifecycle import Presence, life, missing_since

if TYPE_CHECKING:
    from datetime import datetime

    from archiver.article import Attachment, Image
    from archiver.records import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An article in its latest wording, in the columns of the database's view ``articles``.

    ``body`` has a line a paragraph. ``views`` is the last number that was seen. ``revised_at`` is
    when the latest wording was first seen, ``missing_since`` when the article was first not there
    any more. ``capture``, ``file``, ``offset`` (bytes), ``length`` (bytes) and ``parser`` tell
    where that wording was read and by what.
    """

    site: str
    key: str
    url: str
    title: str
    section: str | None
    published_at: datetime | None
    abstract: str | None
    body: str
    byline: str | None
    images: tuple[Image, ...]
    attachments: tuple[Attachment, ...]
    keywords: tuple[str, ...]
    language: str | None
    views: int | None
    revisions: int
    observations: int
    first_seen: datetime
    last_seen: datetime
    revised_at: datetime
    missing_since: datetime | None
    duplicate_of_site: str | None
    duplicate_of_key: str | None
    capture: str | None
    file: str | None
    offset: int | None
    length: int | None
    parser: str

    @classmethod
    def of(cls, history: History) -> Self:
        """Flatten an article."""
        latest = history.revisions[-1]
        article, capture = latest.article, latest.capture
        looks = history.observations
        there = [look.at for look in looks if look.presence is not Presence.ABSENT]
        counted = [look.views for look in looks if look.views is not None]
        gone = missing_since(life(looks)) if len(there) < len(looks) else None
        first_site, first_key = history.duplicate_of or (None, None)
        return cls(
            site=history.site,
            key=history.key,
            url=article.url,
            title=article.title,
            section=article.section,
            published_at=article.published_at,
            abstract=article.abstract,
            body="\n".join(article.body),
            byline=article.byline,
            images=article.images,
            attachments=article.attachments,
            keywords=article.keywords,
            language=article.language,
            views=counted[-1] if counted else None,
            revisions=latest.number,
            observations=len(looks),
            first_seen=there[0],
            last_seen=there[-1],
            revised_at=latest.at,
            missing_since=gone.at if gone else None,
            duplicate_of_site=first_site,
            duplicate_of_key=first_key,
            capture=capture.record_id if capture else None,
            file=capture.file if capture else None,
            offset=capture.offset if capture else None,
            length=capture.length if capture else None,
            parser=latest.parser,
        )
