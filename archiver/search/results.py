"""Results: what a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from archiver.search.marks import Marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that fits.

    ``copies`` are the sites and keys of others that fit and say nearly the same.
    """

    site: str
    key: str
    url: str
    title: Marked
    section: str | None
    published_at: datetime | None
    snippet: Marked
    copies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The best hits; ``total`` articles fit, or with ``more`` at least so many.

    With ``folded``, nothing has the accents that were typed, and these are without them.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool = False
    folded: bool = False
