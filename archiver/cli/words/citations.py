"""Citations in words: documents and the articles that cite them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from archiver.search.documents import Citation, Document


def documents(answers: Sequence[Document]) -> RenderableType:
    """Return documents, each with the articles that cite it."""
    return Group(*(part for told in answers for part in _document(told)))


def _document(told: Document) -> Iterator[RenderableType]:
    day = told.date.isoformat() if told.date else "no date stated"
    count = len(told.citations)
    articles = "1 article" if count == 1 else f"{count} articles"
    parts = (told.number, told.type, day, told.issuer, articles)
    yield Text(safe("  ".join(filter(None, parts))), style="bold")
    for citation in told.citations:
        yield Padding(Text(safe(_place(citation)), style="dim"), (0, 0, 0, 2))
        yield Padding(Text(safe(citation.title)), (0, 0, 0, 2))
        yield Padding(Text(safe(citation.sentence), style="italic"), (0, 0, 0, 4))
    yield Text()


def _place(citation: Citation) -> str:
    at = citation.published_at
    return f"{at.date().isoformat() if at else 'no date'}  {citation.site}  {citation.key}"
