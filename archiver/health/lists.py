"""Lists that came back empty or short, beside what they led to before."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from archiver.health.chart import Night
    from archiver.ledger import Leads

NIGHTS = 3
"""Nights by which it is known what a list leads to."""
LESS = 0.5
"""Share of what lists usually lead to that is too little."""
FULL = 5
"""Nights in which a list must have been full, so that an empty one is told by itself."""
SOME = 3
"""Articles of a full list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """Lists lead to so much less than they did; one of them by its address."""

    now: int
    before: int
    url: str


def short(nights: Sequence[Night], now: Mapping[str, Leads], what: str, least: int) -> Short | None:
    """Return whether lists lead to less than half of what they usually do, all in all.

    ``what`` is a field of ``Leads``; ``least`` is how much they must lead to usually.
    """
    usual = {url: median(told) for url, told in _told(nights, now, what) if len(told) >= NIGHTS}
    missing = {url: count - getattr(now[url], what) for url, count in usual.items()}
    before = sum(usual.values())
    found = sum(min(getattr(now[url], what), count) for url, count in usual.items())
    if before < least or found >= LESS * before:
        return None
    worst = max(missing, key=lambda url: missing[url])
    return Short(now=round(found), before=round(before), url=worst)


def emptied(nights: Sequence[Night], now: Mapping[str, Leads]) -> str | None:
    """Return a list that names no article and never was without some."""
    for url, told in _told(nights, now, "articles"):
        if not now[url].articles and len(told) >= FULL and min(told) >= SOME:
            return url
    return None


def _told(
    nights: Sequence[Night], now: Mapping[str, Leads], what: str
) -> Iterator[tuple[str, list[int]]]:
    """Yield what each list led to in the nights in which it was read."""
    for url in now:
        lists = (night.vitals.lists.get(url) for night in nights)
        yield url, [getattr(leads, what) for leads in lists if leads is not None]
