"""Common Crawl's dialect: a list of crawls, an index of each, and pieces of WARC files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from portal.answers import Answer

if TYPE_CHECKING:
    from archives.holding import Held, Holding
    from portal.answers import Request

_OK: Final = 200
_INDEX: Final = re.compile(r"/(CC-MAIN-\d{4}-\d\d)-index")
_RANGE: Final = re.compile(r"bytes=(\d+)-(\d+)")
_JSON: Final = (("Content-Type", "text/x-ndjson"),)


class CommonCrawl:
    """Answers as index.commoncrawl.org and data.commoncrawl.org do, ``page_size`` lines a page.

    A capture is of the crawl of its year and week.
    """

    def __init__(self, holding: Holding, page_size: int = 7) -> None:
        self.rows = [r for r in holding.rows if r.kind == "response" and r.status == _OK]
        self.page_size = page_size

    def answer(self, request: Request) -> Answer:
        """Return what it answers."""
        if request.path == "/collinfo.json":
            return Answer(headers=_JSON, body=json.dumps(self._crawls()).encode())
        if match := _INDEX.fullmatch(request.path):
            return self._index(match[1], request.target)
        if request.path.startswith("/crawl-data/"):
            return self._piece(request)
        return self.not_found(request.path)

    def not_found(self, path: str, status: int | None = None) -> Answer:
        """Return what it says where it holds nothing."""
        message = {"message": f"No Captures found for: {path}"}
        return Answer(status=status or 404, headers=_JSON, body=json.dumps(message).encode())

    def _crawls(self) -> list[dict[str, str]]:
        ids = {_crawl(row) for row in self.rows} | {"CC-MAIN-2013-20", "CC-MAIN-2009-2010"}
        return [{"id": name, "cdx-api": f"/{name}-index"} for name in sorted(ids, reverse=True)]

    def _index(self, crawl: str, target: str) -> Answer:
        query = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        hosts = {query["url"], f"www.{query['url']}"}
        rows = [r for r in self.rows if _crawl(r) == crawl and urlsplit(r.url).hostname in hosts]
        if not rows:
            return self.not_found(query["url"])
        pages = -(-len(rows) // self.page_size)
        if query.get("showNumPages") == "true":
            lines = [{"pages": pages, "pageSize": 5, "blocks": 1}]
            return Answer(headers=_JSON, body=json.dumps(lines[0]).encode())
        page = int(query.get("page", 0))
        if page >= pages:
            return self.not_found("page", 400)
        part = rows[page * self.page_size :][: self.page_size]
        return Answer(headers=_JSON, body="".join(map(_line, part)).encode())

    def _piece(self, request: Request) -> Answer:
        name = request.path.rpartition("/")[2]
        path = next((row.file for row in self.rows if row.file.name == name), None)
        match = _RANGE.fullmatch(request.headers.get("range", ""))
        if path is None or match is None:
            return self.not_found(request.path, 404 if path is None else 403)
        first, last = int(match[1]), int(match[2])
        with path.open("rb") as file:
            file.seek(first)
            piece = file.read(last - first + 1)
        kind = (("Content-Type", "application/octet-stream"),)
        return Answer(status=206, headers=kind, body=piece)


def _crawl(row: Held) -> str:
    year, week, _ = row.at.isocalendar()
    return f"CC-MAIN-{year}-{week:02}"


def _line(row: Held) -> str:
    told = {
        "urlkey": row.key,
        "timestamp": row.stamp,
        "url": row.url,
        "mime": row.mime,
        "status": str(row.status),
        "digest": row.digest,
        "length": str(row.length),
        "offset": str(row.offset),
        "filename": f"crawl-data/{_crawl(row)}/warc/{row.file.name}",
    }
    return json.dumps(told) + "\n"
