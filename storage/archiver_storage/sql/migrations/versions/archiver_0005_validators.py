"""What a later visit needs to ask whether an address has changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "archiver_0005"
down_revision = "archiver_0004"


def upgrade() -> None:
    """Add the columns; what was captured before is asked for in full once more."""
    op.add_column("capture", sa.Column("refers_to", sa.Text(), nullable=True))
    for name in ("etag", "last_modified", "original"):
        op.add_column("url", sa.Column(name, sa.Text(), nullable=True))
