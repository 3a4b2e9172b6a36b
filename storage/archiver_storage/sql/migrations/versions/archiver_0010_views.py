"""Views for people: articles with names in place of numbers, and four more."""

from __future__ import annotations

from alembic import op

revision = "archiver_0010"
down_revision = "archiver_0009"

VIEWS = (
    """
CREATE VIEW articles AS
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
""",
    """
CREATE VIEW revisions AS
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
""",
    """
CREATE VIEW views_over_time AS
SELECT site.name AS site, article.key, revision.title, seen.at, seen.views,
       capture.record_id AS capture
FROM observation AS seen
JOIN article ON article.id = seen.article_id
JOIN site ON site.id = article.site_id
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
LEFT JOIN capture ON capture.id = seen.capture_id
WHERE seen.views IS NOT NULL
""",
    """
CREATE VIEW duplicates AS
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
WHERE cluster.cluster IS NOT NULL OR article.duplicate_of IS NOT NULL
""",
    """
CREATE VIEW outcomes AS
SELECT site.name AS site, run.id AS run, run.source, url.url, url.form, url.kind, url.key,
       outcome.outcome, outcome.reason, outcome.at, capture.record_id AS capture, capture.file,
       capture."offset", capture.length
FROM outcome
JOIN run ON run.id = outcome.run_id
JOIN site ON site.id = run.site_id
JOIN url ON url.id = outcome.url_id
LEFT JOIN capture ON capture.id = outcome.capture_id
""",
)


def upgrade() -> None:
    """Make the views; the one that there was has more columns now."""
    op.execute("DROP VIEW articles")
    for view in VIEWS:
        op.execute(view.strip())
