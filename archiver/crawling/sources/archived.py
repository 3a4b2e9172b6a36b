"""Web archives as a source: asked by their manners, answered for as if they were live."""

from __future__ import annotations

import uuid
from math import inf
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadConnectionRefusedError
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from archiver.captures import Exchange
from archiver.crawling.sources.live import LiveHandler
from archiver.crawling.sources.replay import answered
from archiver.crawling.sources.throttle import Throttle
from archiver.crawling.sources.wire import PrivateFactory
from archiver.errors import SettingsError
from archiver.webarchives.mementos import INDEX, Memento
from archiver.webarchives.webarchive import Answer, Busy, Withheld

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from archiver.ledger import Task
    from archiver.webarchives.webarchive import Recovered

SLOW = {429, 503}
"""How a server says that it is asked too often."""
DISAGREES = "unverified: the archive's digest does not agree"
NO_DIGEST = "unverified: the archive names no digest"


class ArchiveHandler(LiveHandler):
    """Asks a web archive, no oftener than it allows.

    What a list of the index answers is kept as an exchange like any other. A capture is kept as
    the exchange that it was: at its own address and time, with where it was found beside it.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        if self._job.holdings is None:
            message = "nothing to recover: the crawl has no web archive"
            raise SettingsError(message)
        self._holdings, settings = self._job.holdings, self._job.settings.archives
        self._lists = Throttle(settings.lists_per_minute, 60)
        self._captures = Throttle(settings.captures_per_second, 1)
        self._rests = 0
        self._pool._factory = PrivateFactory  # noqa: SLF001  # the settings say whom we ask

    async def download_request(self, request: Request) -> Response:
        """Return what an index answers, or the response that a capture holds."""
        task: Task = request.meta["task"]
        memento = Memento.read(task.link.url)
        if memento is not None:
            return await self._capture(request, memento)
        await self._lists.turn()
        listed = request.replace(url=task.link.url.removesuffix(INDEX))
        listed.meta["memento"] = task.link.url
        response = await self._asked(super().download_request(listed))
        request.meta.update(listed.meta)
        self._heed(response)
        return response

    def _refuse_elsewhere(self, request: Request) -> None:
        """Ask whom the settings name."""

    async def _capture(self, request: Request, memento: Memento) -> Response:
        await self._captures.turn()
        url, headers = self._holdings.archive.request(memento)
        asked = request.replace(url=url)
        asked.headers.update({"Accept-Encoding": "identity", **headers})
        found = await self._found(memento, asked)
        given = Memento(place=memento.place, url=found.url, at=found.at)
        if refusal := self._holdings.refuses(given):
            message = f"the archive gives a capture {refusal}"
            raise Withheld(message)
        home = self._holdings.home(found.url) or found.url
        self._keep_capture(request, memento, found, home)
        if found.truncated:
            message = f"the capture is cut: {found.truncated}"
            raise Withheld(message)
        return answered(home, found.status, found.headers, found.body)

    async def _found(self, memento: Memento, asked: Request) -> Recovered:
        with wrap_twisted_exceptions():
            sending = maybe_deferred_to_future(self._agent().download_request(asked))
            response = await self._asked(sending)
        try:
            found = self._holdings.archive.recovered(memento, _answer(response))
        except Busy as error:
            self._rest(error.wait)
            raise
        self._rests = 0
        return found

    def _keep_capture(self, request: Request, memento: Memento, found: Recovered, url: str) -> None:
        record_id = f"urn:uuid:{uuid.uuid4()}"
        verdict = "verified" if found.verified else "unverified"
        request.meta.update(capture=record_id, captured_at=found.at)
        if not found.verified:
            request.meta["note"] = DISAGREES if memento.sha1 else NO_DIGEST
        notes = {
            "recoveredFrom": self._holdings.archive.name,
            "digest": verdict,
            "asked": self._job.clock().isoformat(),
        }
        exchange = Exchange(
            record_id=record_id,
            url=url,
            at=found.at,
            request=b"",
            response=found.response,
            ip=found.ip,
            truncated=found.truncated,
            metadata={**found.notes, **notes},
            memento=memento.address,
        )
        self._job.recorder.keep(exchange)

    # --- manners

    async def _asked(self, answering: Awaitable[Response]) -> Response:
        """Return an answer; whoever refuses to be asked is left alone at once."""
        try:
            with wrap_twisted_exceptions():
                return await answering
        except DownloadConnectionRefusedError:
            host = urlsplit(self._holdings.archive.places[0]).netloc
            self._stop(f"{host} refuses connections; leave it alone for an hour or more")
            raise

    def _heed(self, response: Response) -> None:
        if response.status in SLOW:
            self._rest(_answer(response).wait(self._job.settings.archives.pause))

    def _rest(self, seconds: float | None) -> None:
        """Ask nothing for some seconds; if these are too many, nothing more in this run.

        Whoever says so again at once is left alone for twice as long.
        """
        if seconds is None:
            return
        if not self._captures.held:
            self._rests += 1
        seconds *= 2 ** (self._rests - 1)
        if seconds > self._job.settings.crawl.longest_wait:
            self._stop(f"the archive asks to be left alone for {seconds:.0f} s")
            return
        self._lists.hold(seconds)
        self._captures.hold(seconds)

    def _stop(self, reason: str) -> None:
        self._lists.hold(inf)
        self._captures.hold(inf)
        self._job.leave_alone(self._crawler, reason)


def _answer(response: Response) -> Answer:
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    return Answer(status=response.status, headers=headers, body=response.body)
