"""The tables. Their comments are the reference page docs/reference/schema.md."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    DDL,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    event,
    text,
)

from archiver_storage.sql.types import Id, Instant, Json, Text, WallClock

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, comment="number of the row")


def _indexed_where(name: str, column: Column[Any], condition: str) -> None:
    """Index some rows. To tell `Index` PostgreSQL's condition would load its dialect for all."""
    Index(name, column, sqlite_where=text(condition)).ddl_if("sqlite")
    make = DDL(f"CREATE INDEX {name} ON {column.table.name} ({column.name}) WHERE {condition}")  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it so
    event.listen(column.table, "after_create", make.execute_if(dialect="postgresql"))


def _to(
    target: str,
    name: str,
    comment: str,
    *,
    optional: bool = False,
    **more: Any,  # noqa: ANN401
) -> Column[int]:
    key = ForeignKey(f"{target}.id")
    return Column(name, Id, key, nullable=optional, comment=comment, **more)


def _text(name: str, comment: str, *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional, comment=comment)


def _count(name: str, comment: str) -> Column[int]:
    return Column(name, Integer, nullable=False, default=0, comment=comment)


site = Table(
    "site",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True, comment="name, as in `scrapy crawl NAME`"),
    comment="A portal over one span of time: a host under one authority and one system.",
)

run = Table(
    "run",
    metadata,
    _id(),
    _to("site", "site_id", "site that was crawled"),
    _text("source", "`live`, the file that was read, or the web archive that was asked"),
    Column("arguments", Json, nullable=False, comment="arguments of the crawl, as JSON"),
    Column("started_at", Instant, nullable=False, comment="when it began"),
    Column("finished_at", Instant, comment="when it ended; empty while it goes on"),
    _text("verdict", "how it ended; empty while it goes on, or where it was killed", optional=True),
    _count("resumed", "how often it was taken up again"),
    _count("discovered", "URLs that were put into its ledger"),
    Column(
        "horizon",
        Instant,
        comment="articles first seen before this stand in lists that were read to their end",
    ),
    Column("reasons", Json, comment="outcomes, their reasons and how many URLs had each, as JSON"),
    _text("parser", "parser that began it, and its version", optional=True),
    Column("vitals", Json, comment="what it saw of the live site, in numbers, as JSON"),
    Column(
        "findings",
        Json,
        comment="what was wrong with the site, by name, as a JSON list; empty: it was not judged",
    ),
    Index(None, "site_id", "id"),
    comment="One crawl of a site, with its settings, counts and verdict.",
)

acceptance = Table(
    "acceptance",
    metadata,
    _to("run", "run_id", "run that found it", primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False, comment="when"),
    Column("findings", Json, nullable=False, comment="what it found, by name, as a JSON list"),
    _text("reason", "why, in the words of the person who did it"),
    comment="What a run found and a person took for right: from then on it is usual.",
)

capture = Table(
    "capture",
    metadata,
    _id(),
    Column("record_id", Text, nullable=False, unique=True, comment="WARC-Record-ID"),
    _to("site", "site_id", "site that was crawled", index=True),
    _text("url", "address that was asked; where a web archive gave it, that of the memento"),
    Column("at", Instant, nullable=False, comment="when the request began"),
    _text("file", "WARC file, relative to the archive's folder if it lies inside"),
    Column("offset", Id, nullable=False, comment="first byte of the record in the file"),
    Column("length", Id, nullable=False, comment="bytes of the record in the file"),
    Column("status", Integer, comment="HTTP status"),
    _text("mime", "media type of the response", optional=True),
    _text("digest", "SHA-1 of the payload, as WARC writes it", optional=True),
    _text("sha256", "SHA-256 of the payload, in hex", optional=True),
    _text("ip", "address of the server", optional=True),
    _text("truncated", "why the response is cut: length, time, disconnect", optional=True),
    _text("refers_to", "record that holds the payload, where this one does not", optional=True),
    comment="One HTTP exchange that is kept in a WARC file, and where.",
)

