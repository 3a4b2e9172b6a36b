"""The choice: which of the captures that a web archive lists are worth asking for.

docs/explanation/web-archives.md states the rule.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archiver.webarchives.mementos import Memento
    from archiver.webarchives.webarchive import Listed

PAGES = ("text/html", "application/xhtml", "text/plain", "unk", "warc/revisit")
"""Beginnings of the media types of pages; an index calls so what it does not know, too."""
REDIRECTS = {301, 302, 303, 307, 308}


def choose(rows: Iterable[Listed]) -> Iterator[Memento]:
    """Yield the captures to ask for, in the order of the index.

    Of one address, those of pages that were there; redirects where it has nothing else. Of
    captures that follow each other with the same digest, the first.
    """
    for _, group in groupby(rows, key=lambda row: row.key):
        pages = [row for row in group if _is_page(row)]
        good = [row for row in pages if row.status not in REDIRECTS]
        yield from _changes(good or pages)


def _is_page(row: Listed) -> bool:
    there = row.status is None or row.status == 200 or row.status in REDIRECTS  # noqa: PLR2004
    return there and (row.mime is None or row.mime.startswith(PAGES))


def _changes(rows: Sequence[Listed]) -> Iterator[Memento]:
    last: str | None = None
    for row in sorted(rows, key=lambda row: row.memento.at):
        sha1 = row.memento.sha1
        if sha1 is None or sha1 != last:
            yield row.memento
        last = sha1
