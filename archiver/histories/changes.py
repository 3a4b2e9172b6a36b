"""Changes: which articles their sites edited after publication, and how much of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Self

from archiver.dates import HANOI
from archiver.histories.diff import reworded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from archiver.records import Cause, History


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """An article that was edited: how often, how much, and when that was first and last seen.

    ``words`` were removed or added, by all its edits together: a word in the place of another
    counts two, and one that was put back is counted again.
    """

    site: str
    key: str
    title: str
    url: str
    published_at: datetime | None
    edits: int
    words: int
    first: datetime
    last: datetime

    @classmethod
    def of(cls, history: History, since: date | None, causes: Iterable[Cause]) -> Self:
        """Return what revisions of these causes did to an article, seen on a day or later.

        There must be one.
        """
        told = set(causes)
        edits = [
            (before, after)
            for before, after in pairwise(history.revisions)
            if after.cause in told and (since is None or after.at.astimezone(HANOI).date() >= since)
        ]
        latest = history.revisions[-1].article
        return cls(
            site=history.site,
            key=history.key,
            title=latest.title,
            url=latest.url,
            published_at=latest.published_at,
            edits=len(edits),
            words=sum(reworded(before.article, after.article) for before, after in edits),
            first=edits[0][1].at,
            last=edits[-1][1].at,
        )

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Its place among others: the most rewritten first."""
        return -self.words, -self.edits, self.site, self.key
