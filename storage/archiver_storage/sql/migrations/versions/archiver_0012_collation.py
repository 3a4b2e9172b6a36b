"""On PostgreSQL, texts that came after version 3 are ordered as the others are."""

from __future__ import annotations

from alembic import op

revision = "archiver_0012"
down_revision = "archiver_0011"

COLUMNS = {"url": ("original", "etag", "last_modified"), "capture": ("refers_to",)}


def upgrade() -> None:
    """Change the columns' collation."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, names in COLUMNS.items():
        changes = (f'ALTER COLUMN {name} TYPE text COLLATE "C"' for name in names)
        op.execute(f"ALTER TABLE {table} {', '.join(changes)}")
