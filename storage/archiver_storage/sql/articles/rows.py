"""Rows: how records are written to the tables and read back."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from archiver import Article, Attachment, Image
from archiver.dates import HANOI
from archiver.lifecycle import Presence
from archiver.records import Cause, Observation, Revision
from archiver_storage.sql.articles.captures import capture_of
from archiver_storage.sql.articles.state import without_capture
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


def observation_of(row: AnyRow, revision: int) -> Observation:
    """Return an observation, joined to the URL that was visited and its capture."""
    present = row.presence == Presence.PRESENT
    return Observation(
        at=row.at,
        url=row.visited,
        form=form_of(row.form),
        views=row.views,
        capture=capture_of(row),
        etag=row.etag,
        last_modified=row.last_modified,
        presence=Presence(row.presence),
        parser=row.parser,
        revision=revision if present else None,
        article_url=row.url if present else None,
        section=row.section,
        published_at=_published(row.wording),
        published_raw=row.published_raw,
        keywords=tuple(row.keywords),
        language=row.language,
    )


def source_of(row: AnyRow) -> str:
    """Return what tells observations of an article apart, of a row as `observation_of` takes it."""
    return row.capture_record_id or without_capture(row.visited, row.at)


def form_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the fields of a POST, as the ledger writes them."""
    return tuple((name, value) for name, value in json.loads(text)) if text else ()


def _published(wording: str) -> datetime | None:
    """Return the time of publication in a fingerprint of a wording, as clocks in Viet Nam show."""
    at = wording.partition("@")[2]
    return datetime.fromisoformat(at).astimezone(HANOI) if at else None
