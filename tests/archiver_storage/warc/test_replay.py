"""pywb, which archives everywhere replay with, gives back what the server sent."""

from __future__ import annotations

import gzip
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from checker.pywb_replay import ENVIRONMENT, Replay, replaying
from warcs.captured import archive, filling
from warcs.exchanges import AT, OK, chunked, exchange, files, post

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.checker,
    pytest.mark.skipif(
        not (ENVIRONMENT / "bin/wayback").exists(), reason="needs pywb: run `make checker`"
    ),
]

TEXT = ("<!DOCTYPE html><title>Bồ Đề</title>" + "<p>Tổ dân phố số 7 họp.</p>" * 400).encode()
HTML = b"Content-Type: text/html; charset=utf-8\r\n"
PACKED = gzip.compress(TEXT)
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
PIECES = [PACKED[at : at + 700] for at in range(0, len(PACKED), 700)]
PAGES: dict[str, tuple[bytes, int, bytes]] = {
    "plain": (OK + HTML + b"Content-Length: %d\r\n\r\n" % len(TEXT) + TEXT, 200, TEXT),
    "until-closed": (OK + HTML + b"\r\n" + TEXT, 200, TEXT),
    "chunked": (OK + HTML + CHUNKED + chunked(TEXT[:99], TEXT[99:]), 200, TEXT),
    "gzip": (OK + HTML + b"Content-Encoding: gzip\r\n\r\n" + PACKED, 200, PACKED),
    "gzip-chunked": (
        OK + HTML + b"Content-Encoding: gzip\r\n" + CHUNKED + chunked(*PIECES),
        200,
        PACKED,
    ),
    "deflate": (
        OK + HTML + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(TEXT),
        200,
        zlib.compress(TEXT),
    ),
    "cut": (OK + HTML + CHUNKED + chunked(TEXT, end=b"ff\r\nhalf"), 200, TEXT + b"half"),
    "odd-head": (
        b"HTTP/1.1 200 Fine By Me\r\nX-Odd: caf\xe9\r\nset-cookie: a=1\r\n\r\nx",
        200,
        b"x",
    ),
    "binary": (OK + b"Content-Type: image/png\r\n\r\n" + bytes(range(256)), 200, bytes(range(256))),
    "missing": (b"HTTP/1.1 404 Not Found\r\n" + HTML + b"\r\nnone", 404, b"none"),
    "moved": (b"HTTP/1.1 302 Found\r\nLocation: /plain\r\nContent-Length: 0\r\n\r\n", 302, b""),
    "hinted": (b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + HTML + b"\r\n" + TEXT, 200, TEXT),
}
HOST = "http://bode.example"


def wacz(folder: Path) -> list[Path]:
    """Export the whole archive."""
    path = folder / "all.wacz"
    with archive(folder) as kept, path.open("wb") as file:
        kept.export("wacz", kept.articles(), file, whole=True)
    return [path]


@pytest.fixture(scope="module", params=[files, wacz])
def replay(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Replay]:
    folder = tmp_path_factory.mktemp("kept")
    with filling(folder) as place:
        for name, (response, _, _) in PAGES.items():
            place.keep(exchange(f"{HOST}/{name}", response))
        place.keep(post(f"{HOST}/api", "page=1", OK + HTML + b"\r\none"))
        place.keep(post(f"{HOST}/api", "page=2", OK + HTML + b"\r\ntwo"))
        place.keep(exchange(f"{HOST}/nothing", b"", truncated="time"))
    with replaying(request.param(folder), tmp_path_factory.mktemp("pywb")) as running:
        yield running


@pytest.mark.parametrize("name", PAGES)
def test_pages_come_back_byte_for_byte(replay: Replay, name: str) -> None:
    _, status, body = PAGES[name]
    replayed = replay.get(f"{HOST}/{name}", AT)
    assert (replayed.status, replayed.body) == (status, body)


def test_heads_come_back(replay: Replay) -> None:
    fields = replay.get(f"{HOST}/gzip-chunked", AT).headers
    assert ("Content-Encoding", "gzip") in fields
    assert ("X-Archive-Orig-Transfer-Encoding", "chunked") in fields
    assert ("X-Odd", "caf\xe9") in replay.get(f"{HOST}/odd-head", AT).headers


def test_forms_come_back(replay: Replay) -> None:
    assert replay.get(f"{HOST}/api", AT, b"page=1").body == b"one"
    assert replay.get(f"{HOST}/api", AT, b"page=2").body == b"two"


def test_what_was_never_kept_is_not_replayed(replay: Replay) -> None:
    assert replay.get(f"{HOST}/nothing", AT + timedelta(days=1)).status == 404
