"""What was visited: a batch of visits becomes captures, links, articles and outcomes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from archiver import Outcome, Settled, lists
from archiver.ledger import LIVE
from archiver_storage.sql.articles import captures, saving
from archiver_storage.sql.articles.state import Seen, Wordless
from archiver_storage.sql.ledger import frontier, health, listing
from archiver_storage.sql.ledger.discovery import Named, discover
from archiver_storage.sql.ledger.frontier import Ended
from archiver_storage.sql.statements import site_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from archiver import Capture, Run, Visit
    from archiver.schedule import Schedule
    from archiver_storage.sql.ledger.listing import Missed
    from archiver_storage.sql.types import AnyRow
    from archiver_storage.timeline import Came


def save(
    connection: Connection,
    run: Run,
    kept: Sequence[Capture],
    visits: Sequence[Visit],
    schedule: Schedule,
) -> list[Settled]:
    """Save captures, and the visits that they belong to; return how these ended."""
    site = site_id(connection, run.plan.site)
    ids = captures.save(connection, site, kept, visits)
    named = [Named(link, visit.task.id) for visit in visits for link in visit.links]
    discovered = discover(connection, run.id, site, named) if named else Counter()
    missed = listing.missed(connection, run.id, site, visits)
    if again := [one for some in missed.values() for one in some.values()]:
        discovered += discover(connection, run.id, site, again)
    seen = _seen(connection, {run.plan.site: site}, visits, ids)
    wordless = [
        Wordless(visit=v, presence=v.presence, site=site, capture=_capture(v, ids))
        for v in visits
        if v.presence is not None and v.task.link.key is not None
    ]
    read = iter(saving.record(connection, seen, wordless, schedule))
    settled = [_settled(visit, read, discovered, missed) for visit in visits]
    whole = {record_id for record_id, row in ids.items() if row.refers_to is None}
    frontier.remember(connection, whole, visits)
    frontier.settle(
        connection, run.id, [_ended(v, s, ids) for v, s in zip(visits, settled, strict=True)]
    )
    if run.plan.source == LIVE:
        health.note(connection, run.id, visits, settled)
    return settled


def _seen(
    connection: Connection,
    sites: Mapping[str, int],
    visits: Sequence[Visit],
    ids: Mapping[str, AnyRow],
) -> list[Seen]:
    """Return what visits read."""
    others = {v.article.site for v in visits if v.article is not None} - sites.keys()
    known = {**sites, **{name: site_id(connection, name) for name in sorted(others)}}
    return [
        Seen.of(v.article, v, known[v.article.site], ids.get(v.capture or ""))
        for v in visits
        if v.article is not None
    ]


def _capture(visit: Visit, ids: Mapping[str, AnyRow]) -> int | None:
    return ids[visit.capture].id if visit.capture else None


def _said(visit: Visit) -> Outcome | None:
    if visit.article is None and visit.outcome is None and visit.retry_at is None:
        message = f"the visit of {visit.task.link.url} has no article, no outcome and no retry"
        raise ValueError(message)
    return None if visit.retry_at is not None else visit.outcome


def _settled(
    visit: Visit,
    read: Iterator[Came],
    discovered: Counter[int | None],
    missed: Mapping[int, Missed],
) -> Settled:
    """Return how a visit ended; ``read`` is what came of those that read an article."""
    outcome = _said(visit)
    reason = lists.reason(visit.reason, [*missed.get(visit.task.id, ())])
    if visit.article is not None:
        came = next(read)
        outcome, reason = came.outcome, reason or came.reason
    count = discovered[visit.task.id]
    return Settled(task=visit.task, outcome=outcome, reason=reason, discovered=count)


def _ended(visit: Visit, settled: Settled, ids: Mapping[str, AnyRow]) -> Ended:
    return Ended(
        url=visit.task.id,
        at=visit.at,
        outcome=settled.outcome,
        reason=settled.reason,
        capture=_capture(visit, ids),
        due=None if settled.outcome else visit.retry_at,
        visits=int(settled.outcome is not Outcome.LATER),
    )
