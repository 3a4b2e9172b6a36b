"""What does a capture cost: CPU to write it, bytes it takes, CPU to index and to read it?

Against warcio's WARCWriter in the same run, on the same pages, with the same three records each;
against what bare Scrapy takes to fetch such a page from the loopback; and, for pages that have not
changed, what a revisit takes beside a capture with its page. The pages are those of a WARC, cut to
40 kB, else made up.

    python bench/capture.py [WARC]
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
import uuid
import warnings
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from crawl import bare, portal
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archiver.captures import Exchange
from archiver_storage.warc import WarcSource, WarcStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGES = 600
SIZE = 40_000
ROUNDS = 5
FETCHED = 600
"""Articles that bare Scrapy fetches."""
DEFAULT = 3
"""Level of compression, unless it is set."""
SHARE = 0.25
"""Of the CPU of a page that bare Scrapy fetches, what keeping it may take."""
SAVED = 0.15
"""Of the bytes of a capture, what a revisit of a page may take: heads, but of three records."""
NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html;charset=UTF-8\r\n\r\n"
AGENT = b"User-Agent: archiver/0.1 (+https://example.org)\r\nAccept: text/html\r\n"


def bodies(warc: Path | None) -> list[bytes]:
    """Return pages of about 40 kB."""
    if warc is None:
        return list(_made_up(Random(1)))  # noqa: S311  # text, no secrets
    records = ArchiveIterator(str(warc), record_types=WarcRecordType.response)
    found = [record.reader.read()[:SIZE] for record in records]
    return found[:: max(1, len(found) // PAGES)][:PAGES]


def _made_up(chance: Random) -> Iterator[bytes]:
    words = ["".join(chance.choices("aăâeêioôơuưyđnhcgt ", k=7)) for _ in range(3000)]
    for _ in range(PAGES):
        texts = (" ".join(chance.choices(words, k=30)) for _ in range(140))
        yield "".join(f'<p class="tin">{text}</p>\n' for text in texts).encode()[:SIZE]


def exchanges(pages: list[bytes]) -> list[Exchange]:
    """Return an exchange for each page."""
    return [
        Exchange(
            record_id=f"urn:uuid:{uuid.uuid4()}",
            url=f"http://longbien.example/tin/-/view_content/{number}",
            at=datetime.now(UTC),
            request=b"GET /tin/%d HTTP/1.1\r\nHost: longbien.example\r\n%s\r\n" % (number, AGENT),
            response=HEAD + page,
            ip="192.0.2.7",
            metadata={"fetchTimeMs": "40"},
        )
        for number, page in enumerate(pages)
    ]


def ours(folder: Path, kept: list[Exchange], compression: int) -> Path:
    """Write with the project's storage."""
    store = WarcStore(folder, compression=compression)
    store.open(site="bench", operator=None, user_agent=None, robots="obeyed")
    for exchange in kept:
        store.write(exchange)
    store.close()
    (path,) = (folder / "warc").iterdir()
    return path


def warcio(folder: Path, kept: list[Exchange]) -> Path:
    """Write with warcio."""
    path = folder / "warcio.warc.gz"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, warc_version="1.1")
        for exchange in kept:
            _write_with_warcio(writer, exchange)
    return path


def _write_with_warcio(writer: WARCWriter, exchange: Exchange) -> None:
    response = writer.create_warc_record(
        exchange.url,
        "response",
        io.BytesIO(exchange.response[len(HEAD) :]),
        http_headers=StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html;charset=UTF-8")], protocol="HTTP/1.1"
        ),
    )
    request = writer.create_warc_record(
        exchange.url,
        "request",
        io.BytesIO(),
        http_headers=StatusAndHeaders(
            "GET / HTTP/1.1", [("Host", "longbien.example")], is_http_request=True
        ),
    )
    metadata = writer.create_warc_record(
        exchange.url,
        "metadata",
        io.BytesIO(b"fetchTimeMs: 40\r\n"),
        warc_content_type="application/warc-fields",
    )
    writer.write_request_response_pair(request, response)
    writer.write_record(metadata)


