"""What a web archive holds: the responses of WARC files, as warcio reads them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

STAMP = "%Y%m%d%H%M%S"
REVISIT = "warc/revisit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One capture; a revisit has the headers and body of the capture that it repeats."""

    url: str
    at: datetime
    kind: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    digest: str
    file: Path
    offset: int
    length: int

    @property
    def stamp(self) -> str:
        return self.at.strftime(STAMP)

    @property
    def key(self) -> str:
        return surt(self.url)

    @property
    def mime(self) -> str:
        if self.kind == "revisit":
            return REVISIT
        named = {name.lower(): value for name, value in self.headers}
        return named.get("content-type", "unk").partition(";")[0].strip().lower()


@dataclass(slots=True)
class Holding:
    """Every capture, by key and time, as an index has them."""

    rows: list[Held] = field(default_factory=list)

    def add(self, *paths: Path, wanted: Callable[[str], bool] = lambda _: True) -> Holding:
        """Take in the responses of files whose address is wanted."""
        for path in paths:
            self.rows.extend(_read(path, wanted))
        self.rows.sort(key=lambda row: (row.key, row.stamp))
        return self

    def of_host(self, host: str) -> Iterator[Held]:
        head = surt(f"http://{host}/").partition(")")[0] + ")"
        return (row for row in self.rows if row.key.startswith(head))

    def nearest(self, url: str, stamp: str) -> Held | None:
        """Return the capture of an address that is nearest in time."""
        rows = [row for row in self.rows if row.key == surt(url)]
        at = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
        return min(rows, key=lambda row: abs(row.at - at), default=None)


def surt(url: str) -> str:
    """Return how indexes write an address: host backwards, without scheme, www and case."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}){parts.path or '/'}{query}".lower()


def _read(path: Path, wanted: Callable[[str], bool]) -> Iterator[Held]:
    known: dict[str, Held] = {}
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        for record in records:
            url = (record.rec_headers["WARC-Target-URI"] or "").strip("<>")
            if record.rec_type not in {"response", "revisit"} or not wanted(url):
                continue
            held = _held(record, url, path, known)
            records.read_to_end(record)
            if held is not None:
                row = _placed(held, records.get_record_offset(), records.get_record_length())
                known.setdefault(row.digest, row)
                yield row


def _held(record: ArcWarcRecord, url: str, path: Path, known: dict[str, Held]) -> Held | None:
    digest = (record.rec_headers["WARC-Payload-Digest"] or "").removeprefix("sha1:")
    original = known.get(digest) if record.rec_type == "revisit" else None
    if record.http_headers is None or (record.rec_type == "revisit" and original is None):
        return None
    date = record.rec_headers["WARC-Date"]
    return Held(
        url=url,
        at=datetime.fromisoformat(date).replace(microsecond=0),
        kind=record.rec_type,
        status=int(record.http_headers.get_statuscode()),
        headers=original.headers if original else tuple(record.http_headers.headers),
        body=original.body if original else record.raw_stream.read(),
        digest=digest,
        file=path,
        offset=0,
        length=0,
    )


def _placed(held: Held, offset: int, length: int) -> Held:

    return replace(held, offset=offset, length=length)
