"""What is written to a WARC is sound, is what came, and comes back as it was."""

from __future__ import annotations

import gzip
import random
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from annotated_types import Le
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.errors import SettingsError, SourceError, StorageError
from archiver.settings import CrawlSettings
from archiver_storage.warc import WarcStore
from warcs.checker import WarcRecord, check
from warcs.exchanges import OK, chunked, exchange, files, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver.captures import Exchange

BODY = "Kế hoạch tiêm chủng tháng tư".encode()
PACKED = gzip.compress(BODY)
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
CODED = OK + b"Content-Encoding: gzip\r\n"
ODD = b"HTTP/1.1 404 Kh\xf4ng\r\nX-Odd: caf\xe9\r\n\r\n"
BYTES = bytes(range(256))
MIXED: list[tuple[bytes, int | None, bytes | None, str | None]] = [
    (OK + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY, 200, BODY, None),
    (OK + b"Content-Length: 999\r\n\r\n" + BODY, 200, BODY, "unspecified"),
    (CHUNKED + chunked(BODY), 200, BODY, None),
    (CHUNKED + chunked(BODY, end=b"ff\r\nab"), 200, BODY + b"ab", "unspecified"),
    (CODED + b"\r\n" + PACKED, 200, PACKED, None),
    (CODED + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(PACKED), 200, PACKED, None),
    (CHUNKED + b"none of it", 200, b"none of it", None),
    (ODD + BYTES, 404, BYTES, None),
    (b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", 302, b"", None),
    (b"HTTP/1.1 200 OK\r\nCut: he", 200, b"", None),
    (b"\x16\x03\x01 no HTTP at all", None, None, None),
    (b"", None, None, None),
]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[WarcStore]:
    store = opened(tmp_path)
    yield store
    store.close()


def written(folder: Path, *exchanges: Exchange) -> list[WarcRecord]:
    store = opened(folder)
    for each in exchanges:
        store.write(each)
    store.close()
    (path,) = files(folder)
    return check(path)


def test_all_kinds_of_responses_come_back(tmp_path: Path) -> None:
    store = opened(tmp_path)
    captures = [store.write(exchange(response=response)) for response, *_ in MIXED]
    store.sync()
    for finished in (False, True):
        for capture, (_, status, body, truncated) in zip(captures, MIXED, strict=True):
            assert (capture.status, capture.truncated) == (status, truncated)
            if body is None:
                with pytest.raises(SourceError, match="no HTTP response"):
                    store.read(capture)
                continue
            stored = store.read(capture)
            assert stored.body == body
            assert stored.capture == capture
        if not finished:
            store.close()
    (path,) = files(tmp_path)
    check(path)


def test_other_readers_agree(tmp_path: Path) -> None:
    written(tmp_path, *(exchange(response=response) for response, *_ in MIXED))
    (path,) = files(tmp_path)
    subprocess.run(["gzip", "-t", path], check=True)  # whichever gzip there is
    warcio = Path(sys.executable).with_name("warcio")
    result = subprocess.run(
        [warcio, "check", "-v", path], check=False, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout
    assert "digest fail" not in result.stdout
    assert result.stdout.count("digest pass") == 3 * len(MIXED)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=3000),
    parts=st.integers(0, 4),
    fields=st.lists(
        st.tuples(
            st.from_regex(r"[A-Z][a-z]{1,8}(-[A-Z][a-z]{1,8})?", fullmatch=True),
            st.from_regex(
                r"[\x21-\x7e\xa0-\xff]([\x20-\x7e\xa0-\xff]{0,20}[\x21-\x7e\xa0-\xff])?",
                fullmatch=True,
            ),
        ),
        max_size=5,
    ),
)
def test_round_trip(
    archive: WarcStore, body: bytes, parts: int, fields: list[tuple[str, str]]
) -> None:
    head = "HTTP/1.1 200 OK\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields)
    response = head.encode("latin-1")
    if parts:
        size = len(body) // parts + 1
        response += b"Transfer-Encoding: chunked\r\n\r\n"
        response += chunked(*(body[at : at + size] for at in range(0, len(body), size)))
    else:
        response += b"\r\n" + body
    stored = archive.read(archive.write(exchange(response=response)))
    assert stored.body == body
    assert stored.headers[: len(fields)] == tuple(fields)


