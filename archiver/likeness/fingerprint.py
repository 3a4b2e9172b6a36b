"""Fingerprints: whether two records say the same."""

from __future__ import annotations

import json
from datetime import UTC
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.article import Article

BYTES = 16


def wording(article: Article) -> str:
    """Return what changes whenever the article was reworded.

    That is 32 hex digits of title, abstract, body, photos with captions, byline and attachments,
    and after an ``@`` the time of publication, if there is one: an address that prints no time
    says nothing else. Not counted is what differs between two looks at one wording: address,
    section, views, keywords, language, and how the time was printed.
    """
    at = article.published_at
    words = _digest(
        article.title,
        article.abstract,
        article.body,
        [(image.url, image.caption) for image in article.images],
        article.byline,
        [(attachment.url, attachment.title) for attachment in article.attachments],
    )
    return f"{words}@{at.astimezone(UTC).isoformat()}" if at else words


def text(article: Article) -> str | None:
    """Return 32 hex digits that two articles of equal title, abstract and body share.

    ``None`` where there is neither abstract nor body: a title alone makes no duplicate.
    """
    if not article.abstract and not article.body:
        return None
    return _digest(article.title, article.abstract, article.body)


def _digest(*parts: object) -> str:
    written = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return blake2b(written.encode("utf-8", "surrogatepass"), digest_size=BYTES).hexdigest()
