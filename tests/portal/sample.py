"""The sample archives: simulated portals as a mirror would have kept them.

``python -m portal.sample FOLDER`` writes ``bai-boi.warc.gz``, ``longbien.warc.gz`` and
``phuc-loi.warc.gz``, the same bytes every time (with the same zlib).
"""

from __future__ import annotations

import argparse
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from portal.communes import COMMUNES
from portal.content import Content
from portal.districts import longbien, phuc_loi
from portal.liferay import Liferay
from portal.mirror import liferay_requests, vnportal_requests, wordpress_requests
from portal.stamps import HANOI
from portal.vnportal import VnPortal
from portal.wordpress import WordPress

if TYPE_CHECKING:
    from portal.answers import Answer, Pages, Request
    from portal.site import Site

_ADDRESS: Final = "203.0.113.7"
_PAUSE: Final = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One file: the site, when its mirroring began, and what was asked."""

    site: Site
    pages: Pages
    began: datetime
    requests: tuple[Request, ...]

    def write(self, path: Path) -> None:
        """Write the file: one gzip member a record, the request too where it carries a form."""
        with path.open("wb") as file:
            writer = WARCWriter(file, gzip=True, warc_version="1.1")
            self._describe(writer)
            for number, request in enumerate(self.requests):
                self._exchange(writer, request, self.began + _PAUSE * number)

    def _describe(self, writer: WARCWriter) -> None:
        info = {
            "description": f"{self.site.title}: a simulated portal with invented texts",
            "software": "portal.sample",
            "format": "WARC File Format 1.1",
        }
        record = writer.create_warcinfo_record(f"{self.site.name}.warc.gz", info)
        record.rec_headers.replace_header("WARC-Record-ID", self._id("warcinfo"))
        record.rec_headers.replace_header("WARC-Date", _date(self.began))
        writer.write_record(record)

    def _exchange(self, writer: WARCWriter, request: Request, at: datetime) -> None:
        url = self.site.absolute(request.target)
        name = f"{request.method} {request.target} {request.body.decode()}"
        response_id = self._id(f"response {name}")
        shared = {"WARC-Date": _date(at), "WARC-IP-Address": _ADDRESS}
        asked = writer.create_warc_record(
            url,
            "request",
            payload=BytesIO(request.body),
            length=len(request.body),
            http_headers=self._request_head(request),
            warc_headers_dict=shared
            | {"WARC-Record-ID": self._id(f"request {name}"), "WARC-Concurrent-To": response_id},
        )
        answer = self.pages.answer(request)
        answered = writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(answer.body),
            length=len(answer.body),
            http_headers=_response_head(answer, at),
            warc_headers_dict=shared | {"WARC-Record-ID": response_id},
        )
        if request.body:
            writer.write_record(asked)
        writer.write_record(answered)

    def _request_head(self, request: Request) -> StatusAndHeaders:
        headers = [("Host", self.site.host), ("User-Agent", "mirror/1.0"), ("Accept", "*/*")]
        if request.body:
            headers += request.headers.items()
            headers.append(("Content-Length", str(len(request.body))))
        return StatusAndHeaders(
            f"{request.method} {request.target} HTTP/1.1", headers, is_http_request=True
        )

    def _id(self, name: str) -> str:
        return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{self.site.host} {name}')}>"


def samples() -> dict[str, Sample]:
    """Return the samples by file name."""
    return {
        "bai-boi.warc.gz": _bai_boi(),
        "longbien.warc.gz": _longbien(),
        "phuc-loi.warc.gz": _phuc_loi(),
    }


def _bai_boi() -> Sample:
    site = replace(COMMUNES["wordpress"].site(30), name="bai-boi", host="baiboi.example")
    return Sample(
        site=site,
        pages=WordPress(Content(site)),
        began=datetime(2025, 6, 21, 1, tzinfo=HANOI),
        requests=tuple(wordpress_requests(site)),
    )


def _longbien() -> Sample:
    site = longbien(240, sentences=2)
    return Sample(
        site=site,
        pages=Liferay(Content(site)),
        began=datetime(2025, 6, 21, 1, tzinfo=HANOI),
        requests=tuple(liferay_requests(site)),
    )


def _phuc_loi() -> Sample:
    site = phuc_loi(60, sentences=2)
    return Sample(
        site=site,
        pages=VnPortal(Content(site)),
        began=datetime(2025, 10, 20, 1, tzinfo=HANOI),
        requests=tuple(vnportal_requests(site)),
    )


def _response_head(answer: Answer, at: datetime) -> StatusAndHeaders:
    headers = [
        ("Date", format_datetime(at.astimezone(UTC), usegmt=True)),
        *answer.headers,
        ("Content-Length", str(len(answer.body))),
    ]
    return StatusAndHeaders(f"{answer.status} OK", headers, protocol="HTTP/1.1")


def _date(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def main() -> None:
    """Write both files into the folder that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m portal.sample", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for name, sample in samples().items():
        sample.write(folder / name)


if __name__ == "__main__":
    main()
