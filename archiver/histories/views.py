"""Views: the reader counter of an article as a series in time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from archiver.captures import Capture
    from archiver.records import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """What the counter showed at one capture.

    ``difference`` is to the capture before; ``None`` at the first, negative where the site set its
    counter back.
    """

    site: str
    key: str
    at: datetime
    views: int
    difference: int | None
    capture: Capture | None


def series(history: History) -> Iterator[Views]:
    """Return what was counted, oldest first; looks that showed no counter are left out."""
    counted = [(seen, seen.views) for seen in history.observations if seen.views is not None]
    differences = [None, *(views - before for (_, before), (_, views) in pairwise(counted))]
    for (seen, views), difference in zip(counted, differences, strict=False):
        yield Views(
            site=history.site,
            key=history.key,
            at=seen.at,
            views=views,
            difference=difference,
            capture=seen.capture,
        )
