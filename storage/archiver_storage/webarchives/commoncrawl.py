"""Common Crawl: an index a crawl, and captures as pieces of its WARC files."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from archiver.errors import SourceError
from archiver.webarchives.webarchive import (
    Answer,
    Busy,
    Listed,
    Listing,
    Recovered,
    WebArchive,
    Withheld,
)
from archiver_storage.warc.message import Message, final, undo_chunking
from archiver_storage.warc.reading.address import plain
from archiver_storage.warc.record import END, bare, number, parse_date, parse_fields
from archiver_storage.webarchives.lines import listed, objects
from archiver_storage.webarchives.payload import Payload, unpacked, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from archiver.settings import ArchivesSettings
    from archiver.webarchives.mementos import Memento

CRAWLS = "/collinfo.json"
COUNT = "&showNumPages=true"
PAGE = "&page="
CRAWL = re.compile(r"CC-MAIN-(\d{4})(?:-(\d{4}))?(?:-\d\d)?")
"""A crawl is called by its year and week; the first ones by their years."""
FILE = re.compile(r"(?!.*\.\.)[\w-][\w./-]*")
"""Names of files that stay under the place where the files are."""


class CommonCrawl(WebArchive):
    """Common Crawl: `source=commoncrawl`."""

    name: ClassVar[str] = "commoncrawl"

    def __init__(self, address: str, settings: ArchivesSettings) -> None:
        del address
        self._base = settings.commoncrawl.rstrip("/")
        self._files = settings.commoncrawl_files.rstrip("/")
        self._pause = settings.pause
        self._queries: list[tuple[str, date, date]] = []

    @classmethod
    def opens(cls, address: str) -> bool:
        """Whether it is called by its name."""
        return address == cls.name

    @property
    def places(self) -> tuple[str, ...]:
        """The index and the files stand on hosts of their own."""
        return (f"{self._base}/", f"{self._files}/")

    def index(self, hosts: Iterable[str], first: date, last: date) -> list[str]:
        """Return where the crawls are listed; each has an index of its own."""
        self._queries = [(host, first, last) for host in hosts]
        return [self._base + CRAWLS]

    def listing(self, address: str, body: bytes) -> Listing:
        """Read the list of crawls, the number of an index's pages, or one of these."""
        try:
            if address.endswith(CRAWLS):
                return Listing(further=list(self._crawls(json.loads(body))))
            rows = objects(body)
            if address.endswith(COUNT) and rows and "pages" in rows[0]:
                pages, place = int(rows[0]["pages"]), address.removesuffix(COUNT)
                return Listing(further=[f"{place}{PAGE}{number}" for number in range(pages)])
            read = [self._listed(row) for row in rows]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"the index answers what is no list: {body[:80]!r}"
            raise SourceError(message) from error
        return Listing(rows=[row for row in read if row])

    def request(self, memento: Memento) -> tuple[str, Mapping[str, str]]:
        """Return the address of the file, and which bytes of it are asked for."""
        first, last = memento.piece or (0, 0)
        return memento.place, {"Range": f"bytes={first}-{last}"}

    def recovered(self, memento: Memento, answer: Answer) -> Recovered:
        """Read the record of a WARC that the bytes are."""
        if answer.status in {403, 429, 503}:  # so it says that it is asked too often
            raise Busy(_says(answer), answer.wait(self._pause) or self._pause)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Busy(_says(answer))
        if answer.status != HTTPStatus.PARTIAL_CONTENT:
            raise Withheld(_says(answer))
        return _recovered(memento, answer.body)

    def _crawls(self, crawls: Iterable[Mapping[str, Any]]) -> Iterator[str]:
        """Yield a query a crawl and host, of the crawls of those years."""
        for crawl in crawls:
            match = CRAWL.fullmatch(crawl["id"])
            for host, first, last in self._queries:
                if match and first.year <= int(match[2] or match[1]) and int(match[1]) <= last.year:
                    yield f"{self._base}/{crawl['id']}-index?{_query(host, first, last)}{COUNT}"

    def _listed(self, row: Mapping[str, Any]) -> Listed | None:
        if not FILE.fullmatch(row["filename"]):
            return None
        first = int(row["offset"])
        piece = first, first + int(row["length"]) - 1
        return listed(f"{self._files}/{row['filename']}", row, piece)


def _recovered(memento: Memento, member: bytes) -> Recovered:
    head, _, rest = (unpacked(member) or b"").partition(END)
    fields = parse_fields(head)
    length = number(fields.get("content-length", ""))
    url = bare(fields.get("warc-target-uri", ""))
    if length is None or len(rest) < length or fields["warc-type"] != "response":
        message = "what lies there is no record that can be read"
        raise Withheld(message)
    if plain(url) != plain(memento.url):
        message = "another record lies there"
        raise Withheld(message)
    message_ = undo_chunking(final(rest[:length])[0])[0]
    if message_.status is None:
        message = "the record holds no HTTP response"
        raise Withheld(message)
    return _told(memento, url, fields, message_)


def _told(memento: Memento, url: str, fields: Mapping[str, str], message: Message) -> Recovered:
    payload = Payload.of(message.body, "", message.headers, memento.sha1)
    true = verbatim(message.headers, message.body)
    status = message.status or 0
    return Recovered(
        url=url,
        at=parse_date(fields.get("warc-date", "")),
        status=status,
        headers=message.headers if true else payload.headers,
        response=message.block if true else payload.message(status),
        body=message.body,
        verified=payload.verified,
        ip=fields.get("warc-ip-address"),
        truncated=fields.get("warc-truncated"),
        notes={"sourceRecord": bare(fields.get("warc-record-id", ""))},
    )


def _says(answer: Answer) -> str:
    return f"the archive answers HTTP {answer.status}"


def _query(host: str, first: date, last: date) -> str:
    return urlencode(
        [
            ("url", host),
            ("matchType", "host"),
            ("from", f"{first:%Y%m%d}"),
            ("to", f"{last:%Y%m%d}"),
            ("output", "json"),
            ("filter", "=status:200"),
        ]
    )
