"""Near-duplicates: bands, clusters, and what persons have put apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from archiver_storage.sql.types import Id, Instant, Text

revision = "archiver_0006"
down_revision = "archiver_0005"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "band",
        sa.Column("band", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("band_article_id_fkey")),
        sa.PrimaryKeyConstraint("band", "article_id", name=op.f("band_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cluster",
        sa.Column("article_id", Id, nullable=False),
        sa.Column("cluster", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("cluster_article_id_fkey")
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("cluster_pkey")),
    )
    op.create_index(op.f("cluster_cluster"), "cluster", ["cluster"], unique=False)
    op.create_table(
        "apart",
        sa.Column("article_id", Id, nullable=False),
        sa.Column("other_id", Id, nullable=False),
        sa.Column("reason", Text, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("apart_article_id_fkey")),
        sa.ForeignKeyConstraint(["other_id"], ["article.id"], name=op.f("apart_other_id_fkey")),
        sa.PrimaryKeyConstraint("article_id", "other_id", name=op.f("apart_pkey")),
        sqlite_with_rowid=False,
    )
