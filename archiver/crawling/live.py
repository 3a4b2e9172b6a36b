"""The live source: asks the web, and hands every exchange to the recorder."""

from __future__ import annotations

import uuid
from time import monotonic
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from archiver.captures import Exchange
from archiver.crawling.job import Job
from archiver.crawling.wire import GuardedFactory, PrivateFactory, Recording, RecordingAgent

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from archiver.ledger import Task


class LiveHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler, with every exchange kept, whole or cut.

    A response's request carries the exchange's record id and time in ``meta["capture"]`` and
    ``meta["captured_at"]``.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._job = Job.of(crawler)
        crawl = self._job.settings.crawl
        self._connect = crawl.connect
        open_to_all = crawl.private_addresses or bool(crawl.connect)
        self._pool._factory = PrivateFactory if open_to_all else GuardedFactory  # noqa: SLF001  # see wire

    async def download_request(self, request: Request) -> Response:
        """Send a request and return its response; the exchange is kept in either case."""
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
        finally:
            self._keep(agent.recording, record_id, request, at, monotonic() - began, truncated)
        return response

    def _agent(self) -> RecordingAgent:
        return RecordingAgent(
            connect=self._connect,
            contextFactory=self._contextFactory,
            pool=self._pool,
            maxsize=self._default_maxsize,
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
        exchange = Exchange(
            record_id=record_id,
            url=request.url,
            at=at,
            request=bytes(recording.request),
            response=bytes(recording.response),
            ip=recording.ip,
            truncated=truncated,
            metadata={name: value for name, value in metadata.items() if value},
            original=task.original if task else None,
            memento=request.meta.get("memento"),
        )
        self._job.recorder.keep(exchange)
