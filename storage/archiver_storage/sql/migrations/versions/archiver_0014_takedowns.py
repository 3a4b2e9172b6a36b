"""What persons have taken down: no view shows it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from archiver_storage.sql.types import Id, Instant, Text

revision = "archiver_0014"
down_revision = "archiver_0013"

VIEWS = {
    "articles": """
SELECT article.id, site.name AS site, article.key, observation.url, revision.title,
       observation.section, revision.published_at, revision.abstract, revision.body,
       revision.byline, revision.images, revision.attachments, observation.keywords,
       observation.language, latest.views, article.revisions, article.observations,
       article.first_seen, article.last_seen, observation.at AS revised_at, article.missing_since,
       first_site.name AS duplicate_of_site, first.key AS duplicate_of_key,
       capture.record_id AS capture, capture.file, capture."offset", capture.length,
       observation.parser
FROM article
JOIN site ON site.id = article.site_id
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
JOIN observation ON observation.id = revision.observation_id
LEFT JOIN capture ON capture.id = observation.capture_id
LEFT JOIN article AS first ON first.id = article.duplicate_of
LEFT JOIN site AS first_site ON first_site.id = first.site_id
LEFT JOIN observation AS latest ON latest.id = (
  SELECT seen.id FROM observation AS seen
  WHERE seen.article_id = article.id AND seen.views IS NOT NULL
  ORDER BY seen.at DESC LIMIT 1
)
WHERE article.id NOT IN (SELECT article_id FROM takedown WHERE lifted_at IS NULL)
""",
    "revisions": """
SELECT site.name AS site, article.key, revision.number, observation.at AS seen_at,
       revision.cause, observation.url, revision.title, observation.section, revision.published_at,
       revision.abstract, revision.body, revision.byline, revision.images, revision.attachments,
       capture.record_id AS capture, capture.file, capture."offset", capture.length,
       observation.parser
FROM revision
JOIN article ON article.id = revision.article_id
JOIN site ON site.id = article.site_id
JOIN observation ON observation.id = revision.observation_id
LEFT JOIN capture ON capture.id = observation.capture_id
WHERE revision.number IS NOT NULL
  AND article.id NOT IN (SELECT article_id FROM takedown WHERE lifted_at IS NULL)
""",
    "views_over_time": """
SELECT site.name AS site, article.key, revision.title, seen.at, seen.views,
       capture.record_id AS capture
FROM observation AS seen
JOIN article ON article.id = seen.article_id
JOIN site ON site.id = article.site_id
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
LEFT JOIN capture ON capture.id = seen.capture_id
WHERE seen.views IS NOT NULL
  AND article.id NOT IN (SELECT article_id FROM takedown WHERE lifted_at IS NULL)
""",
    "duplicates": """
SELECT cluster.cluster, site.name AS site, article.key, revision.title, observation.url,
       revision.published_at, first_site.name AS duplicate_of_site,
       first.key AS duplicate_of_key
FROM article
JOIN site ON site.id = article.site_id
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
JOIN observation ON observation.id = revision.observation_id
LEFT JOIN cluster ON cluster.article_id = article.id
LEFT JOIN article AS first ON first.id = article.duplicate_of
LEFT JOIN site AS first_site ON first_site.id = first.site_id
WHERE (cluster.cluster IS NOT NULL OR article.duplicate_of IS NOT NULL)
  AND article.id NOT IN (SELECT article_id FROM takedown WHERE lifted_at IS NULL)
""",
    "mentions": """
SELECT site.name AS site, article.key, revision.title, observation.url, revision.published_at,
       mention.number, mention.key AS document, mention.type, mention.issuer, mention.date,
       mention.sentence
FROM mention
JOIN article ON article.id = mention.article_id
JOIN site ON site.id = article.site_id
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
JOIN observation ON observation.id = revision.observation_id
WHERE article.id NOT IN (SELECT article_id FROM takedown WHERE lifted_at IS NULL)
""",
}


def upgrade() -> None:
    """Add the table, and make the views anew without what it names."""
    op.create_table(
        "takedown",
        sa.Column("article_id", Id, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("reason", Text, nullable=False),
        sa.Column("lifted_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("takedown_article_id_fkey")
        ),
        sa.PrimaryKeyConstraint("article_id", "at", name=op.f("takedown_pkey")),
        sqlite_with_rowid=False,
    )
    for name, query in VIEWS.items():
        op.execute(f"DROP VIEW {name}")
        op.execute(f"CREATE VIEW {name} AS{query}".strip())
