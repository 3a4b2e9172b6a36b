"""Documents: official papers as the articles that cite them know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An article that cites a document, and the sentence that first names it."""

    site: str
    key: str
    url: str
    title: str
    published_at: datetime | None
    number: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What articles say of one document, and they by date of publication.

    Numbers start anew each year or term, so those that state different days are different
    documents; where no day is stated, ``citations`` may be of several.
    """

    number: str
    type: str | None
    issuer: str | None
    date: date | None
    citations: tuple[Citation, ...]
