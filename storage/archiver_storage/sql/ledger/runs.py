"""Runs: begun or taken up again, ended, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from archiver import Plan, Run, Verdict
from archiver_storage import reasons
from archiver_storage.sql.ledger import frontier
from archiver_storage.sql.schema import outcome as outcomes
from archiver_storage.sql.schema import run as runs
from archiver_storage.sql.schema import site as sites
from archiver_storage.sql.statements import site_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from archiver_storage.sql.types import AnyRow

TORN = "the run was interrupted"


def start(connection: Connection, plan: Plan, at: datetime) -> Run:
    """Begin a run, or take up the last one of the site."""
    site = site_id(connection, plan.site)
    last = connection.execute(_query(runs.c.site_id == site).limit(1)).first()
    if last is not None and _goes_on(last, plan):
        return _take_up(connection, last)
    _end_dead(connection, site, at)
    return _begin(connection, site, plan, at)


def finish(  # one field each
    connection: Connection,
    run: Run,
    verdict: Verdict,
    at: datetime,
    later: str,
    findings: Sequence[str] | None = None,
) -> Run:
    """End a run; what it has not visited is left for a later one."""
    frontier.leave(connection, run.id, at, later)
    values = {
        "finished_at": at,
        "verdict": verdict.value,
        "reasons": _reasons(connection, run.id),
        "findings": None if findings is None else list(findings),
    }
    connection.execute(update(runs).where(runs.c.id == run.id).values(values))
    return counted(connection, run.id)


def counted(connection: Connection, run: int) -> Run:
    """Return a run with its counts."""
    return run_of(connection, connection.execute(_query(runs.c.id == run)).one())


def latest(connection: Connection, site: str | None, limit: int) -> list[Run]:
    """Return the last runs, newest first."""
    chosen = [] if site is None else [sites.c.name == site]
    return [run_of(connection, row) for row in connection.execute(_query(*chosen).limit(limit))]


def run_of(connection: Connection, row: AnyRow) -> Run:
    """Return what a row of the table says; counts of a run that goes on are made anew."""
    kept = row.reasons if row.reasons is not None else _reasons(connection, row.id)
    counts = reasons.counted((o, r, n) for o, of in kept.items() for r, n in of.items())
    return Run(
        id=row.id,
        plan=Plan(site=row.site, source=row.source, arguments=row.arguments, parser=row.parser),
        started_at=row.started_at,
        finished_at=row.finished_at,
        verdict=Verdict(row.verdict) if row.verdict else None,
        resumed=row.resumed,
        discovered=row.discovered,
        outcomes=reasons.totals(counts),
        reasons=reasons.told(counts),
        horizon=row.horizon or row.started_at,
    )


def _query(*chosen: Any) -> Select[Any]:  # noqa: ANN401  # conditions
    columns = (runs, sites.c.name.label("site"))
    return select(*columns).join(sites).where(*chosen).order_by(runs.c.id.desc())


def _goes_on(last: AnyRow, plan: Plan) -> bool:
    same = (last.source, last.arguments) == (plan.source, dict(plan.arguments))
    return same and last.verdict in {None, Verdict.INTERRUPTED}


def _take_up(connection: Connection, last: AnyRow) -> Run:
    frontier.take_back(connection, last.id)
    values = {
        "finished_at": None,
        "verdict": None,
        "reasons": None,
        "resumed": last.resumed + 1,
    }
    connection.execute(update(runs).where(runs.c.id == last.id).values(values))
    return counted(connection, last.id)


def _end_dead(connection: Connection, site: int, at: datetime) -> None:
    dead = select(runs.c.id).where(runs.c.site_id == site, runs.c.finished_at.is_(None))
    for run in connection.execute(dead).scalars().all():
        finish(connection, counted(connection, run), Verdict.INTERRUPTED, at, TORN)


def _begin(connection: Connection, site: int, plan: Plan, at: datetime) -> Run:
    row = {
        "site_id": site,
        "source": plan.source,
        "arguments": dict(plan.arguments),
        "started_at": at,
        "parser": plan.parser,
    }
    run = connection.execute(runs.insert().returning(runs.c.id), row).scalar_one()
    earlier = _earlier(connection, site, plan.source, run)
    horizon = frontier.horizon(connection, earlier) or at
    taken = frontier.take_over(connection, run, earlier)
    values = {"discovered": taken, "horizon": min(at, horizon)}
    connection.execute(update(runs).where(runs.c.id == run).values(values))
    return counted(connection, run)


def _earlier(connection: Connection, site: int, source: str, run: int) -> Sequence[int]:
    """Return the site's earlier runs of this source: what one lacks, another need not have."""
    same = (runs.c.site_id == site, runs.c.source == source, runs.c.id != run)
    return connection.execute(select(runs.c.id).where(*same)).scalars().all()


def _reasons(connection: Connection, run: int) -> dict[str, dict[str, int]]:
    query = (
        select(outcomes.c.outcome, outcomes.c.reason, func.count())
        .where(outcomes.c.run_id == run)
        .group_by(outcomes.c.outcome, outcomes.c.reason)
    )
    counts = reasons.counted(tuple(row) for row in connection.execute(query))
    return {outcome.value: kept for outcome, kept in counts.items()}
