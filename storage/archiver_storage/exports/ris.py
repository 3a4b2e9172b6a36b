"""RIS: citations for EndNote, Mendeley, Zotero."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from archiver.exchange.formats import Format
from archiver_storage.exports.citation import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from archiver.records import History


class Ris(Format):
    """One record of the type NEWS an article."""

    name: ClassVar[str] = "ris"
    suffix: ClassVar[str] = ".ris"
    about: ClassVar[str] = "citations as RIS, for EndNote, Mendeley and Zotero"

    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write a record an article."""
        for history in articles:
            fields = _fields(Citation.of(history, self.portal))
            lines = (f"{tag}  - {value}\r\n" for tag, value in fields if value is not None)
            file.write("".join([*lines, "ER  - \r\n\r\n"]).encode())


def _fields(cited: Citation) -> Iterator[tuple[str, str | None]]:
    yield "TY", "NEWS"
    yield "ID", cited.id
    yield "TI", cited.title
    # a comma would part it into family and given name
    yield "AU", cited.author.replace(",", ";") if cited.author else None
    yield "T2", cited.portal
    yield "SE", cited.section
    yield "PY", f"{cited.issued:%Y}" if cited.issued else None
    yield "DA", f"{cited.issued:%Y/%m/%d}" if cited.issued else None
    yield "UR", cited.url
    yield "Y2", f"{cited.accessed:%Y/%m/%d}"
    yield "LA", cited.language
    yield "AB", cited.abstract
    for keyword in cited.keywords:
        yield "KW", keyword
    yield "AV", cited.place
