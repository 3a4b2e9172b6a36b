"""What runs saw of their sites, what was found to be wrong, and what was accepted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from archiver_storage.sql.types import Id, Instant, Json, Text

revision = "archiver_0013"
down_revision = "archiver_0012"


def upgrade() -> None:
    """Add the columns, which the next runs fill, the table, and an index of rejected pages."""
    op.add_column("run", sa.Column("parser", Text, nullable=True))
    op.add_column("run", sa.Column("vitals", Json(), nullable=True))
    op.add_column("run", sa.Column("findings", Json(), nullable=True))
    op.create_table(
        "acceptance",
        sa.Column("run_id", Id, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("findings", Json(), nullable=False),
        sa.Column("reason", Text, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("acceptance_run_id_fkey")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("acceptance_pkey")),
    )
    rejected = sa.text("outcome = 'rejected'")
    op.create_index(
        "url_rejected", "url", ["site_id"], sqlite_where=rejected, postgresql_where=rejected
    )
