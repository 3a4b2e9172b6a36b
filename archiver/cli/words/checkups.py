"""The health of sites in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from archiver.cli.words.holdings import EMPTY
from archiver.cli.words.tables import minute
from archiver.health.telling import told
from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from archiver.health.chart import Acceptance
    from archiver.health.findings import Checkup

NIGHTS = 3
"""Nights without which little can be told."""


def checkups(answers: Sequence[Checkup]) -> RenderableType:
    """Return how each site is."""
    if not answers:
        return EMPTY
    return Group(*(Text(safe(line)) for checkup in answers for line in _checkup(checkup)))


def accepted(answers: Sequence[Acceptance]) -> RenderableType:
    """Return what was accepted."""
    lines = (f"{a.site}: {', '.join(a.findings)}: from now on this is usual" for a in answers)
    return Group(*(Text(safe(line)) for line in lines))


def _checkup(checkup: Checkup) -> Iterator[str]:
    if checkup.at is None:
        yield f"{checkup.site}: no run of the live web was judged so far"
        return
    state = "something is wrong" if checkup.findings else "well"
    new = "; too few nights to tell much" if checkup.nights < NIGHTS else ""
    seen = f"{minute(checkup.at)}, beside {checkup.nights} usual nights"
    yield f"{checkup.site}: {state} ({seen}{new})"
    yield from (f"  {line}" for line in told(checkup.findings))
