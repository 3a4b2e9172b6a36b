"""Commands in forks of one warm process: what every command imports is imported once.

``python -m drivers.warm`` takes orders from its input, a JSON object a line; it answers with the
number of the fork, then with its exit code. The fork goes on as ``python -m MODULE`` would.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

TESTS = Path(__file__).parents[1]
MEASURED = "COVERAGE_PROCESS_CONFIG"
"""By this variable coverage knows the processes that it is to measure."""
LOADED = (
    "aiohttp",
    "archiver.cli",
    "archiver.crawling.commands.crawl",
    "archiver.crawling.sources.live",
    "archiver.crawling.sources.robots",
    "archiver.crawling.scheduler",
    "archiver_plugins.liferay",
    "archiver_spiders.portal",
    "archiver_storage.sql",
    "archiver_storage.warc.store",
    "psycopg",
    "requests",
    "scrapy.cmdline",
    "scrapy.core.engine",
    "scrapy.downloadermiddlewares.cookies",
    "scrapy.downloadermiddlewares.httpcompression",
    "scrapy.extensions.remote_control",
    "sqlalchemy.dialects.postgresql.psycopg",
)
"""What crawls import late, and a fork need not."""
STREAMS = ("stdin", "stdout", "stderr")
BEFORE = dict(os.environ)
"""The environment before a test changes it."""


@cache
def _process() -> subprocess.Popen[str]:
    """Start the warm process, which ends with this one."""
    pipe = subprocess.PIPE
    environ = BEFORE | {"PYTHONPATH": str(TESTS)}
    command = [sys.executable, "-m", "drivers.warm"]
    process = subprocess.Popen(command, env=environ, stdin=pipe, stdout=pipe, text=True)
    atexit.register(process.communicate)  # closes its input, which ends it
    return process


@dataclass(frozen=True, slots=True)
class Fork:
    """A command that goes on: its process, and the folder of its streams."""

    pid: int
    words: list[str]
    folder: TemporaryDirectory[str]

    def wait(self, timeout: float = 240) -> subprocess.CompletedProcess[str]:
        """Wait for its end; after a time it is killed. To be called once, before the next one."""
        watch = threading.Timer(timeout, os.kill, (self.pid, signal.SIGKILL))
        watch.start()
        code = int(_answer())
        watch.cancel()
        with self.folder as name:
            texts = [(Path(name) / s).read_text(encoding="utf-8") for s in STREAMS[1:]]
        return subprocess.CompletedProcess(self.words, code, *texts)


def start(words: list[str], folder: Path, environ: Mapping[str, str], given: str = "") -> Fork:
    """Begin ``python -m WORDS`` in a folder; ``given`` is its input."""
    streams = TemporaryDirectory()
    paths = [Path(streams.name) / stream for stream in STREAMS]
    for path, text in zip(paths, (given, "", ""), strict=True):
        path.write_text(text, encoding="utf-8")  # there, though it be killed at once
    order = {"words": words, "folder": str(folder), "environ": dict(environ)}
    order["streams"] = [str(path) for path in paths]
    process = _process()
    assert process.stdin is not None
    print(json.dumps(order), file=process.stdin, flush=True)
    return Fork(int(_answer()), words, streams)


def _answer() -> str:
    process = _process()
    assert process.stdout is not None
    return process.stdout.readline()


def _become(order: dict[str, Any]) -> str:
    """Make this fork a process that was just started; return the module to run."""
    for stream, path in enumerate(order["streams"]):
        how = os.O_WRONLY | os.O_APPEND if stream else os.O_RDONLY
        os.dup2(os.open(path, how), stream)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environ"])
    if MEASURED not in os.environ:
        _measure_no_more()
    further = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    ours = [path for path in sys.path[1:] if path != str(TESTS)]
    sys.path[:] = [str(Path.cwd()), *filter(None, further), *ours]
    importlib.invalidate_caches()
    sys.argv = order["words"]
    return str(sys.argv[0])


def _measure_no_more() -> None:
    coverage = sys.modules.get("coverage")
    current = coverage.Coverage.current() if coverage else None
    if current is not None:
        current.stop()


def _orders() -> str:
    """Fork for every order; return, in a fork, the module that it is to run."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            return _become(json.loads(line))
        print(pid, flush=True)  # noqa: T201  # to the test
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(code, flush=True)  # noqa: T201  # to the test
    sys.exit()


if __name__ == "__main__":
    for module in LOADED:
        importlib.import_module(module)
    gc.freeze()  # or every fork's collector would copy, page by page, what they share
    runpy.run_module(_orders(), run_name="__main__", alter_sys=True)
