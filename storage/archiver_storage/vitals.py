"""Vitals as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archiver import Leads
from archiver.health.vitals import Sign, Vitals

if TYPE_CHECKING:
    from collections.abc import Mapping


def encode(vitals: Vitals) -> dict[str, Any]:
    """Return vitals as JSON has them."""
    return {
        "signs": {name: [s.count, s.url, s.reason] for name, s in vitals.signs.items()},
        "lists": {url: [led.articles, led.dated, led.pages] for url, led in vitals.lists.items()},
    }


def decode(values: Mapping[str, Any] | None) -> Vitals:
    """Return the vitals that were encoded so; without them, those of nothing."""
    told = values or {"signs": {}, "lists": {}}
    signs = {name: Sign(count=c, url=u, reason=r) for name, (c, u, r) in told["signs"].items()}
    lists = {url: Leads(articles=a, dated=d, pages=p) for url, (a, d, p) in told["lists"].items()}
    return Vitals(signs=signs, lists=lists)
