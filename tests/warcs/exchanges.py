"""Exchanges for tests: short to write, whole as off the wire."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from archiver.captures import Exchange
from archiver_storage.warc import WarcStore

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2018, 3, 27, 3, 14, 7, 123456, tzinfo=UTC)
OK = b"HTTP/1.1 200 OK\r\n"


def exchange(
    url: str = "http://bode.example/tin/1",
    response: bytes = OK + b"\r\n",
    **more: Any,  # any field
) -> Exchange:
    """Return an exchange of a GET, or of what ``more`` says."""
    path = "/" + url.split("/", 3)[3] if url.count("/") > 2 else "/"
    request = f"GET {path} HTTP/1.1\r\nHost: bode.example\r\n\r\n".encode()
    fields: dict[str, Any] = {"at": AT, "request": request, "ip": "192.0.2.7", **more}
    return Exchange(record_id=f"urn:uuid:{uuid.uuid4()}", url=url, response=response, **fields)


def post(url: str, form: str, response: bytes, **more: Any) -> Exchange:  # any field
    """Return an exchange of a POST of a form."""
    request = (
        "POST /api HTTP/1.1\r\nHost: bode.example\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(form)}\r\n\r\n{form}"
    )
    return exchange(url, response, request=request.encode(), **more)


def chunked(*parts: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """Return a chunked body."""
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + end


def opened(folder: Path, **options: Any) -> WarcStore:  # any option
    """Return a store that is ready to be written to."""
    store = WarcStore(folder, **options)
    store.open(
        site="bo-de",
        operator="archive@example.org",
        user_agent="archiver/0 (+https://example.org)",
        robots="obeyed",
    )
    return store


def files(folder: Path) -> list[Path]:
    """Return the WARC files of an archive's folder."""
    return sorted((folder / "warc").iterdir())
