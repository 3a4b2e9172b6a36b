"""PostgreSQL: one database for runs of many sites at once, one run a site."""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from archiver import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import URL, Connection

BUSY = 30
"""Seconds to wait for another run that writes."""
CONNECT = 10
"""Seconds to wait for the server."""
PATIENCE = 3.0
"""Seconds to wait for the lease of a site: the server takes a moment to notice a killed run."""
ALWAYS = (
    "SET TIME ZONE 'UTC'",
    f"SET lock_timeout = '{BUSY}s'",
    # a run whose machine lost its power is noticed, and loses its lease, within two minutes
    "SET tcp_keepalives_idle = 60",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 6",
)
SYNC = """
SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') = 'off'
"""
WRITE = ("SET default_transaction_isolation = 'read committed'", SYNC)
READ = (
    "SET default_transaction_isolation = 'repeatable read'",
    "SET default_transaction_read_only = on",
    # how many articles have a word depends on the word
    "SET plan_cache_mode = force_custom_plan",
)


def _key(name: str) -> str:
    return f"hashtextextended('archiver/' || current_schema() || '/{name}/' || :site, 0)"


# A lock of a session ends with its connection, one of a transaction with the transaction.
WRITER = text(f"SELECT pg_advisory_xact_lock({_key('writer')})").bindparams(site="")
SITE = text(f"SELECT pg_try_advisory_lock({_key('site')})")
RUNS = text(f"SELECT pg_try_advisory_lock_shared({_key('runs')})").bindparams(site="")
NO_RUNS = text(f"SELECT pg_try_advisory_xact_lock({_key('runs')})").bindparams(site="")


class Postgresql:
    """A database of a server.

    Transactions that write come one after the other, as in SQLite: then runs of different sites
    see each other's articles whole, and cannot wait for each other in a ring.
    """

    shared = True
    file: Path | None = None

    def __init__(self, url: URL) -> None:
        self.url = url.set(drivername="postgresql+psycopg")
        host = url.host or url.query.get("host") or "this machine"
        self.name = self.where = f"the database {url.database or url.username} on {host}"

    @property
    def options(self) -> Mapping[str, Any]:
        """What the driver is told."""
        known = {"connect_timeout": CONNECT, "application_name": "archiver"}
        return {name: value for name, value in known.items() if name not in self.url.query}

    def tune(self, connection: Any, *, write: bool) -> None:  # noqa: ANN401  # the driver's
        """Make a new connection ready."""
        connection.autocommit = True
        for statement in (*ALWAYS, *(WRITE if write else READ)):
            connection.execute(statement)
        connection.autocommit = False
        connection.adapters.register_dumper(str, _dumper())

    def begin(self, connection: Connection, *, write: bool) -> None:
        """Wait for others that write."""
        if write:
            connection.execute(WRITER)

    def lease(self, connection: Connection, site: str) -> None:
        """Take the lease of a site until the connection ends. Raises ``StorageError``."""
        deadline = monotonic() + PATIENCE
        while not self._leased(connection, site):
            if monotonic() > deadline:
                message = f"another run of {site} is going on in {self.name}; wait for it"
                raise StorageError(message)
            sleep(0.05)

    def beside(self) -> str:
        """Return its own URL: the server's databases stand beside each other."""
        return self.url.render_as_string(hide_password=False)

    def copy(self, path: Path) -> bool:
        """Do nothing: it is no file."""
        del path
        return False

    def succeed(self) -> None:
        """Do nothing: the old database, of another name, is left alone."""

    def secure(self, connection: Connection, version: str) -> None:
        """See that no run goes on. Raises ``StorageError``."""
        if not connection.execute(NO_RUNS).scalar():
            message = f"{self.name} cannot become {version} while a run is going on; wait for it"
            raise StorageError(message)

    def _leased(self, connection: Connection, site: str) -> bool:
        with connection.begin():
            return bool(
                connection.execute(RUNS).scalar()
                and connection.execute(SITE, {"site": site}).scalar()
            )


def _dumper() -> type:
    """Return what writes texts: PostgreSQL has no NUL, which SQLite and JSON have."""
    from psycopg.types.string import StrDumperUnknown  # noqa: PLC0415  # not with SQLite

    class Dumper(StrDumperUnknown):
        def dump(self, obj: str) -> Any:  # noqa: ANN401  # the driver's Buffer
            return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}"))

    return Dumper
