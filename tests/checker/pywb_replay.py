"""Replay in pywb, which lives in an environment of its own: its dependencies clash with Scrapy's.

The environment is the folder that PYWB_VENV names, or ``.checker`` in the repository
(``make checker``).
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

ENVIRONMENT = Path(os.environ.get("PYWB_VENV") or Path(__file__).parents[2] / ".checker")
COLLECTION = "kept"
START = 60
"""Seconds that pywb may take to start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What pywb answers: the body as it went over the wire, content coding not undone."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A running pywb with one collection."""

    port: int

    def get(self, url: str, at: datetime, form: bytes | None = None) -> Replayed:
        """Ask for the raw replay (``id_``) of a URL at a time, with a form as a POST."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        # What a client does not accept, pywb decodes.
        headers = {"Accept-Encoding": "gzip, deflate, br"}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        path = f"/{COLLECTION}/{at:%Y%m%d%H%M%S}id_/{url}"
        try:
            connection.request("POST" if form else "GET", path, form, headers)
            answer = connection.getresponse()
            body, fields = answer.read(), tuple(answer.getheaders())
            return Replayed(status=answer.status, headers=fields, body=body)
        finally:
            connection.close()


@contextmanager
def replaying(files: Iterable[Path], folder: Path) -> Iterator[Replay]:
    """Make a collection of WARC or WACZ files in an empty folder and replay it on a free port."""
    _run(folder, "wb-manager", "init", COLLECTION)
    _run(folder, "wb-manager", "add", "--unpack-wacz", COLLECTION, *map(str, files))
    port = _free_port()
    with (folder / "pywb.log").open("wb") as log:
        command = [str(ENVIRONMENT / "bin/wayback"), "-b", "127.0.0.1", "-p", str(port), "-t", "2"]
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            _wait_for(server, port, folder / "pywb.log")
            yield Replay(port=port)
        finally:
            server.terminate()
            server.wait(10)


def _run(folder: Path, command: str, *arguments: str) -> None:
    subprocess.run(
        [ENVIRONMENT / "bin" / command, *arguments], cwd=folder, check=True, capture_output=True
    )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START
    while server.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    message = f"pywb did not start:\n{log.read_text()}"
    raise RuntimeError(message)
