"""Lists: which articles a page of a list names, and which it names no longer.

Lists are sorted by date, newest first: what is new pushes the oldest off the end of a page, never
one from its midst. An article that stood above others which the page still names was taken out.
That proves nothing, for a list can also be sorted anew; but it is reason enough to look at once
whether the article is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.ledger import Kind, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from archiver.ledger import Visit

MOST = 50
"""Keys that are remembered of a page; it names ten or twenty."""
TOLD = 3
"""Keys that a reason names."""


def named(visit: Visit) -> tuple[str, ...] | None:
    """Return the keys that a page of a list names, in its order; ``None`` for any other visit.

    Only dated articles of the list's own section count: boxes beside the list have an order of
    their own.
    """
    link = visit.task.link
    read = visit.content and visit.outcome is Outcome.NOT_ARTICLE and link.kind is Kind.LIST
    if not read or link.section is None:
        return None
    own = (
        other.key
        for other in visit.links
        if other.kind is Kind.ARTICLE
        and other.section == link.section
        and other.published_at is not None
    )
    return tuple(dict.fromkeys(key for key in own if key is not None))


def dropped(before: Sequence[str], now: Collection[str]) -> list[str]:
    """Return what stood above something that is still named, and is not named itself."""
    return [key for key in before[: _end(before, now)] if key not in now]


def remembered(before: Sequence[str], now: Sequence[str]) -> list[str]:
    """Return what is compared with next time: what is named, and what stood below all that is.

    So a night on which the list is short makes nothing forgotten.
    """
    return [*now, *before[_end(before, now) :]][:MOST]


def _end(before: Sequence[str], now: Collection[str]) -> int:
    """Return where what is not named any more may only have been pushed off the end."""
    return max((place for place, key in enumerate(before, start=1) if key in now), default=0)


def reason(told: str | None, keys: Sequence[str]) -> str | None:
    """Return how the visit of a list ended that no longer names these articles."""
    if not keys:
        return told
    more = f" and {len(keys) - TOLD} more" if len(keys) > TOLD else ""
    return f"{told or 'a list'}; it no longer names {', '.join(keys[:TOLD])}{more}"
