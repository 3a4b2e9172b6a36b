"""Views: the archive for people who write SQL. They change only together with a migration.

Names stand in place of numbers, times can be read, and no question needs more than one join: each
article is `site` and `key` in every view.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view: what it shows, a question to it as an example, and its query."""

    about: str
    question: str
    query: str


VIEWS = {
    "articles": View(
        about="Every article in its latest wording, with all that a reader wants.",
        question="""
-- what was published on a day
SELECT key, title, url FROM articles WHERE substr(published_at, 1, 10) = '2018-03-27'
""",
        query="""
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
    ),
    "revisions": View(
        about="Every wording of every article, from number 1, with the capture that first "
        "showed it. `cause` is `site` where the page was edited.",
        question="""
-- how an article was worded over time
SELECT number, seen_at, title, body FROM revisions WHERE key = '1083028' ORDER BY number
""",
        query="""
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
    ),
    "views_over_time": View(
        about="Reader counters: what each article's showed, and when.",
        question="""
-- what was read most
SELECT site, key, title, max(views) AS most FROM views_over_time GROUP BY site, key, title
ORDER BY most DESC LIMIT 20
""",
        query="""
SELECT site.name AS site, article.key, revision.title, seen.at, seen.views,
       capture.record_id AS capture
FROM observation AS seen
JOIN article ON article.id = seen.article_id
JOIN site ON site.id = article.site_id
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
LEFT JOIN capture ON capture.id = seen.capture_id
WHERE seen.views IS NOT NULL
""",
    ),
    "duplicates": View(
        about="Articles of the same or nearly the same text: those of one `cluster` belong "
        "together. `duplicate_of` names the first one published with exactly this text.",
        question="""
-- what stood on most portals
SELECT cluster, min(title) AS title, count(DISTINCT site) AS sites FROM duplicates
GROUP BY cluster ORDER BY sites DESC LIMIT 20
""",
        query="""
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
    ),
    "mentions": View(
        about="Official documents that articles cite in their latest wording, with the sentence. "
        "Numbers start anew each year or term: `date`, where stated, keeps them apart.",
        question="""
-- who cites a document
SELECT site, key, published_at, title, date FROM mentions WHERE document = '22 KL TW'
ORDER BY published_at
""",
        query="""
SELECT site.name AS site, article.key, revision.title, observation.url, revision.published_at,
       mention.number, mention.key AS document, mention.type, mention.issuer, mention.date,
       mention.sentence
FROM mention
JOIN article ON article.id = mention.article_id
JOIN site ON site.id = article.site_id
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
JOIN observation ON observation.id = revision.observation_id
""",
    ),
    "outcomes": View(
        about="How every address ended in every run, and why.",
        question="""
-- why a page is not there
SELECT run, source, outcome, reason, at FROM outcomes
WHERE url = 'https://longbien.hanoi.gov.vn/tin-tuc'
""",
        query="""
SELECT site.name AS site, run.id AS run, run.source, url.url, url.form, url.kind, url.key,
       outcome.outcome, outcome.reason, outcome.at, capture.record_id AS capture, capture.file,
       capture."offset", capture.length
FROM outcome
JOIN run ON run.id = outcome.run_id
JOIN site ON site.id = run.site_id
JOIN url ON url.id = outcome.url_id
LEFT JOIN capture ON capture.id = outcome.capture_id
""",
    ),
}