def test_records_of_one_exchange(tmp_path: Path) -> None:
    at = datetime(2018, 3, 27, 10, 14, 7, 5, tzinfo=timezone(timedelta(hours=7)))
    kept = exchange(
        "http://bode.example/tin/á b", OK + b"\r\nx", at=at, metadata={"via": "a\r\nb: c"}
    )
    info, response, request, metadata = written(tmp_path, kept)
    assert [r["WARC-Type"] for r in (info, response, request, metadata)] == [
        "warcinfo", "response", "request", "metadata",
    ]  # fmt: skip
    assert b"operator: archive@example.org\r\n" in info.block
    assert info["WARC-Filename"] == files(tmp_path)[0].name
    assert response["WARC-Record-ID"] == f"<{kept.record_id}>"
    assert response["WARC-Target-URI"] == "http://bode.example/tin/%C3%A1%20b"
    assert response["WARC-Date"] == "2018-03-27T03:14:07.000005Z"
    assert response["WARC-IP-Address"] == "192.0.2.7"
    assert response.block == kept.response
    assert request.block == kept.request
    assert metadata.block.startswith(b"via: a b: c\r\npayloadSha256: 2d7116")


def test_no_response_keeps_the_request_and_says_why(tmp_path: Path) -> None:
    lost = exchange(response=b"", truncated="time")
    _, request, metadata = written(tmp_path, lost)
    assert request["WARC-Record-ID"] == f"<{lost.record_id}>"
    assert request.block == lost.request
    assert b"noResponse: time\r\n" in metadata.block


def test_what_was_taken_away_is_noted(tmp_path: Path) -> None:
    response = b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + b"Transfer-Encoding: chunked\r\n\r\n"
    response += chunked(b"x", end=b"0\r\nX-Sum: 1\r\n\r\nmore")
    *_, metadata = written(tmp_path, exchange(response=response))
    assert (
        b"interimResponse: HTTP/1.1 103 Early Hints\r\ntrailer: X-Sum: 1\r\nbytesAfterBody: 4\r\n"
        in metadata.block
    )


def test_head_requests_are_not_short(archive: WarcStore) -> None:
    capture = archive.write(
        exchange(request=b"HEAD / HTTP/1.1\r\n\r\n", response=OK + b"Content-Length: 9\r\n\r\n")
    )
    assert capture.truncated is None


def test_a_capture_can_be_cut_out_by_hand(tmp_path: Path, archive: WarcStore) -> None:
    archive.write(exchange())
    capture = archive.write(exchange(response=OK + b"\r\n" + BODY))
    archive.close()
    stored = (tmp_path / capture.file).read_bytes()
    record = gzip.decompress(stored[capture.offset : capture.offset + capture.length])
    assert record.endswith(OK + b"\r\n" + BODY + b"\r\n\r\n")


def test_files_roll_over(tmp_path: Path) -> None:
    store = opened(tmp_path, max_bytes=3000)
    captures = [
        store.write(exchange(f"http://bode.example/{n}", OK + b"\r\n" + BODY)) for n in range(12)
    ]
    store.close()
    assert len(files(tmp_path)) > 2
    assert {c.file for c in captures} == {f"warc/{path.name}" for path in files(tmp_path)}
    for path in files(tmp_path):
        check(path)
    assert [store.read(capture).body for capture in captures] == [BODY] * 12


def test_a_run_without_captures_leaves_no_file(tmp_path: Path) -> None:
    opened(tmp_path).close()
    assert files(tmp_path) == []


def test_closing_twice_and_before_opening(tmp_path: Path) -> None:
    store = WarcStore(tmp_path)
    store.close()
    store = opened(tmp_path)
    store.close()
    store.close()


def test_two_runs_in_one_folder_leave_each_other_alone(tmp_path: Path) -> None:
    first = opened(tmp_path)
    one = first.write(exchange())
    second = opened(tmp_path)
    two = second.write(exchange())
    assert one.file != two.file
    second.close()
    assert first.read(first.write(exchange())).status == 200
    first.close()
    assert len(files(tmp_path)) == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_byte": 1}, "no setting storage.warc.max_byte; did you mean max_bytes?"),
        ({"colour": 1}, "no setting storage.warc.colour; there are max_bytes, compression"),
        ({"compression": True}, "storage.warc.compression is True; give a whole number"),
        ({"compression": 10}, "storage.warc.compression is 10; give a whole number from 1 to 9"),
        ({"max_bytes": "1 GB"}, "storage.warc.max_bytes is '1 GB'"),
    ],
)
def test_wrong_settings(tmp_path: Path, options: dict[str, int], message: str) -> None:
    with pytest.raises(SettingsError, match=message.replace("?", r"\?")):
        WarcStore(tmp_path, **options)


