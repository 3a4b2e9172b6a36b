"""Sites: what is known of those that can be crawled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from datetime import date

    from archiver.parsing.parser import Parser


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInfo:
    """A site that can be crawled."""

    site: str
    title: str
    description: str
    family: str
    hosts: tuple[str, ...]
    confirmed: bool
    valid_from: date | None
    valid_until: date | None
    followed_by: tuple[str, ...]

    @classmethod
    def of(cls, parser: type[Parser]) -> Self:
        """Return what a parser says of its site."""
        return cls(
            site=parser.name,
            title=parser.title,
            description=parser.description,
            family=parser.family,
            hosts=parser.hosts,
            confirmed=parser.confirmed,
            valid_from=parser.valid_from,
            valid_until=parser.valid_until,
            followed_by=parser.followed_by,
        )
