"""Selections: which articles a question is about; the same words in every command."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from archiver.errors import SettingsError
from archiver.records import Cause

DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Articles for which every given condition holds.

    ``words`` is a query as `archiver search` takes it. ``section`` is a slug or a printed name.
    ``since`` and ``until`` are days of publication, both included, in the time of Viet Nam.
    ``changed`` articles were edited by their site after publication, with ``edited_since`` on
    that day or later, with ``unclear`` perhaps; ``gone`` ones are missing or gone, those with
    ``has_photo`` show a photo.
    """

    words: str | None = None
    site: str | None = None
    section: str | None = None
    since: date | None = None
    until: date | None = None
    changed: bool = False
    edited_since: date | None = None
    unclear: bool = False
    gone: bool = False
    has_photo: bool = False

    @property
    def causes(self) -> tuple[Cause, ...]:
        """What makes a revision that counts as a change."""
        return (Cause.SITE, Cause.UNCLEAR) if self.unclear else (Cause.SITE,)

    @classmethod
    def of(
        cls, *, since: str | date | None = None, until: str | date | None = None, **rest: object
    ) -> Self:
        """Read what a person gives: days as ``2018``, ``2018-03`` or ``2018-03-27``.

        Raises ``SettingsError`` for what is no day, or no condition.
        """
        unknown = sorted(rest.keys() - set(cls.__slots__))
        if unknown:
            message = f"there is no condition {unknown[0]!r}; there are {', '.join(cls.__slots__)}"
            raise SettingsError(message)
        first, last = day(since), day(until, last=True)
        if first and last and first > last:
            message = f"since {first} is later than until {last}"
            raise SettingsError(message)
        return cls(since=first, until=last, **rest)  # type: ignore[arg-type]  # checked by name


def day(given: str | date | None, *, last: bool = False) -> date | None:
    """Read a day; of a year or month its first or ``last`` one. Raises ``SettingsError``."""
    if given is None or isinstance(given, date):
        return given
    match = DAY.fullmatch(given.strip())
    if match is None:
        raise _no_day(given)
    year, month = int(match[1]), int(match[2] or (12 if last else 1))
    try:
        end = calendar.monthrange(year, month)[1] if last else 1
        return date(year, month, int(match[3] or end))
    except ValueError:
        raise _no_day(given) from None


def _no_day(given: str) -> SettingsError:
    return SettingsError(f"{given!r} is no day; give it as 2018, 2018-03 or 2018-03-27")
