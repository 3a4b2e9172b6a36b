"""Errors of the database, said so that the reader knows what to do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from archiver import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

LOST = "when the server is there again, give the same command again: what was saved is kept"
UNREACHED = "see that the server runs, and that storage.sql.url names it"
ADVICE = {
    # SQLite
    "disk is full": "free some space and start the same run again: what was saved is kept",
    "readonly database": "give yourself the right to write to it and to its folder",
    "unable to open": "see that its folder exists and may be written",
    "locked": "another program holds it: end that one, then try again",
    "not a database": "move the file away, or give another folder",
    "malformed": "restore it from a copy; the WARC files hold every page that it had",
    "no such module: fts5": "use a Python whose SQLite has FTS5",
    # PostgreSQL
    "no space left": "free some space on the server and start the same run again",
    "could not extend": "free some space on the server and start the same run again",
    "lock timeout": "another program holds it: end that one, then try again",
    "permission denied": "give the user of storage.sql.url the right to make and change tables",
    "password": "mend the user or the password in storage.sql.url",
    'fatal:  database "': "make it, with createdb or CREATE DATABASE",
    "starting up": LOST,
    "shutting down": LOST,
    "terminating connection": LOST,
    "closed the connection": LOST,
    "connection is closed": LOST,
    "connection is lost": LOST,
    "connection failed": UNREACHED,
    "connection to server": UNREACHED,
    "connection timeout": UNREACHED,
    # both
    "disk i/o error": "see whether the disk is full or broken; what was saved is kept",
}


@contextmanager
def told(name: str) -> Iterator[None]:
    """Raise what goes wrong in the database called ``name`` as ``StorageError``."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        what = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
        message = f"{name}: {what}; {_advice(what)}"
        raise StorageError(message) from error


def _advice(what: str) -> str:
    known = (advice for sign, advice in ADVICE.items() if sign in what.lower())
    return next(known, "nothing was written; what was saved before is kept")
