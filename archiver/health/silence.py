"""Silence: how long a site has published nothing, beside its own rhythm."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from archiver.dates import HANOI

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

LEAST = 14
"""Days of silence that are told at least: longer than Tết; and days of publication needed."""
GAPS = 4
"""Usual pauses in a row that are a silence."""
LONGER = 1.5
"""Times the longest pause so far that are a silence."""


def silence(published: Sequence[datetime], at: datetime) -> tuple[int, int] | None:
    """Return how many days a site has been silent, and how many it may be; ``None`` if it is not.

    ``published`` are its latest times of publication.
    """
    days = sorted({time.astimezone(HANOI).date() for time in published})
    if len(days) <= LEAST:
        return None
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    usual = max(LEAST, GAPS * median(gaps), LONGER * max(gaps))
    silent = (at.astimezone(HANOI).date() - days[-1]).days
    return (silent, round(usual)) if silent > usual else None
