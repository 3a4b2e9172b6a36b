"""Crawls in forks of one process, so that each begins at once and can be killed at any step.

``python -m forks`` takes orders from its input, a JSON object a line, and answers with the fork's
number, then with its exit code and what it told.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from nights import Nights, live
from runs import ROOT
from warm import LOADED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runs import Bench


@dataclass(slots=True)
class Steps:
    """Counts the calls and returns of threads that begin now; the ``last`` one kills us."""

    last: int | None
    done: int = 0

    def step(self, *_: object) -> None:
        self.done += 1
        if self.done == self.last:
            os.kill(os.getpid(), 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a fork ended: ``code`` is negative where it was killed, ``steps`` its recorder's."""

    code: int
    steps: int = 0
    told: str = ""


@dataclass(frozen=True, slots=True)
class Fork:
    """A crawl that goes on."""

    pid: int
    _process: subprocess.Popen[str]

    def wait(self) -> Ended:
        assert self._process.stdout is not None
        return Ended(**json.loads(self._process.stdout.readline()))


@dataclass(frozen=True, slots=True)
class Forks:
    """Starts crawls, one after the other."""

    _process: subprocess.Popen[str]

    def crawl(self, site: str, told: list[str], at: datetime, last: int | None = None) -> Fork:
        """Start a crawl of a night, which dies at its recorder's ``last`` step."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"site": site, "told": told, "at": at.isoformat(), "last": last}
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return Fork(int(self._process.stdout.readline()), self._process)


@contextmanager
def forks(place: Bench) -> Iterator[Forks]:
    """Give a process that forks crawls."""
    command = place.command("forks")
    environ = place.environ | {"PYTHONPATH": str(ROOT / "tests")}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environ, stdin=pipe, stdout=pipe, text=True) as process:
        yield Forks(process)
        assert process.stdin is not None
        process.stdin.close()


def _work(order: dict[str, Any], write: int) -> None:
    """Crawl, and write how it went."""
    steps = Steps(order["last"])
    threading.setprofile(steps.step)
    nights = Nights(order["site"], order["told"])
    code, told = live(lambda: nights.crawl(datetime.fromisoformat(order["at"])))
    os.write(write, json.dumps({"code": code, "steps": steps.done, "told": told}).encode())


def _fork(order: dict[str, Any]) -> None:
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        _work(order, write)
        os._exit(0)
    os.close(write)
    print(pid, flush=True)  # noqa: T201  # to the test
    with os.fdopen(read) as pipe:
        told = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(told or json.dumps({"code": code}), flush=True)  # noqa: T201  # to the test


if __name__ == "__main__":
    for module in LOADED:
        import_module(module)
    gc.freeze()  # or every fork's collector would copy, page by page, what they share
    for line in sys.stdin:
        _fork(json.loads(line))
