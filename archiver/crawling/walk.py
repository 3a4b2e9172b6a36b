"""The walk: which part of a site a run is to see, as the arguments of its spider say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from archiver import selection
from archiver.dates import HANOI
from archiver.errors import SettingsError
from archiver.ledger import LIVE

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Which part of a site a run walks.

    ``captured_from`` and ``captured_to`` choose captures of a web archive by their day.
    """

    sections: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    limit: int | None = None
    source: str = LIVE
    captured_from: date | None = None
    captured_to: date | None = None
    dry: bool = False
    full: bool = False

    def covers(self, other: Walk) -> bool:
        """Whether this walk reads every list as far back as the other one."""
        back = self.since is None or (other.since is not None and self.since <= other.since)
        wide = not self.sections or (bool(other.sections) and other.sections <= self.sections)
        return back and wide

    @property
    def narrow(self) -> bool:
        """Whether links of the site are left out."""
        return bool(self.sections or self.since or self.until)

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Self:
        """Read ``-a NAME=VALUE`` arguments. Raises ``SettingsError`` for what is none."""
        unknown = sorted(arguments.keys() - set(READERS))
        if unknown:
            message = f"there is no argument {unknown[0]!r}; a crawl takes {', '.join(READERS)}"
            raise SettingsError(message)
        read = {name: READERS[name](text) for name, text in arguments.items()}
        walk = cls(**{FIELDS.get(name, name): value for name, value in read.items()})
        if walk.since and walk.until and walk.since > walk.until:
            message = f"since={arguments['since']} is later than until={arguments['until']}"
            raise SettingsError(message)
        return walk


def _sections(text: str) -> frozenset[str]:
    slugs = frozenset(filter(None, (slug.strip(" /") for slug in text.split(","))))
    if not slugs:
        message = "sections names none; give slugs as in the addresses: sections=tin-tuc,thong-bao"
        raise SettingsError(message)
    return slugs


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        message = f"{text!r} is no day; give it as 2018-03-27"
        raise SettingsError(message) from None


def _since(text: str) -> datetime:
    return datetime.combine(_day(text), datetime.min.time(), HANOI)


def _until(text: str) -> datetime:
    return datetime.combine(_day(text), datetime.max.time(), HANOI)


def _limit(text: str) -> int:
    if text.strip().isdecimal() and int(text) > 0:
        return int(text)
    message = f"limit={text} is no number of articles; give 1 or more"
    raise SettingsError(message)


def _yes(name: str, text: str) -> bool:
    if text.strip().lower() in {"1", "true", "yes", "0", "false", "no"}:
        return text.strip().lower() in {"1", "true", "yes"}
    message = f"{name}={text} is neither yes nor no"
    raise SettingsError(message)


FIELDS = {"from": "captured_from", "to": "captured_to"}
"""Arguments whose field is called otherwise."""
READERS: dict[str, Any] = {
    "sections": _sections,
    "since": _since,
    "until": _until,
    "limit": _limit,
    "source": str.strip,
    "from": selection.day,
    "to": partial(selection.day, last=True),
    "dry": partial(_yes, "dry"),
    "full": partial(_yes, "full"),
}
