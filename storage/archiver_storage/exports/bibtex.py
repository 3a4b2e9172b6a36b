"""BibTeX: citations for LaTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from archiver.exchange.formats import Format
from archiver_storage.exports.citation import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from archiver.records import History

SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "{}$&#_%"},
    }
)
IN_URL = "/:?&=#%+,;@!*'()~$[]"


class BibTex(Format):
    """One entry ``misc`` an article, with the fields of biblatex beside those of BibTeX."""

    name: ClassVar[str] = "bibtex"
    suffix: ClassVar[str] = ".bib"
    about: ClassVar[str] = "citations as BibTeX, for LaTeX"

    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write an entry an article."""
        for history in articles:
            cited = Citation.of(history, self.portal)
            fields = (f"  {name} = {{{value}}},\n" for name, value in _fields(cited) if value)
            file.write("".join([f"@misc{{{_key(cited.id)},\n", *fields, "}\n\n"]).encode())


def _fields(cited: Citation) -> Iterator[tuple[str, str | None]]:
    yield "author", _literal(cited.author) if cited.author else None
    yield "title", _literal(cited.title)
    yield "howpublished", _escaped(cited.portal)
    yield "year", f"{cited.issued:%Y}" if cited.issued else None
    yield "month", f"{cited.issued.month}" if cited.issued else None
    yield "date", cited.issued.isoformat() if cited.issued else None
    yield "url", quote(cited.url, IN_URL)
    yield "urldate", cited.accessed.isoformat()
    yield "abstract", _escaped(cited.abstract) if cited.abstract else None
    yield "keywords", _escaped(", ".join(cited.keywords))
    yield "note", _escaped(cited.place) if cited.place else None


def _key(text: str) -> str:
    """Return what may be cited: a key that is an address has much that may not."""
    return re.sub(r"[^A-Za-z0-9._:-]+", "-", text)


def _literal(text: str) -> str:
    """Keep names whole and capitals as they are."""
    return f"{{{_escaped(text)}}}"


def _escaped(text: str) -> str:
    return text.translate(SPECIAL)
