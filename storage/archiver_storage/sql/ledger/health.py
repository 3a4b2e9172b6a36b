"""Health: what runs saw of a site, and what of it was accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import literal, or_, select, update

from archiver.errors import NotInArchive
from archiver.health.chart import ILL, PUBLISHED, USUAL, WELL, Acceptance, Chart, Night
from archiver.ledger import LIVE
from archiver_storage import vitals
from archiver_storage.sql.schema import acceptance as acceptances
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import run as runs
from archiver_storage.sql.schema import site as sites

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from archiver import Settled, Visit
    from archiver_storage.sql.types import AnyRow


def note(
    connection: Connection, run: int, visits: Sequence[Visit], settled: Sequence[Settled]
) -> None:
    """Add what visits saw to the vitals of their run."""
    this = runs.c.id == run
    kept = connection.execute(select(runs.c.vitals).where(this)).scalar_one()
    now = vitals.decode(kept).after(visits, settled)
    connection.execute(update(runs).where(this).values(vitals=vitals.encode(now)))


def chart(connection: Connection, name: str) -> Chart:
    """Return what a site's health is judged by."""
    site = connection.execute(select(sites.c.id).where(sites.c.name == name)).scalar()
    if site is None:
        return Chart(site=name)
    newest = _newest(connection, site)
    return Chart(
        site=name,
        nights=[_night(row) for row in _nights(connection, site)],
        published=[row.published_at for row in newest],
        newest_seen=newest[0].first_seen if newest else None,
        acceptances=_acceptances(connection, site, name),
    )


def accept(connection: Connection, name: str, reason: str, at: datetime) -> Acceptance:
    """Take what the last judged run found for right."""
    judged = select(runs.c.id, runs.c.findings).join(sites)
    judged = judged.where(sites.c.name == name, runs.c.findings.is_not(None))
    row = connection.execute(judged.order_by(runs.c.id.desc()).limit(1)).first()
    if row is None or not row.findings:
        message = f"there is nothing to accept: the last run of {name} found nothing wrong"
        raise NotInArchive(message)
    told = {"run_id": row.id, "at": at, "findings": row.findings, "reason": reason}
    connection.execute(acceptances.insert().values(told))
    connection.execute(update(runs).where(runs.c.id == row.id).values(findings=[]))
    return Acceptance(site=name, run=row.id, at=at, findings=tuple(row.findings), reason=reason)


def _nights(connection: Connection, site: int) -> list[AnyRow]:
    live = (runs.c.site_id == site, runs.c.source == LIVE, runs.c.vitals.is_not(None))
    query = select(runs).where(*live).order_by(runs.c.id.desc())
    well = or_(*(runs.c.findings == literal(list(one), runs.c.findings.type) for one in WELL))
    usual = list(connection.execute(query.where(well).limit(USUAL)))
    last = usual[0].id if usual else 0
    open_ = or_(runs.c.findings.is_not(None), runs.c.verdict.is_(None))
    since = connection.execute(query.where(runs.c.id > last, open_).limit(ILL))
    return [*since, *usual][::-1]


def _night(row: AnyRow) -> Night:
    return Night(
        run=row.id,
        at=row.started_at,
        vitals=vitals.decode(row.vitals),
        full="full" in row.arguments,
        parser=row.parser,
        findings=None if row.findings is None else tuple(row.findings),
    )


def _newest(connection: Connection, site: int) -> Sequence[AnyRow]:
    at = articles.c.published_at
    query = select(at, articles.c.first_seen).where(articles.c.site_id == site, at.is_not(None))
    return connection.execute(query.order_by(at.desc()).limit(PUBLISHED)).all()


def _acceptances(connection: Connection, site: int, name: str) -> list[Acceptance]:
    query = select(acceptances).join(runs).where(runs.c.site_id == site)
    return [
        Acceptance(
            site=name,
            run=row.run_id,
            at=row.at,
            findings=tuple(row.findings),
            reason=row.reason,
        )
        for row in connection.execute(query.order_by(acceptances.c.run_id))
    ]
