"""Findings: what is wrong with a site, said so that a person can look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from archiver.health.ailments import Ailment


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong: what, since when, a page that shows it, a command to look at it.

    ``name`` is the same from run to run.
    """

    name: str
    ailment: Ailment
    what: str
    since: datetime
    url: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """How a site was when it was last crawled (``at``), beside so many usual nights."""

    site: str
    at: datetime | None
    nights: int
    findings: tuple[Finding, ...]
