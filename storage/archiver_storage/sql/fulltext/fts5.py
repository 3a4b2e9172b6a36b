"""The index on SQLite: an FTS5 table over a view that shows the original texts.

FTS5 is given keys and keeps only where each stands; what a query shows it takes from the view,
where the same words stand in the same places. So nothing is stored twice, and `highlight()` and
`snippet()` show what was written. It follows that entries are taken out with the keys that they
were put in with, and that FTS5's own 'rebuild' must never be run: it would index what is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import column, select, table

from archiver.search.keys import lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Select

    from archiver.search.query import Query, Term
    from archiver.search.searched import Searched

VIEW = "article_search"
TABLE = "article_fts"
TEXT = """\
coalesce(revision.abstract || char(10), '') || revision.body
       || coalesce(char(10) || (
         SELECT group_concat(json_extract(value, '$.caption'), char(10))
         FROM json_each(revision.images)), '')
       || coalesce(char(10) || revision.byline, '')
       || coalesce(char(10) || (
         SELECT group_concat(json_extract(value, '$.title'), char(10))
         FROM json_each(revision.attachments)), '')
       || coalesce(char(10) || (
         SELECT group_concat(number, char(10)) FROM (
           SELECT number FROM mention WHERE article_id = article.id AND elided ORDER BY id)), '')"""
SHOWN = f"""
SELECT article.id, revision.title, {TEXT} AS text,
       revision.title AS title_fold, {TEXT} AS text_fold
FROM article
JOIN revision ON revision.article_id = article.id AND revision.number = article.revisions
"""  # noqa: S608  # constants
INDEX = f"""\
CREATE VIRTUAL TABLE {TABLE} USING fts5(
  title, text, title_fold, text_fold,
  content='{VIEW}', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
)"""
MAKE = (f"CREATE VIEW {VIEW} AS{SHOWN}".strip(), INDEX)
DROP = (f"DROP TABLE IF EXISTS {TABLE}", f"DROP VIEW IF EXISTS {VIEW}")

COLUMNS = "rowid, title, text, title_fold, text_fold"
INSERT = f"INSERT INTO {TABLE} ({COLUMNS}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608  # constants
DELETE = f"INSERT INTO {TABLE} ({TABLE}, {COLUMNS}) VALUES ('delete', ?, ?, ?, ?, ?)"  # noqa: S608

index = table(TABLE, column("rowid"), column(TABLE))

Entry = tuple[int, "Searched"]


def put(connection: Connection, entries: Iterable[Entry]) -> None:
    """Index articles that are not in the index."""
    rows = [_row(id_, searched) for id_, searched in entries]
    if rows:
        connection.exec_driver_sql(INSERT, rows)


def take(connection: Connection, entries: Iterable[Entry]) -> None:
    """Take articles out of the index; they must be given as they were put into it."""
    rows = [_row(id_, searched) for id_, searched in entries]
    if rows:
        connection.exec_driver_sql(DELETE, rows)


def _row(id_: int, searched: Searched) -> tuple[int, str, str, str, str]:
    title, title_fold = lines(searched.title)
    text, text_fold = lines(searched.text)
    return (id_, title, text, title_fold, text_fold)


def matching(query: Query) -> Select[int]:
    """Return the numbers of the articles that fit, as ``id``."""
    said = index.c[TABLE].op("MATCH")(_expression(query))
    return select(index.c.rowid.label("id")).where(said)


def _expression(query: Query) -> str:
    said = " AND ".join(map(_term, query.wanted))
    if query.either:
        said = f"{said} AND ({' OR '.join(map(_term, query.either))})"
    if query.unwanted:
        said = f"({said}) NOT ({' OR '.join(map(_term, query.unwanted))})"
    return said


def _term(term: Term) -> str:
    columns = "{title text}" if term.accented else "{title_fold text_fold}"
    return f'{columns} : "{" ".join(term.words)}"'
