"""What readers of a WACZ find things by: the index of its records, and the list of its pages."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import UTC, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver_storage.exports.wacz.notes import Page
    from archiver_storage.exports.wacz.package import Package

INDEX = "index.cdx.gz"
BLOCK = 1024
"""Lines of the index that are packed together."""
HEAD = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}


def write_index(lines: Iterator[str], package: Package) -> None:
    """Write the lines in packed blocks, and an index of the blocks."""
    blocks = ["!meta 0 " + json.dumps({"format": "cdxj-gzip-1.0", "filename": INDEX})]
    with package.member(f"indexes/{INDEX}", packed=False) as member:
        while block := list(islice(lines, BLOCK)):
            data = gzip.compress("".join(f"{line}\n" for line in block).encode(), mtime=0)
            place = {
                "offset": member.size,
                "length": len(data),
                "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "filename": INDEX,
            }
            blocks.append(" ".join([*block[0].split(" ", 2)[:2], json.dumps(place)]))
            member.write(data)
    with package.member("indexes/index.idx") as member:
        member.write("".join(f"{block}\n" for block in blocks).encode())


def write_pages(pages: Iterable[Page], package: Package) -> None:
    """Write a line a page."""
    with package.member("pages/pages.jsonl") as member:
        for told in chain([HEAD], map(_told, pages)):
            member.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")


def _told(page: Page) -> dict[str, str]:
    at = datetime.strptime(page.at, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return {
        "id": hashlib.sha256(page.record.encode()).hexdigest()[:16],
        "url": page.url,
        "ts": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "title": page.title,
        "text": page.words,
    }
