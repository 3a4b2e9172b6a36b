"""Full text."""

from __future__ import annotations

from alembic import op

from archiver_storage.sql.fulltext import index

revision = "archiver_0011"
down_revision = "archiver_0010"


def upgrade() -> None:
    """Make the index, and put every article into it."""
    index.make(op.get_bind())
