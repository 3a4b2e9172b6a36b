"""Telling: findings in words, for the end of a run and for who asks later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.dates import HANOI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver.health.findings import Finding


def told(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield lines that say what is wrong, since when, and what shows it."""
    for finding in findings:
        day = finding.since.astimezone(HANOI).date()
        yield f"{finding.ailment} since {day}: {finding.what}"
        yield f"  look: {finding.command}"
