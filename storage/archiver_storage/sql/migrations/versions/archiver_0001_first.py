"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from archiver_storage.sql.types import Id, Instant, Json, WallClock

revision = "archiver_0001"
down_revision = None

ARTICLES = """
CREATE VIEW articles AS
SELECT article.id, site.name AS site, article.key, observation.url, revision.title,
       observation.section, revision.published_at, revision.abstract, revision.body,
       revision.byline, revision.images, revision.attachments, observation.keywords,
       observation.language, latest.views, article.revisions, article.observations,
       article.first_seen, article.last_seen, article.duplicate_of,
       capture.record_id AS capture, capture.file, capture."offset", capture.length,
       observation.parser
FROM article
JOIN site ON site.id = article.site_id
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
JOIN observation ON observation.id = revision.observation_id
LEFT JOIN capture ON capture.id = observation.capture_id
LEFT JOIN observation AS latest ON latest.id = (
  SELECT seen.id FROM observation AS seen
  WHERE seen.article_id = article.id AND seen.views IS NOT NULL
  ORDER BY seen.at DESC LIMIT 1
)
"""


def upgrade() -> None:
    """Make tables and views."""
    op.create_table(
        "site",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("site_pkey")),
        sa.UniqueConstraint("name", name=op.f("site_name_key")),
    )
    op.create_table(
        "article",
        sa.Column("id", Id, nullable=False),
        sa.Column("site_id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("published_at", WallClock(), nullable=True),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.Column("observations", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("duplicate_of", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["duplicate_of"], ["article.id"], name=op.f("article_duplicate_of_fkey")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("article_site_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("article_pkey")),
        sa.UniqueConstraint("key", "site_id", name=op.f("article_key_site_id_key")),
    )
    op.create_index(op.f("article_duplicate_of"), "article", ["duplicate_of"], unique=False)
    op.create_index(
        op.f("article_site_id_published_at"), "article", ["site_id", "published_at"], unique=False
    )
    op.create_table(
        "capture",
        sa.Column("id", Id, nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("site_id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("offset", Id, nullable=False),
        sa.Column("length", Id, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("mime", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("ip", sa.Text(), nullable=True),
        sa.Column("truncated", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("capture_site_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("capture_pkey")),
        sa.UniqueConstraint("record_id", name=op.f("capture_record_id_key")),
    )
    op.create_index(op.f("capture_site_id"), "capture", ["site_id"], unique=False)
    op.create_table(
        "run",
        sa.Column("id", Id, nullable=False),
        sa.Column("site_id", Id, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("arguments", Json(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("resumed", sa.Integer(), nullable=False),
        sa.Column("discovered", sa.Integer(), nullable=False),
        sa.Column("reasons", Json(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("run_site_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("run_pkey")),
    )
    op.create_index(op.f("run_site_id_id"), "run", ["site_id", "id"], unique=False)
    op.create_table(
        "url",
        sa.Column("id", Id, nullable=False),
        sa.Column("site_id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("published_at", WallClock(), nullable=True),
        sa.Column("found_on", Id, nullable=True),
        sa.Column("run_id", Id, nullable=False),
        sa.Column("position", Id, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due", Instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["found_on"], ["url.id"], name=op.f("url_found_on_fkey")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("url_run_id_fkey")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("url_site_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("url_pkey")),
        sa.UniqueConstraint("url", "form", "site_id", name=op.f("url_url_form_site_id_key")),
    )
    op.create_index(
        "url_next", "url", ["run_id", "state", "kind", "page", "position"], unique=False
    )
    op.create_index(op.f("url_site_id_key_kind"), "url", ["site_id", "key", "kind"], unique=False)
    op.create_table(
        "observation",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("capture_id", Id, nullable=True),
        sa.Column("url_id", Id, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("published_raw", sa.Text(), nullable=True),
        sa.Column("keywords", Json(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("views", sa.Integer(), nullable=True),
        sa.Column("parser", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("observation_article_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["capture.id"], name=op.f("observation_capture_id_fkey")
        ),
        sa.ForeignKeyConstraint(["url_id"], ["url.id"], name=op.f("observation_url_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("observation_pkey")),
        sa.UniqueConstraint(
            "article_id", "capture_id", name=op.f("observation_article_id_capture_id_key")
        ),
    )
    op.create_index(
        op.f("observation_article_id_at"), "observation", ["article_id", "at"], unique=False
    )
    op.create_index(op.f("observation_url_id"), "observation", ["url_id"], unique=False)
    op.create_table(
        "outcome",
        sa.Column("run_id", Id, nullable=False),
        sa.Column("url_id", Id, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("capture_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["capture.id"], name=op.f("outcome_capture_id_fkey")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("outcome_run_id_fkey")),
        sa.ForeignKeyConstraint(["url_id"], ["url.id"], name=op.f("outcome_url_id_fkey")),
        sa.PrimaryKeyConstraint("run_id", "url_id", name=op.f("outcome_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("outcome_url_id"), "outcome", ["url_id"], unique=False)
    op.create_table(
        "url_section",
        sa.Column("url_id", Id, nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["url_id"], ["url.id"], name=op.f("url_section_url_id_fkey")),
        sa.PrimaryKeyConstraint("url_id", "section", name=op.f("url_section_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "revision",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("observation_id", Id, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published_at", WallClock(), nullable=True),
        sa.Column("abstract", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("images", Json(), nullable=False),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("attachments", Json(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("revision_article_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("revision_observation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("revision_pkey")),
        sa.UniqueConstraint("article_id", "number", name=op.f("revision_article_id_number_key")),
    )
    op.create_index(op.f("revision_observation_id"), "revision", ["observation_id"], unique=False)
    op.create_index(op.f("revision_text"), "revision", ["text"], unique=False)
    op.execute(ARTICLES)
