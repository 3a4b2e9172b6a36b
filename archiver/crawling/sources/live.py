"""The live source: asks the web, and hands every exchange to the recorder."""

from __future__ import annotations

import uuid
from time import monotonic
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from archiver.captures import Exchange
from archiver.crawling.job import Job
from archiver.crawling.sources.tls import TlsPolicy, trouble
from archiver.crawling.sources.wire import (
    GuardedFactory,
    PrivateFactory,
    Recording,
    RecordingAgent,
    unreadable,
)

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.web.iweb import IPolicyForHTTPS

    from archiver.ledger import Task

RAW = 1.25
"""How much longer than its body an answer may be as it comes: chunks have heads of their own."""


class LiveHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler, with every exchange kept, whole or cut.

    A response's request carries the exchange's record id and time in ``meta["capture"]`` and
    ``meta["captured_at"]``.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._job = Job.of(crawler)
        crawl = self._job.settings.crawl
        self._tls = TlsPolicy(self._job.parser, self._job.settings)
        self._contextFactory = cast("IPolicyForHTTPS", self._tls)
        self._connect = crawl.connect
        factory = PrivateFactory if crawl.private_addresses else GuardedFactory
        self._pool._factory = factory  # noqa: SLF001  # see wire

    async def download_request(self, request: Request) -> Response:
        """Send a request and return its response; the exchange is kept in either case."""
        self._refuse_elsewhere(request)
        agent = self._agent()
        record_id, at, began = f"urn:uuid:{uuid.uuid4()}", self._job.clock(), monotonic()
        request.meta.update(capture=record_id, captured_at=at)
        truncated: str | None = "disconnect"
        try:
            with wrap_twisted_exceptions():
                response = await maybe_deferred_to_future(agent.download_request(request))
            truncated = None
        except DownloadTimeoutError:
            truncated = "time"
            raise
        except DownloadCancelledError:
            truncated = "length"
            raise
        except Exception as error:
            reason = agent.recording.refusal or trouble(error) or unreadable(error)
            if reason is None:
                raise
            raise DownloadFailedError(reason) from error
        finally:
            self._keep(agent.recording, record_id, request, at, monotonic() - began, truncated)
        return response

    def _refuse_elsewhere(self, request: Request) -> None:
        """Ask nothing but the site, whatever a page or a plugin leads to."""
        parts = urlsplit(request.url)
        if "task" in request.meta and parts.hostname not in self._job.parser.hosts:
            message = f"{parts.hostname} is no host of {self._job.parser.name}"
            raise DownloadFailedError(message)

    def _agent(self) -> RecordingAgent:
        return RecordingAgent(
            connect=self._connect,
            contextFactory=self._contextFactory,
            pool=self._pool,
            maxsize=self._default_maxsize,
            most=int(RAW * self._default_maxsize),
            fail_on_dataloss=True,
            crawler=self._crawler,
        )

    def _keep(  # one field each
        self,
        recording: Recording,
        record_id: str,
        request: Request,
        at: datetime,
        seconds: float,
        truncated: str | None,
    ) -> None:
        if not recording.request:
            request.meta.pop("capture")
            return
        task: Task | None = request.meta.get("task")
        metadata = {"fetchTimeMs": f"{seconds * 1000:.0f}", "tls": recording.tls}
        if recording.tls:
            metadata |= self._tls.used(urlsplit(request.url).hostname or "")
        exchange = Exchange(
            record_id=record_id,
            url=request.url,
            at=at,
            request=bytes(recording.request),
            response=recording.whole(),
            ip=recording.ip,
            truncated=truncated,
            metadata={name: value for name, value in metadata.items() if value},
            original=task.original if task else None,
            memento=request.meta.get("memento"),
        )
        self._job.recorder.keep(exchange)
