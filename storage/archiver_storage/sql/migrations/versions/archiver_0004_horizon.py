"""How far down the lists a run has to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from archiver_storage.sql.types import Instant

revision = "archiver_0004"
down_revision = "archiver_0003"


def upgrade() -> None:
    """Add the column; a run without it has its beginning."""
    op.add_column("run", sa.Column("horizon", Instant(), nullable=True))
