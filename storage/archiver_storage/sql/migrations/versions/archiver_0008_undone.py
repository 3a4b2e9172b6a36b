"""What persons have put apart can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from archiver_storage.sql.types import Instant

revision = "archiver_0008"
down_revision = "archiver_0007"


def upgrade() -> None:
    """Add the column."""
    op.add_column("apart", sa.Column("undone_at", Instant(), nullable=True))
