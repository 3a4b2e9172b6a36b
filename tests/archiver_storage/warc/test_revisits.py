"""What is not kept twice: revisits, written, checked by three readers, and read back."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from warcio.checker import Checker

from archiver.captures import Exchange
from archiver_storage.warc import WarcSource, WarcStore
from warcs.checker import check

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.captures import Capture

AT = datetime(2026, 3, 1, 19, 0, 0, 123456, tzinfo=UTC)
URL = "https://example.vn/tin-tuc"
ASKED = b"GET /tin-tuc HTTP/1.1\r\nHost: example.vn\r\n\r\n"
PAGE = (
    b'HTTP/1.1 200 OK\r\nETag: "a"\r\nContent-Type: text/html\r\nContent-Length: 8\r\n\r\n<p>one</'
)
SAME = PAGE.replace(b"ETag", b"X-Again: yes\r\nETag")
OTHER = PAGE.replace(b"one", b"two")
NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'


def opened(folder: Path) -> WarcStore:
    store = WarcStore(folder, compression=1)
    store.open(site="toy", operator="a@b.vn", user_agent="x", robots="obey")
    return store


def exchange(response: bytes, day: int, original: Capture | None = None) -> Exchange:
    return Exchange(
        record_id=f"urn:uuid:{uuid.uuid4()}",
        url=URL,
        at=AT + timedelta(days=day),
        request=ASKED,
        response=response,
        original=original,
    )


def kept(folder: Path, *responses: bytes) -> list[Capture]:
    """Keep responses on days that follow each other, each in a file of its own."""
    captures: list[Capture] = []
    for day, response in enumerate(responses):
        store = opened(folder)
        captures.append(store.write(exchange(response, day, captures[0] if captures else None)))
        store.sync()
        store.close()
    return captures


@pytest.mark.parametrize(("response", "status"), [(NOT_MODIFIED, 304), (SAME, 200)])
def test_a_revisit_is_sound_and_has_the_originals_body(
    response: bytes, status: int, tmp_path: Path
) -> None:
    first, again = kept(tmp_path, PAGE, response)
    assert (again.refers_to, again.status) == (first.record_id, status)
    record = next(
        record
        for path in (tmp_path / "warc").iterdir()
        for record in check(path)
        if record["WARC-Type"] == "revisit"
    )
    assert record["WARC-Refers-To"] == f"<{first.record_id}>"
    assert record["WARC-Refers-To-Date"] == "2026-03-01T19:00:00.123456Z"
    assert record["WARC-Target-URI"] == record["WARC-Refers-To-Target-URI"] == URL
    assert not record.payload

    stored = WarcStore(tmp_path).read(again)
    assert (stored.status, stored.body) == (200, b"<p>one</")
    found = WarcSource.open(str(tmp_path / "warc")).find(URL)
    assert (found.body, found.capture.record_id) == (stored.body, again.record_id)
    assert found.capture.refers_to == first.record_id
    assert (("X-Again", "yes") in found.headers) is (response == SAME)


def test_warcio_finds_nothing_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept(tmp_path, PAGE, NOT_MODIFIED, SAME, OTHER)
    command = type("Command", (), {"verbose": True, "inputs": []})
    for path in sorted((tmp_path / "warc").iterdir()):
        checker = Checker(command)
        checker.process_one(str(path))
        assert checker.exit_value == 0, capsys.readouterr().out


def test_the_head_of_a_304_is_noted(tmp_path: Path) -> None:
    kept(tmp_path, PAGE, NOT_MODIFIED)
    notes = b"".join(p.block for path in (tmp_path / "warc").iterdir() for p in check(path))
    assert b"notModified: HTTP/1.1 304 Not Modified\r\n" in notes
    assert b'notModified: ETag: "a"\r\n' in notes


@pytest.mark.parametrize("response", [OTHER, PAGE[:-3], PAGE.replace(b"200 OK", b"404 No")])
def test_another_answer_is_kept_whole(response: bytes, tmp_path: Path) -> None:
    _, again = kept(tmp_path, PAGE, response)
    assert again.refers_to is None
    assert WarcStore(tmp_path).read(again).body == response.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize("response", [NOT_MODIFIED, SAME])
def test_nothing_refers_to_a_file_that_is_not_there(response: bytes, tmp_path: Path) -> None:
    first, *_ = kept(tmp_path, PAGE)
    (tmp_path / first.file).unlink()
    store = opened(tmp_path)
    again = store.write(exchange(response, 1, first))
    store.close()
    assert again.refers_to is None
    (path,) = (tmp_path / "warc").iterdir()
    assert "response" in {record["WARC-Type"] for record in check(path)}
