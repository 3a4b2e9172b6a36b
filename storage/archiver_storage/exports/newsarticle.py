"""JSON-LD: articles as schema.org's NewsArticle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from archiver.exchange.formats import Format
from archiver.exchange.rows import Row
from archiver_storage.exports.citation import urn
from archiver_storage.exports.joined import write_joined

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from archiver.records import History

BEGIN = '{"@context": "https://schema.org", "@graph": ['


class NewsArticle(Format):
    """One graph of all articles."""

    name: ClassVar[str] = "jsonld"
    suffix: ClassVar[str] = ".jsonld"
    about: ClassVar[str] = "schema.org's NewsArticle as JSON-LD, for the web"

    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write a node an article."""
        nodes = (_node(Row.of(history), self.portal(history.site)) for history in articles)
        write_joined(file, BEGIN, (json.dumps(node, ensure_ascii=False) for node in nodes), "]}")


def _node(row: Row, portal: str) -> dict[str, Any]:
    node = {
        "@type": "NewsArticle",
        "@id": urn(row.site, row.key),
        "url": row.url,
        "headline": row.title,
        "abstract": row.abstract,
        "articleBody": row.body,
        "articleSection": row.section,
        "datePublished": row.published_at.isoformat() if row.published_at else None,
        "dateModified": row.revised_at.isoformat() if row.revisions > 1 else None,
        "author": {"name": row.byline} if row.byline else None,
        "publisher": {"@type": "Organization", "name": portal},
        "inLanguage": row.language or "vi",
        "keywords": list(row.keywords),
        "image": [_image(i.url, i.caption) for i in row.images],
        "associatedMedia": [
            {"@type": "MediaObject", "contentUrl": a.url, "name": a.title} for a in row.attachments
        ],
        "interactionStatistic": _views(row.views),
        "version": row.revisions,
        "identifier": _record(row.capture),
        "sdDatePublished": row.revised_at.isoformat(),
    }
    return {name: value for name, value in node.items() if value not in (None, [], "")}


def _image(url: str, caption: str | None) -> dict[str, str]:
    told = {"caption": caption} if caption else {}
    return {"@type": "ImageObject", "contentUrl": url, **told}


def _views(views: int | None) -> dict[str, Any] | None:
    if views is None:
        return None
    kind = {"@type": "ViewAction"}
    return {"@type": "InteractionCounter", "interactionType": kind, "userInteractionCount": views}


def _record(capture: str | None) -> dict[str, str] | None:
    if capture is None:
        return None
    return {"@type": "PropertyValue", "propertyID": "WARC-Record-ID", "value": capture}
