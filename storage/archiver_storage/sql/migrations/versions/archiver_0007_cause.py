"""What made a revision differ from the one before: its site, or a newer parser."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from archiver_storage.sql.types import Text

revision = "archiver_0007"
down_revision = "archiver_0006"


def upgrade() -> None:
    """Add the column."""
    op.add_column("revision", sa.Column("cause", Text, nullable=True))
    told = sa.text("cause IS NOT NULL")
    op.create_index(
        "revision_cause", "revision", ["cause"], sqlite_where=told, postgresql_where=told
    )
