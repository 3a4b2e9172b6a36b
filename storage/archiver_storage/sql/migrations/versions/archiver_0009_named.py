"""Which articles a page of a list names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from archiver_storage.sql.types import Json

revision = "archiver_0009"
down_revision = "archiver_0008"


def upgrade() -> None:
    """Add the column; it is filled when a page is read the next time."""
    op.add_column("url", sa.Column("named", Json(), nullable=True))
