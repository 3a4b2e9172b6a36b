"""On PostgreSQL, texts are ordered as in SQLite whatever the server's language; counts are wide."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from archiver_storage.sql.migrations.versions.archiver_0001_first import ARTICLES

revision = "archiver_0003"
down_revision = "archiver_0002"

TABLES = (
    "site",
    "run",
    "capture",
    "article",
    "url",
    "url_section",
    "outcome",
    "observation",
    "revision",
)
WIDE = (("observation", "views"), ("url", "page"))
TEXTS = sa.text(
    "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
    "AND table_name = :name AND data_type = 'text' ORDER BY ordinal_position"
)


def upgrade() -> None:
    """Change columns; the view must make way meanwhile."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("DROP VIEW articles")
    for name in TABLES:
        columns = op.get_bind().execute(TEXTS, {"name": name}).scalars()
        changes = (f'ALTER COLUMN "{column}" TYPE text COLLATE "C"' for column in columns)
        op.execute(f'ALTER TABLE "{name}" {", ".join(changes)}')
    for name, column in WIDE:
        op.alter_column(name, column, type_=sa.BigInteger())
    op.execute(ARTICLES)