article = Table(
    "article",
    metadata,
    _id(),
    _to("site", "site_id", "site that it stands on"),
    _text("key", "the site's own id of the article, else its canonical address"),
    Column("published_at", WallClock, comment="time of publication, by the latest revision"),
    Column("first_seen", Instant, nullable=False, comment="time of the first capture"),
    Column("last_seen", Instant, nullable=False, comment="time of the last capture"),
    _count("revisions", "number of its latest revision"),
    _count("observations", "how often it was looked at"),
    _text("wording", "fingerprint of its latest revision's fields"),
    _text("text", "fingerprint of its latest title, abstract and body", optional=True),
    _to(
        "article",
        "duplicate_of",
        "first published article of the same text, of any site",
        optional=True,
        index=True,
    ),
    Column(
        "changed_at",
        Instant,
        comment="since when it stands as it does: published, edited, taken down or put up again",
    ),
    Column(
        "missing_since",
        Instant,
        index=True,
        comment="when it was first not there any more; empty: it is there",
    ),
    Column("due", Instant, comment="not before this is it looked at again"),
    UniqueConstraint("key", "site_id"),
    Index(None, "site_id", "published_at"),
    Index(None, "site_id", "due"),
    comment="One news item of a site.",
)

url = Table(
    "url",
    metadata,
    _id(),
    _to("site", "site_id", "site whose parser understands it"),
    _text("url", "address"),
    _text("form", "fields of a POST as JSON; empty: a GET"),
    _text("kind", "`article` or `list`: what it is thought to show"),
    _text(
        "key", "what it shows: URLs of one kind and key are addresses of one thing", optional=True
    ),
    _text("section", "slug of the section it stands in", optional=True),
    Column("page", Id, nullable=False, comment="number of a list page"),
    Column("published_at", WallClock, comment="date that a list prints beside it"),
    _to("url", "found_on", "page that first named it; empty: where a crawl begins", optional=True),
    _to("run", "run_id", "last run that met it"),
    Column("position", Id, nullable=False, comment="place in that run's order of discovery"),
    _text("state", "`pending`, `leased`, `done`, or `later`: pending in the next run"),
    Column("due", Instant, comment="not before this is it tried again"),
    _count("attempts", "visits in that run"),
    _text("outcome", "how it ended in that run; empty while it has not", optional=True),
    _text("etag", "validator of its last good response", optional=True),
    _text("last_modified", "validator of its last good response", optional=True),
    Column("original", Text, comment="record that holds its last content"),
    Column("named", Json, comment="keys of the articles that its list names, as a JSON list"),
    UniqueConstraint("url", "form", "site_id"),
    # "article" comes before "list", so that this index is the order of leasing
    Index("url_next", "run_id", "state", "kind", "page", "position"),
    Index(None, "site_id", "key", "kind"),
    comment="The ledger: every address that was met, and what is to become of it.",
)

# what waits for a parser that can read it
_indexed_where("url_rejected", url.c.site_id, "outcome = 'rejected'")

url_section = Table(
    "url_section",
    metadata,
    _to("url", "url_id", "address", primary_key=True),
    Column("section", Text, primary_key=True, comment="slug of the section"),
    comment="Further sections under which an address was named.",
    sqlite_with_rowid=False,
)

outcome = Table(
    "outcome",
    metadata,
    _to("run", "run_id", "run", primary_key=True),
    _to("url", "url_id", "address", primary_key=True, index=True),
    _text("outcome", "how it ended"),
    _text("reason", "why", optional=True),
    Column("at", Instant, nullable=False, comment="when"),
    _to("capture", "capture_id", "capture that shows it", optional=True),
    comment="How each address of each run ended: exactly one row.",
    sqlite_with_rowid=False,
)