def test_settings_out_of_the_environment(tmp_path: Path) -> None:
    store = opened(tmp_path, max_bytes="1")
    captures = [store.write(exchange()) for _ in range(2)]
    store.close()
    assert captures[0].file != captures[1].file


def test_captures_that_are_not_there(tmp_path: Path, archive: WarcStore) -> None:
    capture = archive.write(exchange())
    other = archive.write(exchange())
    archive.close()
    path = tmp_path / capture.file
    with pytest.raises(SourceError, match="put back the right file"):
        archive.read(replace(capture, offset=other.offset, length=other.length))
    with pytest.raises(SourceError, match="undamaged copy"):
        archive.read(replace(capture, offset=10**9))
    path.write_bytes(path.read_bytes()[: other.offset + 20])
    assert archive.read(capture).status == 200
    with pytest.raises(SourceError, match="undamaged copy"):
        archive.read(other)
    path.unlink()
    with pytest.raises(SourceError, match="is not there"):
        archive.read(capture)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match=r"cannot write .*file/warc: Not a directory"):
        opened(tmp_path / "file")


def test_full_disk(tmp_path: Path) -> None:
    store = opened(tmp_path)
    kept = store.write(exchange(response=OK + b"\r\n" + BODY))
    store.sync()
    noise = exchange(response=OK + b"\r\n" + _noise(50_000))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(StorageError, match=r"cannot write .*: File too large; free space"):
            store.write(noise)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    again = store.write(exchange(response=OK + b"\r\n" + BODY))
    store.close()
    (path,) = files(tmp_path)
    assert len(check(path)) == 7
    assert store.read(kept).body == store.read(again).body == BODY


def test_a_disk_that_is_full_from_the_start(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        with pytest.raises(StorageError, match=r"cannot write .*: File too large"):
            opened(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert files(tmp_path) == []


def test_a_request_that_is_not_known(tmp_path: Path) -> None:
    _, response, metadata = written(tmp_path, exchange(request=b"", ip=None))
    assert [response["WARC-Type"], metadata["WARC-Type"]] == ["response", "metadata"]
    assert not response["WARC-IP-Address"]


def test_writing_before_opening(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="call open"):
        WarcStore(tmp_path).write(exchange())


def _noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)  # noqa: S311  # only so that it does not pack


def test_files_of_one_second_come_in_the_order_of_writing(tmp_path: Path) -> None:
    for _ in range(2):
        store = opened(tmp_path)
        store.write(exchange())
        store.close()
    first, second = (tmp_path / file.name for file in WarcStore(tmp_path).files())
    names = ("bo-de-20260101000000-bbbbbbbb.warc.gz", "bo-de-20260101000000-aaaaaaaa.warc.gz")
    for path, name in zip((first, second), names, strict=True):
        path.rename(path.with_name(name))
    kept = WarcStore(tmp_path).files()
    assert [file.name for file in kept] == [f"warc/{name}" for name in names]
    assert {file.site for file in kept} == {"bo-de"}
    (tmp_path / kept[0].name).write_bytes(b"spoiled")
    spoiled = next(file for file in WarcStore(tmp_path).files() if "bbbb" in file.name)
    assert (spoiled.site, spoiled.begun[:10]) == ("bo-de", "2026-01-01")


def test_the_largest_answer_that_may_be_set_is_read_back(tmp_path: Path) -> None:
    (most,) = (
        one.le for one in CrawlSettings.model_fields["max_bytes"].metadata if isinstance(one, Le)
    )
    assert isinstance(most, int)
    store = opened(tmp_path)
    answer = CHUNKED + b"no chunk " * (most * 5 // 4 // 9)
    capture = store.write(exchange("http://toy.example/", answer))
    store.close()
    assert len(WarcStore(tmp_path).read(capture).body) > most
