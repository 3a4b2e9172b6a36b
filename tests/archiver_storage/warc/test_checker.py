"""The strict checker sees what it is there for."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import pytest

from warcs.checker import check
from warcs.exchanges import OK, exchange, files, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    store = opened(tmp_path)
    store.write(exchange(response=OK + b"Content-Length: 4\r\n\r\nfour"))
    store.close()
    return files(tmp_path)[0]


def members(data: bytes) -> list[bytes]:
    found = []
    while data:
        unpacker = zlib.decompressobj(31)
        found.append(unpacker.decompress(data))
        data = unpacker.unused_data
    return found


def changed(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        records = members(data)
        assert any(old in record for record in records)
        return b"".join(gzip.compress(record.replace(old, new)) for record in records)

    return change


@pytest.mark.parametrize(
    ("spoil", "finding"),
    [
        (lambda _: b"", "empty"),
        (lambda data: data[:-1], "member cut"),
        (lambda data: data + b"not packed", "bad gzip"),
        (lambda data: gzip.compress(gzip.decompress(data)), "do not agree"),
        (lambda data: data + gzip.compress(members(data)[-1]), "used twice"),
        (lambda data: b"".join(map(gzip.compress, members(data)[1:])), "no warcinfo"),
        (
            lambda data: b"".join(map(gzip.compress, [*members(data)[:1], *members(data)[2:]])),
            "not in",
        ),
        (changed(b"four", b"five"), "payload digest"),
        (changed(b"GET", b"PUT"), "block digest"),
        (changed(b"WARC/1.1", b"WARC/1.0"), "no head"),
        (changed(b"WARC-Date: 2018-03-27T", b"WARC-Date: 27.03.2018 "), "date"),
        (
            changed(b"Content-Length: 4\r\n\r\n", b"Content-Length: 9\r\n\r\n"),
            "HTTP Content-Length",
        ),
        (changed(b"WARC-Concurrent-To", b"X-Concurrent-To"), "linked to no record"),
        (changed(b"WARC-Type: request", b"WARC-Type: question"), "type 'question'"),
        (changed(b"WARC-Target-URI: http://bode", b"WARC-Target-URI: Bode"), "target URI"),
        (changed(b"urn:uuid:", b"urn:id:"), "record id"),
        (changed(b"\r\nrobots: obeyed", b""), "without robots"),
        (changed(b"WARC-IP-Address", b"WARC-Date"), "stands there twice"),
        (changed(b"\r\n\r\nfour\r\n\r\n", b"\r\n\r\nfour\r\n"), "do not agree"),
    ],
)
def test_damage_is_seen(warc: Path, spoil: Callable[[bytes], bytes], finding: str) -> None:
    check(warc)
    warc.write_bytes(spoil(warc.read_bytes()))
    with pytest.raises(AssertionError, match=finding):
        check(warc)
