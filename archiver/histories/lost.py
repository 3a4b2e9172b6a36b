"""Lost articles: those that are missing or gone, and where they were last seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archiver.lifecycle import Presence, life, missing_since

if TYPE_CHECKING:
    from datetime import datetime

    from archiver.lifecycle import State
    from archiver.records import History, Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An article that is not there any more: its state, since when, and where it was last seen."""

    site: str
    key: str
    title: str
    url: str
    state: State
    since: datetime
    looked_at: datetime
    last_seen: Observation

    @classmethod
    def of(cls, history: History, confirmations: int) -> Self:
        """Return what a history says of an article that is missing."""
        turns = life(history.observations, confirmations)
        missing = missing_since(turns) or turns[-1]
        seen = [o for o in history.observations if o.presence is not Presence.ABSENT]
        last = history.revisions[-1].article
        return cls(
            site=history.site,
            key=history.key,
            title=last.title,
            url=last.url,
            state=turns[-1].state,
            since=missing.at,
            looked_at=history.observations[-1].at,
            last_seen=seen[-1],
        )
