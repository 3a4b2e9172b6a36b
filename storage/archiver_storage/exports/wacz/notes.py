"""Notes on what a WACZ is to hold and holds: on the disk, so that memory does not grow."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver_storage.exports.wacz.cdxj import Asked
from archiver_storage.exports.wacz.surt import surt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver.records import Revision
    from archiver_storage.exports.wacz.cdxj import Line
    from archiver_storage.exports.wacz.wanted import Begin

TABLES = """
CREATE TABLE wanted (file TEXT, offset INTEGER, PRIMARY KEY (file, offset)) WITHOUT ROWID;
CREATE TABLE page (record TEXT PRIMARY KEY, title TEXT, words TEXT);
CREATE TABLE line (warc TEXT, record TEXT, key TEXT, url TEXT, at TEXT, told TEXT);
CREATE TABLE asked (warc TEXT, record TEXT, method TEXT, query TEXT);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A wording of an article, at the address and the time (``YYYYmmddHHMMSS``) of its capture."""

    record: str
    url: str
    at: str
    title: str
    words: str


class Notes:
    """Tables in a temporary file, which is gone when they are closed."""

    def __init__(self) -> None:
        self._tables = sqlite3.connect("", isolation_level=None)
        self._tables.executescript(TABLES)
        self._tables.execute("BEGIN")

    def close(self) -> None:
        """Forget all."""
        self._tables.close()

    # --- what it is to hold

    def want(self, places: Iterable[Begin]) -> None:
        """Note where records begin."""
        self._tables.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", places)

    def show(self, revision: Revision) -> None:
        """Note a wording as a page, where a capture shows it."""
        if revision.capture is not None:
            article = revision.article
            words = "\n".join(filter(None, (article.abstract, *article.body)))
            told = (revision.capture.record_id, article.title, words)
            self._tables.execute("INSERT OR IGNORE INTO page VALUES (?, ?, ?)", told)

    def files(self) -> list[str]:
        """Return the files in which something lies that is wanted."""
        query = "SELECT DISTINCT file FROM wanted ORDER BY file"
        return [file for (file,) in self._tables.execute(query)]

    def offsets(self, file: str) -> Iterator[int]:
        """Return where in a file it lies, in order."""
        query = "SELECT offset FROM wanted WHERE file = ? ORDER BY offset"
        return (offset for (offset,) in self._tables.execute(query, (file,)))

    # --- what it holds

    def index(self, warc: str, record: str, line: Line, told: str) -> None:
        """Note a line of the index."""
        row = (warc, record, surt(line.url), line.url, line.at, told)
        self._tables.execute("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?)", row)

    def ask(self, warc: str, records: Iterable[str], asked: Asked) -> None:
        """Note how the responses were asked for that a request belongs to."""
        rows = ((warc, record, asked.method, asked.query) for record in records)
        self._tables.executemany("INSERT INTO asked VALUES (?, ?, ?, ?)", rows)

    def lines(self) -> Iterator[str]:
        """Return the lines of the index, in order."""
        self._key_forms()
        query = "SELECT key, at, told FROM line ORDER BY key, at, warc, rowid"
        return (" ".join(row) for row in self._tables.execute(query))

    def pages(self) -> Iterator[Page]:
        """Return the pages that can be shown, in the order of the articles."""
        query = """
            SELECT page.record, url, min(at), title, words FROM page
            JOIN line ON line.record = page.record GROUP BY page.rowid ORDER BY page.rowid
        """
        for record, url, at, title, words in self._tables.execute(query):
            yield Page(record=record, url=url, at=at, title=title, words=words)

    def _key_forms(self) -> None:
        self._tables.execute("CREATE INDEX line_record ON line (record, warc)")
        for warc, record, method, query in self._tables.execute("SELECT * FROM asked"):
            asked, found = Asked(method=method, query=query), (record, warc)
            which = "SELECT rowid, url, told FROM line WHERE record = ? AND warc = ?"
            for row, url, told in self._tables.execute(which, found).fetchall():
                more = json.loads(told) | {"method": method, "requestBody": query}
                change = (asked.key(url), json.dumps(more, ensure_ascii=False), row)
                self._tables.execute("UPDATE line SET key = ?, told = ? WHERE rowid = ?", change)