def measure(write: Callable[[Path], Path], count: int) -> tuple[float, float]:
    """Return milliseconds of CPU and bytes a capture; of several rounds the quickest."""
    best, size = float("inf"), 0
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            began = time.process_time()
            path = write(Path(folder))
            best, size = min(best, time.process_time() - began), path.stat().st_size
    return best / count * 1000, size / count


def measure_revisits(kept: list[Exchange], again: Callable[[Exchange], bytes]) -> float:
    """Return the bytes of a capture of a page that is as it was, and is answered so."""
    with tempfile.TemporaryDirectory() as folder:
        store = WarcStore(Path(folder))
        store.open(site="bench", operator=None, user_agent=None, robots="obeyed")
        first = [store.write(exchange) for exchange in kept]
        revisits = [
            store.write(
                replace(
                    exchange,
                    record_id=f"urn:uuid:{uuid.uuid4()}",
                    response=again(exchange),
                    original=original,
                )
            )
            for exchange, original in zip(kept, first, strict=True)
        ]
        store.close()
        (path,) = (Path(folder) / "warc").iterdir()
        return (path.stat().st_size - revisits[0].offset) / len(kept)


def fetching() -> float:
    """Return milliseconds of CPU that bare Scrapy takes for a page of the simulated portal."""
    with portal(FETCHED, SIZE) as address, tempfile.TemporaryDirectory() as folder:
        return bare(address, Path(folder)).each


def measure_reading(kept: list[Exchange]) -> tuple[float, float]:
    """Return milliseconds of CPU to index and to find one capture."""
    with tempfile.TemporaryDirectory() as folder:
        path = ours(Path(folder), kept, 3)
        began = time.process_time()
        source = WarcSource.open(str(path))
        indexed = time.process_time()
        for exchange in kept:
            source.find(exchange.url)
        found = time.process_time()
    return (indexed - began) / len(kept) * 1000, (found - indexed) / len(kept) * 1000


def main() -> int:
    """Print the figures; return 1 where a bound is broken."""
    warnings.simplefilter("ignore", ResourceWarning)  # warcio leaves temporary files open
    kept = exchanges(bodies(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
    raw = sum(len(exchange.response) for exchange in kept) / len(kept)
    print(f"{len(kept)} captures of {raw / 1000:.1f} kB, the quickest of {ROUNDS} rounds")
    theirs, size = measure(lambda folder: warcio(folder, kept), len(kept))
    print(f"warcio               {theirs:.2f} ms a capture, {size:,.0f} bytes")
    costs = {}
    for level in (1, 3, 4, 6, 9):
        costs[level] = measure(lambda folder, level=level: ours(folder, kept, level), len(kept))  # type: ignore[misc]  # the default binds it
        spent, size = costs[level]
        print(
            f"ours, compression {level}  {spent:.2f} ms a capture, {size:,.0f} bytes, "
            f"{theirs / spent:.1f} times as fast"
        )
    index, find = measure_reading(kept)
    print(f"index {index:.2f} ms a capture, find and read {find:.2f} ms")
    spent, size = costs[DEFAULT]
    fetched = fetching()
    share = spent / fetched
    print(f"bare Scrapy {fetched:.2f} ms a page: keeping it is {share:.0%}, at most {SHARE:.0%}")
    answers = {"the same page": _whole, "304": lambda _: NOT_MODIFIED}
    saved = {name: measure_revisits(kept, again) / size for name, again in answers.items()}
    for name, part in saved.items():
        print(f"a revisit, {name}: {part:.1%} of the bytes of a capture, at most {SAVED:.0%}")
    return int(share > SHARE or max(saved.values()) > SAVED)


def _whole(exchange: Exchange) -> bytes:
    return exchange.response


if __name__ == "__main__":
    sys.exit(main())
