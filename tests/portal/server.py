"""Serves a simulated portal on the loopback, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from portal import wire
from portal.content import Content
from portal.families import FAMILIES
from portal.faults import Fault
from portal.validators import validated

if TYPE_CHECKING:
    from ssl import SSLContext
    from types import TracebackType

    from archiver.article import Article
    from portal.answers import Answer, Pages, Request
    from portal.site import Site, Story


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


class Server:
    """A server in a thread of its own, which answers for any ``Host`` with what ``pages`` say.

    ``log`` has the requests in order; ``sent`` the last body by target, content coding kept and
    chunking undone; ``wires`` the same answer as it went over the wire; ``most_connections`` and
    ``most_requests`` how many were open and under way at one time. ``keep=False`` remembers no
    bytes.
    """

    def __init__(
        self,
        pages: Pages,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        keep: bool = True,
        tls: SSLContext | None = None,
    ) -> None:
        self.pages = pages
        self.host, self.port, self.keep, self.tls = host, port, keep, tls
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
    def url(self) -> str:
        """The address of the server, without a path."""
        return f"{'https' if self.tls else 'http'}://{self.host}:{self.port}"

    def fault(self, *faults: Fault) -> None:
        """Add faults; the first that meets a request befalls it."""
        self._faults.extend(faults)

    def mend(self) -> None:
        """Take all faults away."""
        self._faults.clear()

    def refuse(self) -> None:
        """Refuse every connection from now on, and tear off those that are open."""
        done: Future[None] = Future()
        self._loop.call_soon_threadsafe(self._shut, done)
        done.result(timeout=30)

    def _shut(self, done: Future[None] | None = None) -> None:
        self._server.close()
        if done is not None:
            done.set_result(None)
        for writer in tuple(self._writers):
            writer.transport.abort()

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
            server = await asyncio.start_server(self._converse, self.host, self.port, ssl=self.tls)
            self._server = server
        except OSError as error:
            ready.set_exception(error)
            return
        self.port = server.sockets[0].getsockname()[1]
        ready.set_result(None)
        await self._stopped.wait()
        self._shut()
        await asyncio.sleep(0)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self.most_connections = max(self.most_connections, len(self._writers))
        try:
            while request := await wire.read(reader):
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
        head, body, whole = wire.written(request, answer, fault)
        if fault.raw is not None:
            head, body, whole = fault.raw, b"", False
        sent = b"" if fault.reset and fault.keep is None else head + body
        self.log.append(Entry(at=at, request=request, status=answer.status, sent=len(sent)))
        if self.keep:
            self.sent[request.target], self.wires[request.target] = answer.body, sent
        await wire.send(writer, sent, fault.pause)
        if fault.reset:
            await wire.reset(writer)
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
        return fault.change(answer, request)


class Portal(Server):
    """A portal in a thread of its own: ``with Portal(longbien(50)) as portal: …``.

    ``content`` is what it holds. ``counting`` raises views, ``validators`` sends ETag and
    Last-Modified and answers 304.
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
        tls: SSLContext | None = None,
    ) -> None:
        self.content = Content(site, counting=counting)
        pages = FAMILIES[site.family](self.content, not_found_status=not_found_status)
        super().__init__(pages, host=host, port=port, keep=keep, tls=tls)
        self.validators = validators

    @property
    def site(self) -> Site:
        return self.content.site

    @property
    def connect(self) -> dict[str, str]:
        """Where to connect for the site's host: a value of the setting ``crawl.connect``."""
        return {self.site.host: self.url}

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

    def _answer(self, request: Request, fault: Fault) -> Answer:
        answer = super()._answer(request, fault)
        if self.validators:
            return validated(request, answer, self.content.version)
        return answer
