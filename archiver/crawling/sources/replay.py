"""Kept captures as a source: the same spider and parser read them as if they were live."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archiver.crawling.job import Job
from archiver.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy import Request
    from scrapy.crawler import Crawler

    from archiver.captures import StoredResponse


class ReplayHandler(BaseDownloadHandler):
    """Answers requests out of the job's source; no byte is asked of the network.

    The time of a capture is its record's. Raises ``NotInSource`` for what the source lacks.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        job = Job.of(crawler)
        if job.source is None:
            message = "nothing to replay: the crawl has no source"
            raise SettingsError(message)
        self._recorder, self._source = job.recorder, job.source

    async def download_request(self, request: Request) -> Response:
        """Return the response that the source holds for a request."""
        stored = self._source.find(request.url, _form(request))
        capture = stored.capture
        request.meta.update(capture=capture.record_id, captured_at=capture.at)
        self._recorder.note(capture)
        return response_of(request.url, stored)


def _form(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(request.body.decode(), keep_blank_values=True)


def response_of(url: str, stored: StoredResponse) -> Response:
    """Return a response that was kept as Scrapy has it from the web, content coding included."""
    return answered(url, stored.status, stored.headers, stored.body)


def answered(url: str, status: int, fields: Iterable[tuple[str, str]], body: bytes) -> Response:
    """Return a response of these parts, of the class that they call for."""
    headers = Headers()
    for name, value in fields:
        headers.appendlist(name, value.encode("latin-1", "replace"))
    kind = responsetypes.from_args(headers=headers, url=url, body=body)
    return kind(url, status=status, headers=headers, body=body)
