"""Databases to measure in: SQLite, and PostgreSQL where a server can be started."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from drivers.postgresql import Databases, NoServer, Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Urls = dict[str, Callable[[str], str]]

OPTIONS = {"fsync": "on", "shared_buffers": "128MB", "max_wal_size": "4GB"}
"""A server as it is installed; what is committed is on the disk."""


@contextmanager
def databases(folder: Path) -> Iterator[Urls]:
    """Give, for each kind of database, what returns the URL of a new one by its name."""
    urls: Urls = {"SQLite": lambda name: f"sqlite:///{folder / name}.db"}
    try:
        server = Server.make(**OPTIONS)
    except NoServer as error:
        print(f"PostgreSQL is not measured: {error}")
        yield urls
        return
    made = Databases(server)
    try:
        yield urls | {"PostgreSQL": lambda name: made.url(folder / name)}
    finally:
        server.remove()
