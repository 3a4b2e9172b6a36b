"""The Wayback Machine: its CDX index, and its captures by time."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from archiver.errors import SourceError
from archiver.webarchives.webarchive import Answer, Listing, Recovered, WebArchive
from archiver_storage.webarchives import replay
from archiver_storage.webarchives.lines import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from archiver.settings import ArchivesSettings
    from archiver.webarchives.mementos import Memento

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest")
AT_ONCE = 5000
"""Lines of an answer of the index."""
SLICED = 2008
"""Year since when the index is asked by years: asked for all at once, it may answer 504."""
RESUME = "&resumeKey="


class Wayback(WebArchive):
    """The Wayback Machine of the Internet Archive: `source=wayback`."""

    name: ClassVar[str] = "wayback"

    def __init__(self, address: str, settings: ArchivesSettings) -> None:
        del address
        self._base = settings.wayback.rstrip("/")
        self._pause = settings.pause

    @classmethod
    def opens(cls, address: str) -> bool:
        """Whether it is called by its name."""
        return address == cls.name

    @property
    def places(self) -> tuple[str, ...]:
        """The index and the captures stand on one host."""
        return (f"{self._base}/",)

    def index(self, hosts: Iterable[str], first: date, last: date) -> list[str]:
        """Return a query a host and year.

        The server is not asked to collapse by digest: it drops an address, too, whose only
        capture has the bytes of its neighbour.
        """
        return [
            f"{self._base}/cdx/search/cdx?{_query(host, *part)}"
            for host in hosts
            for part in years(first, last)
        ]

    def listing(self, address: str, body: bytes) -> Listing:
        """Read lines, the first of which names the fields; the last may be a key to go on by."""
        try:
            lines = json.loads(body or b"[]")[:]
            resume = lines.pop()[0] if len(lines) > 1 and lines[-2] == [] else None
            names, *rows = [[*line] for line in lines if line] or [[*FIELDS]]
            place = f"{self._base}/web"
            read = [listed(place, dict(zip(names, row, strict=True))) for row in rows]
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            message = f"the index answers what is no list: {body[:80]!r}"
            raise SourceError(message) from error
        further = (address.partition(RESUME)[0] + RESUME + resume,) if resume else ()
        return Listing(rows=[row for row in read if row], further=further)

    def request(self, memento: Memento) -> tuple[str, Mapping[str, str]]:
        """Return the address of the raw capture."""
        return memento.address.partition("#")[0], {}

    def recovered(self, memento: Memento, answer: Answer) -> Recovered:
        """Read a raw capture."""
        return replay.recovered(memento, answer, self._pause)


def years(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Cut a time into years; what comes before the index is sliced is one part."""
    while first <= last:
        end = date(max(first.year, SLICED - 1), 12, 31)
        yield first, min(end, last)
        first = date(end.year + 1, 1, 1)


def _query(host: str, first: date, last: date) -> str:
    return urlencode(
        [
            ("url", host),
            ("matchType", "host"),
            ("from", f"{first:%Y%m%d}000000"),
            ("to", f"{last:%Y%m%d}235959"),
            ("output", "json"),
            ("fl", ",".join(FIELDS)),
            ("filter", "!statuscode:[45].."),
            ("limit", AT_ONCE),
            ("showResumeKey", "true"),
            ("gzip", "false"),
        ]
    )
