"""Views: the archive for people who write SQL. They change only together with a migration.

Names stand in place of numbers, times can be read, and no question needs more than one join: each
article is `site` and `key` in every view. What is taken down is in none but `outcomes`, which says
nothing of what pages said.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view: what it shows, a question to it as an example, and its query."""

    about: str
    question: str
    query: str


COLUMNS = {
    "id": "number of the row in the table article",
    "site": "portal over one span of time, as in `scrapy crawl NAME`",
    "key": "the site's own id of the article, else its address; of an address: what it shows",
    "url": "address; of an article, the one that its page gives",
    "title": "title",
    "section": "section, as printed",
    "published_at": "time of publication, as clocks in Viet Nam showed it",
    "abstract": "abstract",
    "body": "paragraphs, one a line",
    "byline": "author, as printed",
    "images": "photos, as a JSON list of url and caption",
    "attachments": "files, as a JSON list of url and title",
    "keywords": "keywords, as a JSON list",
    "language": "language of the page",
    "views": "what the reader counter showed; of an article, at last",
    "revisions": "how many wordings there are",
    "observations": "how often it was looked at",
    "first_seen": "time of its first capture",
    "last_seen": "time of the last capture that shows it",
    "revised_at": "when the latest wording was first seen",
    "missing_since": "when it was first not there any more; empty: it is there",
    "duplicate_of_site": "site of the first published article of the same text",
    "duplicate_of_key": "key of the first published article of the same text",
    "capture": "WARC-Record-ID of the page",
    "file": "WARC file of the page, relative to the archive's folder if it lies inside",
    "offset": "first byte of the record in the file",
    "length": "bytes of the record in the file",
    "parser": "parser that read it, and its version",
    "number": "of a revision: its place, from 1; of a document: its number, as printed",
    "seen_at": "when this wording was first seen",
    "cause": "what made it differ: `site` edited it, `parser` reads it otherwise, `unclear`",
    "at": "when",
    "cluster": "number that articles of nearly the same text share",
    "document": "number of the document without signs: `22 KL TW`",
    "type": "kind of document",
    "issuer": "who issued it, where stated or certain",
    "date": "date of the document, where stated",
    "sentence": "sentence that first names it",
    "run": "number of the run",
    "source": "`live`, or the file that was read",
    "form": "fields of a POST, as JSON; empty: a GET",
    "kind": "`article` or `list`: what it was thought to show",
    "outcome": "how it ended",
    "reason": "why",
}
"""The columns of all views, by name: one name means one thing."""

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
WHERE article.id NOT IN (SELECT article_id FROM takedown WHERE lifted_at IS NULL)
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
  AND article.id NOT IN (SELECT article_id FROM takedown WHERE lifted_at IS NULL)
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
  AND article.id NOT IN (SELECT article_id FROM takedown WHERE lifted_at IS NULL)
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
WHERE (cluster.cluster IS NOT NULL OR article.duplicate_of IS NOT NULL)
  AND article.id NOT IN (SELECT article_id FROM takedown WHERE lifted_at IS NULL)
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
WHERE article.id NOT IN (SELECT article_id FROM takedown WHERE lifted_at IS NULL)
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
