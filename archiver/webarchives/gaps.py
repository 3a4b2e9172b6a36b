"""Gaps: what a site is known to have published, and how much of it is held."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Known(NamedTuple):
    """One article that any page, list or index named.

    ``published_on`` as the article says, else as a list did; ``slug`` and ``printed`` are its
    section in addresses and on its page; ``held`` whether the archive has a wording of it.
    """

    published_on: date | None
    slug: str | None
    printed: str | None
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The articles of one month and section: how many are known, how many of these are held.

    Without ``year`` and ``month``, nothing tells when they were published.
    """

    site: str
    year: int | None
    month: int | None
    section: str | None
    known: int
    held: int


def parts(site: str, known: Iterable[Known]) -> list[Part]:
    """Return the parts by time and section, those without a time last."""
    total, held = Counter[tuple[int, int, str, str]](), Counter[tuple[int, int, str, str]]()
    printed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in known:
        day = one.published_on
        when = (day.year, day.month) if day else (0, 0)
        place = (*when, one.slug or "", one.printed or "")
        total[place] += 1
        held[place] += one.held
        if one.slug and one.printed:
            printed[one.slug][one.printed] += 1
    names = {slug: names.most_common(1)[0][0] for slug, names in printed.items()}
    return _summed(site, total, held, names)


def _summed(
    site: str,
    total: Counter[tuple[int, int, str, str]],
    held: Counter[tuple[int, int, str, str]],
    names: dict[str, str],
) -> list[Part]:
    """Return parts by the name of the section, which its slug stands for where it is not known."""
    sums: dict[tuple[int, int, str], list[int]] = {}
    for (year, month, slug, printed), count in total.items():
        section = printed or names.get(slug, slug)
        both = sums.setdefault((year, month, section), [0, 0])
        both[0] += count
        both[1] += held[year, month, slug, printed]
    return [
        Part(
            site=site,
            year=year or None,
            month=month or None,
            section=section or None,
            known=both[0],
            held=both[1],
        )
        for (year, month, section), both in sorted(sums.items(), key=_order)
    ]


def _order(pair: tuple[tuple[int, int, str], list[int]]) -> tuple[bool, int, int, str]:
    year, month, section = pair[0]
    return not year, year, month, section
