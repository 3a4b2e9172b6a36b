"""Reasons, counted: those that differ in an address only are one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ADDRESS = re.compile(r"https?://\S+")


def counted(rows: Iterable[tuple[str, str | None, int]]) -> dict[Outcome, dict[str, int]]:
    """Return how many URLs had each outcome and reason; addresses are written as ``…``.

    A row is an outcome, a reason (``None`` counts as an empty one) and a number of URLs.
    """
    counts: dict[Outcome, dict[str, int]] = {}
    for outcome, reason, count in rows:
        reasons = counts.setdefault(Outcome(outcome), {})
        told = ADDRESS.sub("…", reason or "")
        reasons[told] = reasons.get(told, 0) + count
    return counts


def totals(reasons: Mapping[Outcome, Mapping[str, int]]) -> dict[Outcome, int]:
    """Return how many URLs had each outcome."""
    return {outcome: sum(counts.values()) for outcome, counts in reasons.items()}


def told(reasons: Mapping[Outcome, Mapping[str, int]]) -> dict[Outcome, dict[str, int]]:
    """Return the reasons that say something, the commonest first."""
    named = {
        outcome: {r: n for r, n in sorted(counts.items(), key=_commonest_first) if r}
        for outcome, counts in reasons.items()
    }
    return {outcome: counts for outcome, counts in named.items() if counts}


def _commonest_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]