observation = Table(
    "observation",
    metadata,
    _id(),
    _to("article", "article_id", "article that was seen"),
    _to("capture", "capture_id", "capture that shows it", optional=True),
    _to("url", "url_id", "address that was visited", index=True),
    Column("at", Instant, nullable=False, comment="time of the capture"),
    Column(
        "presence",
        Text,
        nullable=False,
        server_default="present",
        comment="`present`; `unchanged`: the server said that it is as it was; `absent`: not there",
    ),
    _text("wording", "fingerprint of what it said; empty: no words were read"),
    _text("url", "address of the article, as its parser gives it"),
    _text("section", "section, as printed", optional=True),
    _text("published_raw", "time of publication, as printed", optional=True),
    Column("keywords", Json, nullable=False, comment="keywords, as a JSON list"),
    _text("language", "language of the page", optional=True),
    Column("views", Id, comment="reader counter"),
    _text("parser", "parser that read it, and its version"),
    _text("etag", "validator of the response", optional=True),
    _text("last_modified", "validator of the response", optional=True),
    UniqueConstraint("article_id", "capture_id"),
    Index(None, "article_id", "at"),
    comment="What was seen of an article at one capture, beside its wording.",
)

revision = Table(
    "revision",
    metadata,
    _id(),
    _to("article", "article_id", "article"),
    Column(
        "number",
        Integer,
        comment="place on the time line, from 1; empty where a newer parser reads its captures "
        "otherwise, or another capture told its time of publication",
    ),
    _to("observation", "observation_id", "first observation that showed it", index=True),
    _text("title", "title"),
    Column("published_at", WallClock, comment="time of publication"),
    _text("abstract", "abstract", optional=True),
    _text("body", "paragraphs, one a line"),
    Column("images", Json, nullable=False, comment="photos, as a JSON list of url and caption"),
    _text("byline", "author, as printed", optional=True),
    Column("attachments", Json, nullable=False, comment="files, as a JSON list of url and title"),
    _text("wording", "fingerprint of these fields"),
    Column("text", Text, index=True, comment="fingerprint of title, abstract and body"),
    Column(
        "cause",
        Text,
        comment="what made it differ from the one before: `site`; `parser`: the bytes are the "
        "same; `unclear`: both may be; empty: it is the first",
    ),
    UniqueConstraint("article_id", "number"),
    comment="One wording of an article, kept whenever it changed.",
)
_indexed_where("revision_cause", revision.c.cause, "cause IS NOT NULL")

band = Table(
    "band",
    metadata,
    Column("band", Id, primary_key=True, autoincrement=False, comment="hash of some shingles"),
    _to("article", "article_id", "article whose latest text has them", primary_key=True),
    comment="By what articles of nearly the same text find each other.",
    sqlite_with_rowid=False,
)

cluster = Table(
    "cluster",
    metadata,
    _to("article", "article_id", "article", primary_key=True, autoincrement=False),
    Column("cluster", Id, nullable=False, index=True, comment="number of its cluster"),
    comment="Articles of nearly the same text, of any site: they have one number.",
)

apart = Table(
    "apart",
    metadata,
    _to("article", "article_id", "article", primary_key=True),
    _to("article", "other_id", "the other one", primary_key=True),
    _text("reason", "why, in the words of the person who did it"),
    Column("at", Instant, nullable=False, comment="when"),
    Column("undone_at", Instant, comment="when that was taken back; empty: it holds"),
    comment="Pairs of articles that a person has put apart: they are never in one cluster.",
    sqlite_with_rowid=False,
)

takedown = Table(
    "takedown",
    metadata,
    _to("article", "article_id", "article that is hidden", primary_key=True),
    Column("at", Instant, primary_key=True, comment="when"),
    _text("reason", "why, in the words of the person who did it"),
    Column("lifted_at", Instant, comment="when it was shown again; empty: it is hidden"),
    comment="Articles that a person has taken down: no view, search or export shows them.",
    sqlite_with_rowid=False,
)

mention = Table(
    "mention",
    metadata,
    _id(),
    _to("article", "article_id", "article whose latest wording cites it", index=True),
    _text("number", "number of the document, spaces left out: `22-KL/TW`"),
    Column("key", Text, nullable=False, index=True, comment="the same without signs: `22 KL TW`"),
    _text("type", "kind of document", optional=True),
    _text("issuer", "who issued it, where stated or certain", optional=True),
    Column("date", Date, comment="its date, where stated"),
    _text("sentence", "sentence that first names it"),
    Column(
        "elided",
        Boolean,
        nullable=False,
        comment="whether its symbol stands with a later number only: `2372 và 2379-CV/BTCTU`",
    ),
    comment="An official document that an article cites. Numbers start anew each year or term.",
)
