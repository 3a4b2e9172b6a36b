"""Whether an article is there, and when it is looked at again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

from archiver_storage.sql.types import Id, Instant, WallClock

if TYPE_CHECKING:
    from collections.abc import Sequence

revision = "archiver_0002"
down_revision = "archiver_0001"

AT_ONCE = 1000
"""Articles that are given a time at once."""
DAY = timedelta(days=1)

article = sa.table(
    "article",
    sa.column("id", Id),
    sa.column("published_at", WallClock()),
    sa.column("first_seen", Instant()),
    sa.column("last_seen", Instant()),
    sa.column("revisions", sa.Integer()),
    sa.column("changed_at", Instant()),
    sa.column("due", Instant()),
)
wording = sa.table(
    "revision",
    sa.column("article_id", Id),
    sa.column("number", sa.Integer()),
    sa.column("observation_id", Id),
)
observation = sa.table("observation", sa.column("id", Id), sa.column("at", Instant()))


def upgrade() -> None:
    """Add columns; articles that are there are looked at again when they would have been."""
    present = sa.Column("presence", sa.Text(), server_default="present", nullable=False)
    op.add_column("observation", present)
    for name in ("changed_at", "missing_since", "due"):
        op.add_column("article", sa.Column(name, Instant(), nullable=True))
    op.create_index(op.f("article_missing_since"), "article", ["missing_since"], unique=False)
    op.create_index(op.f("article_site_id_due"), "article", ["site_id", "due"], unique=False)
    last = 0
    while rows := op.get_bind().execute(_after(last)).all():
        _give_times(rows)
        last = rows[-1].id


def _after(last: int) -> sa.Select[Any]:
    edited = (wording.c.article_id == article.c.id) & (wording.c.number == article.c.revisions)
    joined = article.outerjoin(wording, edited & (article.c.revisions > 1))
    joined = joined.outerjoin(observation, observation.c.id == wording.c.observation_id)
    query = sa.select(article, observation.c.at.label("edited_at")).select_from(joined)
    return query.where(article.c.id > last).order_by(article.c.id).limit(AT_ONCE)


def _give_times(rows: Sequence[Any]) -> None:
    values = [_times(row) for row in rows]
    statement = sa.update(article).where(article.c.id == sa.bindparam("id_"))
    op.get_bind().execute(statement, values)


def _times(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row
    known = [at for at in (row.published_at, row.edited_at) if at is not None]
    changed = max(known, default=row.first_seen)
    interval = min(max((row.last_seen - changed) / 5, DAY), 180 * DAY)
    return {"id_": row.id, "changed_at": changed, "due": row.last_seen + interval}
