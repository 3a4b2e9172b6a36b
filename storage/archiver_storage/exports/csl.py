"""CSL-JSON: citations for Zotero, pandoc and every citation processor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from archiver.exchange.formats import Format
from archiver_storage.exports.citation import Citation
from archiver_storage.exports.joined import write_joined

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import BinaryIO

    from archiver.records import History


class Csl(Format):
    """One array of items."""

    name: ClassVar[str] = "csl"
    suffix: ClassVar[str] = ".csl.json"
    about: ClassVar[str] = "citations as CSL-JSON, for Zotero and pandoc"

    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write an item an article."""
        items = (_item(Citation.of(history, self.portal)) for history in articles)
        write_joined(file, "[", (json.dumps(item, ensure_ascii=False) for item in items), "]")


def _item(cited: Citation) -> dict[str, Any]:
    item = {
        "id": cited.id,
        "type": "article-newspaper",
        "title": cited.title,
        "author": [{"literal": cited.author}] if cited.author else None,
        "container-title": cited.portal,
        "section": cited.section,
        "issued": _date(cited.issued) if cited.issued else None,
        "accessed": _date(cited.accessed),
        "URL": cited.url,
        "language": cited.language,
        "abstract": cited.abstract,
        "keyword": ", ".join(cited.keywords) or None,
        "archive_location": cited.place,
    }
    return {name: value for name, value in item.items() if value is not None}


def _date(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
