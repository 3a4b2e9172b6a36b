"""Clusters: articles that say nearly the same, and what persons have put apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from archiver.likeness.similarity import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of a cluster, by its latest wording.

    ``similarity`` is the share of shingles that it has in common with the first publication, from
    0 to 1; it may be low where others stand between the two. ``exact``: title, abstract and body
    are equal.
    """

    site: str
    key: str
    title: str
    url: str
    published_at: datetime | None
    first_seen: datetime
    similarity: float
    exact: bool

    @property
    def name(self) -> Name:
        """Site and key."""
        return self.site, self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The first publication, and the others by date.

    An article without a date of publication has the time at which it was first seen.
    """

    first: Member
    copies: tuple[Member, ...]

    def others(self, name: Name) -> list[Name]:
        """Return the articles that are in it beside one."""
        names = (member.name for member in (self.first, *self.copies))
        return [other for other in names if other != name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """Two articles that a person has unlinked: why, when, and when that was taken back."""

    one: Name
    other: Name
    reason: str
    at: datetime
    undone_at: datetime | None = None
