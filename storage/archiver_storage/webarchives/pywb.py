"""A private pywb: the CDXJ index of a collection, and its captures by time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode, urlsplit

from archiver.errors import SettingsError, SourceError
from archiver.webarchives.webarchive import Answer, Listing, Recovered, WebArchive
from archiver_storage.webarchives import replay
from archiver_storage.webarchives.lines import listed, objects
from archiver_storage.webarchives.wayback import years

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from archiver.settings import ArchivesSettings
    from archiver.webarchives.mementos import Memento

SCHEME = "pywb:"


class Pywb(WebArchive):
    """A collection that pywb serves: `source=pywb:http://localhost:8080/collection`."""

    name: ClassVar[str] = "pywb"

    def __init__(self, address: str, settings: ArchivesSettings) -> None:
        self._base = address.removeprefix(SCHEME).rstrip("/")
        self._pause = settings.pause
        if "@" in self._base:
            message = (
                "the address of a collection may have no user or password in it, since it stands "
                "in every capture; let pywb answer this machine without: source=pywb:URL"
            )
            raise SettingsError(message)
        if urlsplit(self._base).scheme not in {"http", "https"}:
            message = f"{address} names no collection: source=pywb:http://localhost:8080/collection"
            raise SettingsError(message)

    @classmethod
    def opens(cls, address: str) -> bool:
        """Whether it is called by its name and the address of a collection."""
        return address.startswith(SCHEME)

    @property
    def places(self) -> tuple[str, ...]:
        """The index and the captures stand under the collection."""
        return (f"{self._base}/",)

    def index(self, hosts: Iterable[str], first: date, last: date) -> list[str]:
        """Return a query a host and year."""
        return [
            f"{self._base}/cdx?{_query(host, *part)}"
            for host in hosts
            for part in years(first, last)
        ]

    def listing(self, address: str, body: bytes) -> Listing:
        """Read lines, an object each."""
        del address
        try:
            read = [listed(self._base, row) for row in objects(body)]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"the index answers what is no list: {body[:80]!r}"
            raise SourceError(message) from error
        return Listing(rows=[row for row in read if row])

    def request(self, memento: Memento) -> tuple[str, Mapping[str, str]]:
        """Return the address of the raw capture."""
        return memento.address.partition("#")[0], {}

    def recovered(self, memento: Memento, answer: Answer) -> Recovered:
        """Read a raw capture."""
        return replay.recovered(memento, answer, self._pause)


def _query(host: str, first: date, last: date) -> str:
    return urlencode(
        [
            ("url", host),
            ("matchType", "host"),
            ("from", f"{first:%Y%m%d}"),
            ("to", f"{last:%Y%m%d}"),
            ("output", "json"),
        ]
    )
