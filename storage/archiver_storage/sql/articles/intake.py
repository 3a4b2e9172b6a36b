"""Intake: articles that another archive tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver_storage import readings
from archiver_storage.sql.articles import captures, saving
from archiver_storage.sql.articles.state import Seen, Wordless
from archiver_storage.sql.ledger import discovery, frontier
from archiver_storage.sql.ledger.frontier import Ended

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from archiver import Outcome, Run, Visit
    from archiver.records import History
    from archiver.schedule import Schedule
    from archiver_storage.readings import Place


def take_in(
    connection: Connection,
    run: Run,
    site: int,
    histories: Sequence[History],
    schedule: Schedule,
) -> list[Outcome]:
    """Save articles of one site; return what came of each."""
    numbers = _discover(connection, run.id, site, histories)
    visits = [list(readings.visits(history, numbers.__getitem__)) for history in histories]
    every = [visit for some in visits for visit in some]
    ids = captures.save(connection, site, readings.captures(histories), every)
    seen = [Seen.of(v.article, v, site, ids.get(v.capture or "")) for v in every if v.article]
    wordless = [
        Wordless(
            visit=v,
            presence=v.presence,
            site=site,
            capture=ids[v.capture].id if v.capture else None,
        )
        for v in every
        if v.presence is not None
    ]
    came = saving.record(connection, seen, wordless, schedule)
    found = (one.outcome for one in came)
    outcomes = [_outcome(some, found) for some in visits]
    told = zip(histories, outcomes, strict=True)
    ended = (end for one, how in told for end in _ended(one, how, numbers, run.started_at))
    frontier.settle(connection, run.id, list({end.url: end for end in ended}.values()))
    return outcomes


def _discover(
    connection: Connection, run: int, site: int, histories: Sequence[History]
) -> dict[Place, int]:
    """Put addresses into the ledger; return their numbers."""
    links = [link for history in histories for link in readings.links(history)]
    discovery.discover(connection, run, site, [discovery.Named(link) for link in links])
    known = discovery.known(connection, site, {(link.url, link.form) for link in links})
    return {place: row.id for place, row in known.items()}


def _outcome(visits: Sequence[Visit], found: Iterator[Outcome]) -> Outcome:
    return readings.outcome([next(found) for visit in visits if visit.article is not None])


def _ended(
    history: History, outcome: Outcome, numbers: Mapping[Place, int], at: datetime
) -> Iterator[Ended]:
    for address in readings.addresses(history):
        place = (address.url, address.form)
        how, why = readings.ending(history, place, outcome)
        yield Ended(url=numbers[place], at=at, outcome=how, reason=why)
