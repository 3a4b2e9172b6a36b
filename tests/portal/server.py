"""Serves a simulated portal on the loopback, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import struct
import threading
import time
from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Self

from portal.answers import Answer, Request
from portal.content import Content
from portal.faults import Fault
from portal.liferay import Liferay
from portal.vnportal import VnPortal

if TYPE_CHECKING:
    from types import TracebackType

    from archiver.article import Article
    from portal.answers import Pages
    from portal.site import Site, Story

_FAMILIES: Final[dict[str, type[Liferay | VnPortal]]] = {"liferay": Liferay, "vnportal": VnPortal}
_PIECE: Final = 1024
_SETTLE: Final = 0.02
"""Seconds for what was sent to arrive before a reset throws it away."""
_CHANGED: Final = 1_750_000_000
_NO_BODY: Final = frozenset({204, 304})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One request in the log; ``sent`` counts the bytes of the answer, head and chunks too."""

    at: float
    request: Request
    status: int
    sent: int

    @property
    def host(self) -> str:
        return self.request.headers.get("host", "")


class Portal:
    """A portal in a thread of its own: ``with Portal(longbien(50)) as portal: …``.

    It answers for any ``Host``. ``content`` is what it holds; ``log`` the requests in order;
    ``sent`` the last body by target, content coding kept and chunking undone; ``wires`` the same
    answer as it went over the wire; ``most_connections`` and ``most_requests`` how many were open
    and under way at one time. ``counting`` raises views, ``validators`` sends ETag and
    Last-Modified and answers 304, ``keep=False`` remembers no bytes.
    """

    def __init__(  # noqa: PLR0913  # switches, all by name
        self,
        site: Site,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        counting: bool = False,
        validators: bool = False,
        keep: bool = True,
        not_found_status: int | None = None,
    ) -> None:
        self.content = Content(site, counting=counting)
        self.pages: Pages = _FAMILIES[site.family](self.content, not_found_status=not_found_status)
        self.host, self.port = host, port
        self.validators, self.keep = validators, keep
        self.log: list[Entry] = []
        self.sent: dict[str, bytes] = {}
        self.wires: dict[str, bytes] = {}
        self.most_connections = self.most_requests = 0
        self._faults: list[Fault] = []
        self._counts: Counter[str] = Counter()
        self._uses: Counter[Fault] = Counter()
        self._writers: set[asyncio.StreamWriter] = set()
        self._requests = 0

    @property
    def site(self) -> Site:
        return self.content.site

    @property
    def url(self) -> str:
        """The address of the server, without a path."""
        return f"http://{self.host}:{self.port}"

    @property
    def connect(self) -> dict[str, str]:
        """Where to connect for the site's host: a value of the setting ``crawl.connect``."""
        return {self.site.host: self.url}

    def fault(self, *faults: Fault) -> None:
        """Add faults; the first that meets a request befalls it."""
        self._faults.extend(faults)

    def mend(self) -> None:
        """Take all faults away."""
        self._faults.clear()

    def edit(self, key: str, **changes: Any) -> None:  # fields of Story
        """Change fields of a story."""
        self.content.edit(key, **changes)

    def add(self, story: Story) -> None:
        """Publish a new story."""
        self.content.add(story)

    def delete(self, key: str, status: int = 404) -> None:
        """Take a story down; with 200 its pages say "not found" as if all were well."""
        self.content.delete(key, status)

    def restore(self, key: str) -> None:
        """Put a story up again."""
        self.content.restore(key)

    def expected(self) -> dict[str, Article]:
        """Return by key what an ideal parser reads now."""
        return self.content.expected()

    def asked(self, path: str) -> list[Entry]:
        """Return the requests of a path or target."""
        return [entry for entry in self.log if path in {entry.request.path, entry.request.target}]

    def __enter__(self) -> Self:
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=asyncio.run, args=(self._run(ready),), daemon=True)
        self._thread.start()
        ready.result(timeout=30)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(timeout=30)

    async def _run(self, ready: Future[None]) -> None:
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        try:
            server = await asyncio.start_server(self._converse, self.host, self.port)
        except OSError as error:
            ready.set_exception(error)
            return
        self.port = server.sockets[0].getsockname()[1]
        ready.set_result(None)
        await self._stopped.wait()
        server.close()
        for writer in tuple(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self.most_connections = max(self.most_connections, len(self._writers))
        try:
            while request := await _read(reader):
                self._requests += 1
                self.most_requests = max(self.most_requests, self._requests)
                try:
                    if not await self._serve(request, writer):
                        break
                finally:
                    self._requests -= 1
        except (ConnectionError, EOFError, ValueError, asyncio.CancelledError):
            pass  # the client went away, or spoke no HTTP
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _serve(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; whether the connection stays open."""
        at, fault = time.time(), self._befalls(request)
        answer = self._answer(request, fault)
        if fault.hang:
            await self._stopped.wait()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        head, body, whole = _wire(request, answer, fault)
        wire = b"" if fault.reset and fault.keep is None else head + body
        self.log.append(Entry(at=at, request=request, status=answer.status, sent=len(wire)))
        if self.keep:
            self.sent[request.target], self.wires[request.target] = answer.body, wire
        await _send(writer, wire, fault.pause)
        if fault.reset:
            await _reset(writer)
        return whole and request.headers.get("connection", "").lower() != "close"

    def _befalls(self, request: Request) -> Fault:
        count = self._counts[request.target]
        self._counts[request.target] += 1
        for fault in self._faults:
            spent = fault.times is not None and self._uses[fault] >= fault.times
            if not spent and fault.meets(request.target, count):
                self._uses[fault] += 1
                return fault
        return Fault()

    def _answer(self, request: Request, fault: Fault) -> Answer:
        if fault.not_found:
            answer = self.pages.not_found(request.path)
        else:
            answer = self.pages.answer(request)
        answer = fault.change(answer, request)
        return self._validated(request, answer) if self.validators else answer

    def _validated(self, request: Request, answer: Answer) -> Answer:
        """Return the answer with validators, or 304 where the client has it already."""
        if answer.status != HTTPStatus.OK:
            return answer
        etag = f'"{hashlib.sha1(answer.body, usedforsecurity=False).hexdigest()[:16]}"'
        changed = formatdate(_CHANGED + self.content.version, usegmt=True)
        validators = (("ETag", etag), ("Last-Modified", changed))
        asked = request.headers
        known = asked.get("if-none-match") == etag or (
            "if-none-match" not in asked and asked.get("if-modified-since") == changed
        )
        if known:
            return Answer(status=304, headers=validators)
        return Answer(headers=(*answer.headers, *validators), body=answer.body)


async def _read(reader: asyncio.StreamReader) -> Request | None:
    """Read one request; ``None`` when the client has closed the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return None
    line, *fields = head.decode("latin-1").split("\r\n")
    method, target, _ = line.split(" ", 2)
    pairs = (field.partition(":") for field in fields if field)
    headers = {name.strip().lower(): text.strip() for name, _, text in pairs}
    length = int(headers.get("content-length", 0))
    body = await reader.readexactly(length) if length else b""
    return Request(method=method, target=target, headers=headers, body=body)


def _wire(request: Request, answer: Answer, fault: Fault) -> tuple[bytes, bytes, bool]:
    """Return head and body as they are sent, and whether the message is whole."""
    with_body = request.method != "HEAD" and answer.status not in _NO_BODY
    body = answer.body if with_body else b""
    kept = body if fault.keep is None else body[: fault.keep]
    phrase = HTTPStatus(answer.status).phrase
    lines = [f"HTTP/1.1 {answer.status} {phrase}", f"Date: {formatdate(usegmt=True)}"]
    lines += [f"{name}: {text}" for name, text in answer.headers]
    if fault.chunked:
        lines.append("Transfer-Encoding: chunked")
        kept = _chunks(kept) + (b"0\r\n\r\n" if fault.keep is None else b"")
    elif answer.status not in _NO_BODY:
        lines.append(f"Content-Length: {len(answer.body) + fault.by}")
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    whole = fault.keep is None and not fault.by and not fault.reset
    return head, kept, whole


def _chunks(body: bytes) -> bytes:
    pieces = (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


async def _send(writer: asyncio.StreamWriter, wire: bytes, pause: float) -> None:
    step = _PIECE if pause else max(len(wire), 1)
    for start in range(0, len(wire), step):
        writer.write(wire[start : start + step])
        await writer.drain()
        if pause:
            await asyncio.sleep(pause)


async def _reset(writer: asyncio.StreamWriter) -> None:
    """Close the connection so that the client's system sees a reset, not an end."""
    await asyncio.sleep(_SETTLE)
    raw: socket.socket = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
