"""Rows: how records are written to the tables and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archiver import Article, Attachment, Image
from archiver.lifecycle import Presence
from archiver.records import Cause, Observation, Revision
from archiver_storage.sql.captures import capture_of
from archiver_storage.timeline import UNKNOWN

if TYPE_CHECKING:
    from archiver import Visit
    from archiver_storage.sql.types import AnyRow


def revision_row(article: Article) -> dict[str, Any]:
    """Return what a revision holds of an article."""
    return {
        "title": article.title,
        "published_at": article.published_at,
        "abstract": article.abstract,
        "body": "\n".join(article.body),
        "images": [{"url": i.url, "caption": i.caption} for i in article.images],
        "byline": article.byline,
        "attachments": [{"url": a.url, "title": a.title} for a in article.attachments],
    }


def observation_row(article: Article, visit: Visit) -> dict[str, Any]:
    """Return what an observation holds of an article and its visit."""
    return {
        "at": visit.at,
        "presence": Presence.PRESENT.value,
        "url_id": visit.task.id,
        "url": article.url,
        "section": article.section,
        "published_raw": article.published_raw,
        "keywords": list(article.keywords),
        "language": article.language,
        "views": article.views,
        "parser": visit.parser or UNKNOWN,
        "etag": visit.etag,
        "last_modified": visit.last_modified,
    }


def wordless_row(visit: Visit, presence: Presence) -> dict[str, Any]:
    """Return what an observation holds of a visit that read no words."""
    return {
        "at": visit.at,
        "presence": presence.value,
        "wording": "",
        "url_id": visit.task.id,
        "url": visit.task.link.url,
        "section": None,
        "published_raw": None,
        "keywords": [],
        "language": None,
        "views": None,
        "parser": visit.parser or UNKNOWN,
        "etag": visit.etag,
        "last_modified": visit.last_modified,
    }


def revision_of(row: AnyRow) -> Revision:
    """Return a revision, joined to its first observation, article, site and capture."""
    article = Article(
        site=row.site,
        key=row.key,
        url=row.url,
        title=row.title,
        section=row.section,
        published_at=row.published_at,
        published_raw=row.published_raw,
        abstract=row.abstract,
        body=tuple(row.body.split("\n")) if row.body else (),
        images=tuple(Image(**image) for image in row.images),
        byline=row.byline,
        attachments=tuple(Attachment(**attachment) for attachment in row.attachments),
        keywords=tuple(row.keywords),
        language=row.language,
        views=row.views,
    )
    return Revision(
        number=row.number,
        at=row.at,
        article=article,
        capture=capture_of(row),
        parser=row.parser,
        cause=Cause(row.cause) if row.cause else None,
    )


def observation_of(row: AnyRow) -> Observation:
    """Return an observation, joined to the URL that was visited and its capture."""
    return Observation(
        at=row.at,
        url=row.visited,
        views=row.views,
        capture=capture_of(row),
        etag=row.etag,
        last_modified=row.last_modified,
        presence=Presence(row.presence),
    )
