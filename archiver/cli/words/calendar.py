"""The gap calendar: how much is held of what a site is known to have published."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rich.console import Group

from archiver.cli.words.tables import counts
from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from typing import TypeVar

    from rich.console import RenderableType
    from rich.table import Table

    from archiver.webarchives.gaps import Part

    K = TypeVar("K", bound=Hashable)

BARS = "▁▂▃▄▅▆▇█"
"""The share that is held; only the last one is all of it."""
NOTHING_KNOWN = "·"
NOTHING_HELD = "○"
MONTHS = range(1, 13)
LEGEND = f"A column a month: {NOTHING_KNOWN} none known, {NOTHING_HELD} none held, █ all held."


def gaps(answers: Sequence[Part]) -> RenderableType:
    """Return the calendar, a line a year, and a table by section."""
    if not answers:
        return "No article of it is known."
    return Group(_calendar(answers), LEGEND, "", _sections(answers))


def _calendar(parts: Sequence[Part]) -> Table:
    table = counts("year", "months", "known", "held", "share")
    by_year = _sums(parts, lambda part: part.year)
    by_month = _sums(parts, lambda part: (part.year, part.month))
    years = [year for year in by_year if year is not None]
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        bars = "".join(_bar(*by_month.get((year, month), (0, 0))) for month in MONTHS)
        table.add_row(str(year), bars, *_numbers(*by_year.get(year, (0, 0))))
    if None in by_year:
        table.add_row("undated", "", *_numbers(*by_year[None]))
    table.add_row("all", "", *_numbers(*_sums(parts, lambda _: None)[None]))
    return table


def _sections(parts: Sequence[Part]) -> Table:
    table = counts("section", "known", "held", "share")
    by_section = _sums(parts, lambda part: part.section)
    for section, both in sorted(by_section.items(), key=lambda pair: (-pair[1][0], pair[0] or "")):
        table.add_row(safe(section or "not known"), *_numbers(*both))
    return table


def _sums(parts: Iterable[Part], key: Callable[[Part], K]) -> dict[K, tuple[int, int]]:
    sums: defaultdict[K, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for part in parts:
        known, held = sums[key(part)]
        sums[key(part)] = known + part.known, held + part.held
    return dict(sums)


def _bar(known: int, held: int) -> str:
    if not known:
        return NOTHING_KNOWN
    if not held:
        return NOTHING_HELD
    return BARS[-1] if held == known else BARS[held * (len(BARS) - 1) // known]


def _numbers(known: int, held: int) -> tuple[str, str, str]:
    share = f"{100 * held / known:.1f} %" if known else ""
    return f"{known:,}", f"{held:,}", share
