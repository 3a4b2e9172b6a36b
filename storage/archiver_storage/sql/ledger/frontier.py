"""The frontier: which URL of the ledger is visited next, and how each ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, literal, or_, select, tuple_, update

from archiver import Kind, Link, Outcome, Task
from archiver.dates import HANOI
from archiver_storage.sql.articles import captures
from archiver_storage.sql.articles.rows import form_of
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import outcome as outcomes
from archiver_storage.sql.schema import run as runs
from archiver_storage.sql.schema import url as urls
from archiver_storage.sql.statements import change, chunks, insert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import BindParameter, Connection, Select, Update

    from archiver import Visit
    from archiver_storage.sql.statements import Insert
    from archiver_storage.sql.types import AnyRow

Thing = tuple[str, str]
"""Kind and key of a URL."""

ANSWERED = {Outcome.NEW, Outcome.REVISED, Outcome.UNCHANGED, Outcome.DUPLICATE}
ORDER = (urls.c.kind, urls.c.page, urls.c.position)
"""Articles before lists, lists by page, then as they were discovered."""
AGAIN = {Outcome.FAILED, Outcome.LATER}
"""Outcomes whose URLs are pending in the next run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a URL ended, or that it is to be tried again when ``due``."""

    url: int
    at: datetime
    outcome: Outcome | None = None
    reason: str | None = None
    capture: int | None = None
    due: datetime | None = None
    visits: int = 1


def lease(connection: Connection, run: int, count: int, at: datetime) -> list[Task]:
    """Lease pending URLs that are due."""
    rows = _pending(connection, run, count, at)
    return _leased(connection, rows)


def lease_once(
    connection: Connection, run: int, count: int, at: datetime, *, due_only: bool
) -> list[Task]:
    """Lease pending URLs that are due, one address of a thing; settle the other addresses."""
    chosen = _Choice()
    rows = _pending(connection, run, count, at)
    while rows:
        rested = _rested(connection, run, rows, at) if due_only else {}
        chosen.take(rows, _others(connection, run, rows), rested, count)
        ended = len(rows) < count or len(chosen.rows) == count
        rows = [] if ended else _pending(connection, run, count, at, after=rows[-1])
    settle(connection, run, [_as_duplicate(row, other, at) for row, other in chosen.settled])
    settle(connection, run, [_as_not_due(row, due, at) for row, due in chosen.rested])
    return _leased(connection, chosen.rows)


@dataclass(slots=True)
class _Choice:
    rows: list[AnyRow] = field(default_factory=list)
    settled: list[tuple[AnyRow, str]] = field(default_factory=list)
    rested: list[tuple[AnyRow, datetime]] = field(default_factory=list)
    things: set[Thing] = field(default_factory=set)

    def take(
        self,
        rows: Iterable[AnyRow],
        others: dict[Thing, list[AnyRow]],
        rested: dict[Thing, datetime],
        count: int,
    ) -> None:
        for row in rows:
            same = others.get((row.kind, row.key), []) if row.key is not None else []
            answered = [other for other in same if _has_answered(other)]
            if answered:
                self.settled.append((row, answered[0].url))
            elif (row.kind, row.key) in rested and not _looked_for(row, same):
                self.rested.append((row, rested[row.kind, row.key]))
            elif len(self.rows) < count and not self._is_taken(row, same):
                self.rows.append(row)
                self.things.add((row.kind, row.key))

    def _is_taken(self, row: AnyRow, same: Iterable[AnyRow]) -> bool:
        taken = row.key is not None and (row.kind, row.key) in self.things
        return taken or any(other.state == "leased" for other in same)


def due(connection: Connection, run: int, default: datetime) -> datetime | None:
    """Return when the next pending URL is due, ``default`` for one that never was tried."""
    pending = and_(urls.c.run_id == run, urls.c.state == "pending")
    untried = select(urls.c.id).where(pending, urls.c.due.is_(None)).limit(1)
    if connection.execute(untried).first() is not None:
        return default
    return connection.execute(select(func.min(urls.c.due)).where(pending)).scalar()


def visited(connection: Connection, run: int) -> int:
    """Return how many addresses of articles a run has visited."""
    article = and_(urls.c.run_id == run, urls.c.kind == Kind.ARTICLE.value, urls.c.attempts > 0)
    return connection.execute(select(func.count()).select_from(urls).where(article)).scalar_one()


def settle(connection: Connection, run: int, ended: Sequence[Ended]) -> None:
    """Note how URLs ended; what failed or was left is pending in the next run."""
    if not ended:
        return
    connection.execute(_settle(), [{"of": run, **_state(end)} for end in ended])
    rows = [_outcome(run, end) for end in ended if end.outcome is not None]
    if rows:
        connection.execute(_write_outcomes(connection.dialect.name), rows)


def leave(connection: Connection, run: int, at: datetime, reason: str) -> None:
    """Leave everything that a run has not visited for a later one."""
    unvisited = and_(urls.c.run_id == run, urls.c.state.in_(["pending", "leased"]))
    columns = ["run_id", "url_id", "outcome", "reason", "at"]
    values = (literal(Outcome.LATER.value), literal(reason), literal(at, outcomes.c.at.type))
    rows = select(urls.c.run_id, urls.c.id, *values).where(unvisited)
    connection.execute(outcomes.insert().from_select(columns, rows))
    connection.execute(
        update(urls).where(unvisited).values(state="later", outcome=Outcome.LATER.value, due=None)
    )


def take_back(connection: Connection, run: int) -> None:
    """Make pending again what a run that was interrupted had leased or left for later."""
    left = outcomes.c.outcome == Outcome.LATER.value
    connection.execute(outcomes.delete().where(outcomes.c.run_id == run, left))
    open_ = or_(
        urls.c.state == "leased",
        and_(urls.c.state == "later", urls.c.outcome == Outcome.LATER.value),
    )
    connection.execute(
        update(urls).where(urls.c.run_id == run, open_).values(state="pending", outcome=None)
    )


def horizon(connection: Connection, earlier: Sequence[int]) -> datetime | None:
    """Return the least horizon of the runs that left list pages."""
    left = and_(urls.c.state == "later", urls.c.kind == Kind.LIST.value)
    of_run = select(func.min(func.coalesce(runs.c.horizon, runs.c.started_at))).join(
        urls, urls.c.run_id == runs.c.id
    )
    found: datetime | None = connection.execute(of_run.where(runs.c.id.in_(earlier), left)).scalar()
    return found


def take_over(connection: Connection, run: int, earlier: Sequence[int]) -> int:
    """Make pending in a run what earlier ones left; return how many URLs that are."""
    left = and_(urls.c.run_id.in_(earlier), urls.c.state == "later")
    place = func.row_number().over(order_by=(urls.c.run_id, urls.c.position))
    places = select(urls.c.id, place.label("place")).where(left).subquery()
    statement = (
        update(urls)
        .where(urls.c.id == places.c.id)
        .values(
            run_id=run,
            position=places.c.place,
            state="pending",
            due=None,
            attempts=0,
            outcome=None,
        )
    )
    return connection.execute(statement).rowcount


def _pending(
    connection: Connection, run: int, count: int, at: datetime, after: AnyRow | None = None
) -> list[AnyRow]:
    values = {"run": run, "now": at, "count": count}
    if after is None:
        return list(connection.execute(_next(), values))
    order = tuple_(*ORDER) > tuple_(after.kind, after.page, after.position)
    return list(connection.execute(_next().where(order), values))


@cache
def _next() -> Select[Any]:
    now = bindparam("now", type_=urls.c.due.type)
    return (
        select(urls)
        .where(urls.c.run_id == bindparam("run"), urls.c.state == "pending")
        .where(or_(urls.c.due.is_(None), urls.c.due <= now))
        .order_by(*ORDER)
        .limit(bindparam("count"))
    )


def _others(connection: Connection, run: int, rows: Iterable[AnyRow]) -> dict[Thing, list[AnyRow]]:
    """Return what is known in this run of other addresses of the same things."""
    keys = {row.key for row in rows if row.key is not None}
    others: dict[Thing, list[AnyRow]] = {}
    for chunk in chunks(sorted(keys)):
        for row in connection.execute(_met(), {"run": run, "keys": chunk}):
            others.setdefault((row.kind, row.key), []).append(row)
    return others


@cache
def _met() -> Select[Any]:
    columns = (urls.c.kind, urls.c.key, urls.c.url, urls.c.state, urls.c.outcome, urls.c.attempts)
    run: BindParameter[int] = bindparam("run")
    site = select(runs.c.site_id).where(runs.c.id == run).scalar_subquery()
    return (
        select(*columns)
        .where(urls.c.site_id == site, urls.c.run_id == run, urls.c.state != "pending")
        .where(urls.c.key.in_(bindparam("keys", expanding=True)))
        .order_by(urls.c.attempts == 0, urls.c.position)
    )


def _has_answered(row: AnyRow) -> bool:
    if row.kind == Kind.LIST and row.outcome == Outcome.NOT_ARTICLE:
        return True
    return row.outcome is not None and row.outcome in ANSWERED


def _looked_for(row: AnyRow, same: Iterable[AnyRow]) -> bool:
    return any(other.attempts or other.state == "leased" for other in (row, *same))


def _rested(
    connection: Connection, run: int, rows: Iterable[AnyRow], at: datetime
) -> dict[Thing, datetime]:
    """Return the articles that are there and not due, and when they are."""
    keys = {row.key for row in rows if row.key is not None and row.kind == Kind.ARTICLE}
    return {
        (Kind.ARTICLE.value, row.key): row.due
        for chunk in chunks(sorted(keys))
        for row in connection.execute(_not_due(), {"run": run, "keys": chunk, "now": at})
    }


@cache
def _not_due() -> Select[Any]:
    run: BindParameter[int] = bindparam("run")
    site = select(runs.c.site_id).where(runs.c.id == run).scalar_subquery()
    now = bindparam("now", type_=articles.c.due.type)
    return (
        select(articles.c.key, articles.c.due)
        .where(articles.c.key.in_(bindparam("keys", expanding=True)), articles.c.site_id == site)
        .where(articles.c.due > now, articles.c.missing_since.is_(None))
    )


def _as_not_due(row: AnyRow, due: datetime, at: datetime) -> Ended:
    reason = f"known, due {due.astimezone(HANOI):%Y-%m-%d}"
    return Ended(url=row.id, at=at, outcome=Outcome.NOT_DUE, reason=reason, visits=0)


def _as_duplicate(row: AnyRow, other: str, at: datetime) -> Ended:
    reason = f"another address of {other}"
    return Ended(url=row.id, at=at, outcome=Outcome.DUPLICATE, reason=reason, visits=0)


def _leased(connection: Connection, rows: Sequence[AnyRow]) -> list[Task]:
    change(connection, urls, [{"id_": row.id, "state": "leased"} for row in rows])
    originals = captures.by_record(connection, (row.original for row in rows if row.original))
    return [
        Task(
            id=row.id,
            link=link_of(row),
            attempt=row.attempts + 1,
            etag=row.etag,
            last_modified=row.last_modified,
            original=originals.get(row.original),
        )
        for row in rows
    ]


def remember(connection: Connection, whole: Collection[str], visits: Iterable[Visit]) -> None:
    """Keep what later visits need to ask whether their addresses have changed.

    ``whole`` are the captures that hold a payload of their own.
    """
    good = [visit for visit in visits if visit.content and visit.capture]
    validated = [
        {"id_": v.task.id, "etag": v.etag, "last_modified": v.last_modified}
        for v in good
        if v.etag or v.last_modified
    ]
    change(connection, urls, validated)
    originals = [{"id_": v.task.id, "original": v.capture} for v in good if v.capture in whole]
    change(connection, urls, originals)


def link_of(row: AnyRow) -> Link:
    """Return the link that a row of the ledger was made from."""
    return Link(
        url=row.url,
        kind=Kind(row.kind),
        key=row.key,
        section=row.section,
        page=row.page,
        form=form_of(row.form),
        published_at=row.published_at,
    )


def _state(end: Ended) -> dict[str, Any]:
    state = "later" if end.outcome in AGAIN else "done" if end.outcome else "pending"
    return {
        "id_": end.url,
        "visits": end.visits,
        "state": state,
        "outcome": end.outcome.value if end.outcome else None,
        "due": end.due,
    }


def _outcome(run: int, end: Ended) -> dict[str, Any]:
    return {
        "run_id": run,
        "url_id": end.url,
        "outcome": end.outcome.value if end.outcome else None,
        "reason": end.reason,
        "at": end.at,
        "capture_id": end.capture,
    }


@cache
def _settle() -> Update:
    more = urls.c.attempts + bindparam("visits")
    this = (urls.c.id == bindparam("id_"), urls.c.run_id == bindparam("of"))
    return update(urls).where(*this).values(attempts=more)


@cache
def _write_outcomes(dialect: str) -> Insert:
    statement = insert(dialect, outcomes)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["run_id", "url_id"],
        set_={name: new[name] for name in ("outcome", "reason", "at", "capture_id")},
    )
