"""What made a revision differ from the one before: its site, or a newer parser."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

from archiver_storage.sql.state import without_capture
from archiver_storage.sql.types import Id, Instant, Text
from archiver_storage.timeline import Reading, causes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

revision = "archiver_0007"
down_revision = "archiver_0006"

AT_ONCE = 500
"""Articles whose revisions are told at once."""

article = sa.table("article", sa.column("id", Id), sa.column("revisions", sa.Integer()))
wording = sa.table(
    "revision",
    sa.column("id", Id),
    sa.column("article_id", Id),
    sa.column("number", sa.Integer()),
    sa.column("cause", Text),
)
observation = sa.table(
    "observation",
    sa.column("article_id", Id),
    sa.column("capture_id", Id),
    sa.column("url_id", Id),
    sa.column("at", Instant()),
    sa.column("presence", sa.Text()),
    sa.column("wording", sa.Text()),
    sa.column("parser", sa.Text()),
)
capture = sa.table(
    "capture", sa.column("id", Id), sa.column("record_id", sa.Text()), sa.column("digest")
)
url = sa.table("url", sa.column("id", Id), sa.column("url", sa.Text()))


def upgrade() -> None:
    """Add the column, and tell it of the revisions that are there from what was seen of them."""
    op.add_column("revision", sa.Column("cause", Text, nullable=True))
    told = sa.text("cause IS NOT NULL")
    op.create_index(
        "revision_cause", "revision", ["cause"], sqlite_where=told, postgresql_where=told
    )
    last = 0
    while ids := op.get_bind().execute(_after(last)).scalars().all():
        _tell(ids)
        last = ids[-1]


def _after(last: int) -> sa.Select[Any]:
    revised = sa.select(article.c.id).where(article.c.id > last, article.c.revisions > 1)
    return revised.order_by(article.c.id).limit(AT_ONCE)


def _tell(ids: Sequence[int]) -> None:
    query = sa.select(wording).where(wording.c.article_id.in_(ids), wording.c.number.is_not(None))
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in op.get_bind().execute(query.order_by(wording.c.number)):
        rows[row.article_id].append(row)
    readings = _readings(ids)
    values = [
        {"id_": row.id, "cause": cause}
        for id_, numbered in rows.items()
        for row, cause in zip(numbered, causes(readings[id_]), strict=False)
        if cause is not None
    ]
    if values:
        op.get_bind().execute(sa.update(wording).where(wording.c.id == sa.bindparam("id_")), values)


def _readings(ids: Iterable[int]) -> dict[int, list[Reading]]:
    joined = observation.join(url, url.c.id == observation.c.url_id)
    joined = joined.outerjoin(capture, capture.c.id == observation.c.capture_id)
    query = sa.select(observation, capture.c.record_id, capture.c.digest, url.c.url)
    there = (observation.c.article_id.in_(ids), observation.c.presence == "present")
    found: dict[int, list[Reading]] = defaultdict(list)
    for row in op.get_bind().execute(query.select_from(joined).where(*there)):
        reading = Reading(
            at=row.at,
            wording=row.wording,
            source=row.record_id or without_capture(row.url, row.at),
            parser=row.parser,
            payload=row.digest,
        )
        found[row.article_id].append(reading)
    return found
