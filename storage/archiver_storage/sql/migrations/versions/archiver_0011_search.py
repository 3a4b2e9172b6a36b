"""Full text, and the official documents that articles cite."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from archiver_storage.sql.types import Id, Text

revision = "archiver_0011"
down_revision = "archiver_0010"

MENTIONS = """
CREATE VIEW mentions AS
SELECT site.name AS site, article.key, revision.title, observation.url, revision.published_at,
       mention.number, mention.key AS document, mention.type, mention.issuer, mention.date,
       mention.sentence
FROM mention
JOIN article ON article.id = mention.article_id
JOIN site ON site.id = article.site_id
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
JOIN observation ON observation.id = revision.observation_id
"""


def upgrade() -> None:
    """Make the table and the view of mentions; the index makes its own (see `FILLED`)."""
    op.create_table(
        "mention",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("number", Text, nullable=False),
        sa.Column("key", Text, nullable=False),
        sa.Column("type", Text, nullable=True),
        sa.Column("issuer", Text, nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("sentence", Text, nullable=False),
        sa.Column("elided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("mention_article_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("mention_pkey")),
    )
    op.create_index(op.f("mention_article_id"), "mention", ["article_id"], unique=False)
    op.create_index(op.f("mention_key"), "mention", ["key"], unique=False)
    op.execute(MENTIONS.strip())
