"""Takedowns: articles that are kept and shown to nobody, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.errors import NotInArchive

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from archiver.likeness.similarity import Name
    from archiver.records import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Takedown:
    """An article that a person has taken down: why, when, and when that was lifted."""

    site: str
    key: str
    reason: str
    at: datetime
    lifted_at: datetime | None = None

    @property
    def name(self) -> Name:
        """Site and key."""
        return self.site, self.key

    @property
    def stands(self) -> bool:
        """Whether the article is hidden to this day."""
        return self.lifted_at is None


def shown(found: Sequence[History], takedowns: Sequence[Takedown]) -> list[History]:
    """Return the articles that are not taken down. Raises ``NotInArchive`` where all are."""
    hidden = {takedown.name: takedown for takedown in takedowns if takedown.stands}
    left = [history for history in found if (history.site, history.key) not in hidden]
    if found and not left:
        raise _tombstone(hidden[found[0].site, found[0].key])
    return left


def _tombstone(takedown: Takedown) -> NotInArchive:
    name, day = "/".join(takedown.name), takedown.at.date()
    return NotInArchive(
        f"{name} was taken down on {day} ({takedown.reason}); it is kept, and shown again by "
        f"`archiver lift {name}`"
    )
