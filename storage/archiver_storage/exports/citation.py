"""Citations: what a bibliography says of an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from uuid import NAMESPACE_URL, uuid5

from archiver.exchange.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from archiver.records import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An article as it is cited.

    ``author`` is the byline as printed: names of persons are not taken apart, since a Vietnamese
    name has its family name first. ``accessed`` is the day of the capture that shows the wording,
    ``place`` where that capture is kept.
    """

    id: str
    title: str
    author: str | None
    portal: str
    section: str | None
    issued: date | None
    accessed: date
    url: str
    language: str
    abstract: str | None
    keywords: tuple[str, ...]
    place: str | None

    @classmethod
    def of(cls, history: History, portal: Callable[[str], str]) -> Self:
        """Return the citation of an article's latest wording."""
        row = Row.of(history)
        kept = f"{row.file} at {row.offset}, {row.capture}" if row.capture else None
        return cls(
            id=f"{row.site}-{row.key}",
            title=_line(row.title),
            author=_line(row.byline) if row.byline else None,
            portal=portal(row.site),
            section=row.section,
            issued=row.published_at.date() if row.published_at else None,
            accessed=row.revised_at.date(),
            url=row.url,
            language=row.language or "vi",
            abstract=_line(row.abstract) if row.abstract else None,
            keywords=row.keywords,
            place=kept,
        )


def urn(site: str, key: str) -> str:
    """Return the name of an article that is the same in every archive."""
    return uuid5(NAMESPACE_URL, f"archiver:{site}/{key}").urn


def _line(text: str) -> str:
    return " ".join(text.split())
