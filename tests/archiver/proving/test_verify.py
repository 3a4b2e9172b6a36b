"""Every damage is found, and named by file and record."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
import tracemalloc
import zlib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from archiver.captures import KeptFile
from archiver.ledger import Plan
from archiver.proving.checklog import CheckLog
from archiver.proving.checks import Met
from archiver.proving.verifying import Verification
from archiver_storage.sql import SqlStorage
from archiver_storage.warc import WarcStore
from drivers.runs import bench
from warcs.exchanges import AT, OK, exchange, files, opened, post

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archiver.proving.checks import Finding
    from archiver.proving.verifying import Verified

URL = "http://bode.example/tin/1"
PAGE = OK + b"Content-Type: text/html\r\nContent-Length: 4\r\n\r\nfour"
DATE = b"WARC-Date: 2018-03-27T03:14:07.123456Z\r\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Give an archive of two files: a page, a POST and a page again; and another page."""
    folder = tmp_path / "archive"
    with SqlStorage(folder=folder) as storage:
        run = storage.start_run(Plan(site="bo-de"), datetime.now(UTC))
        store = opened(folder)
        first = store.write(exchange(URL, PAGE))
        again = exchange(URL, PAGE, at=AT + timedelta(days=1), original=first)
        captures = [first, store.write(post(URL, "a=1", PAGE)), store.write(again)]
        store.close()
        store = opened(folder)
        captures += [store.write(exchange(URL + "2", PAGE)), store.write(exchange(URL, b""))]
        store.close()
        storage.save(run, captures, [])
    return folder


def verify(folder: Path, *, every: bool = True, **hooks: Any) -> Verified:
    tell = hooks.get("tell", lambda _: None)
    with closing(SqlStorage(folder=folder)) as storage:
        return Verification(WarcStore(folder), storage, CheckLog(folder), tell).run(every=every)


def first_of(folder: Path) -> Path:
    return min(files(folder), key=lambda path: -path.stat().st_size)


def ordered(folder: Path) -> list[Path]:
    return [folder / file.name for file in WarcStore(folder).files()]


def name_of(path: Path) -> str:
    return f"warc/{path.name}"


def members(data: bytes) -> list[bytes]:
    found = []
    while data:
        unpacker = zlib.decompressobj(31)
        found.append(unpacker.decompress(data))
        data = unpacker.unused_data
    return found


def packed(records: list[bytes]) -> bytes:
    return b"".join(map(gzip.compress, records))


def offset(data: bytes, number: int) -> int:
    """Return where a record begins."""
    whole = data
    for _ in range(number):
        unpacker = zlib.decompressobj(31)
        unpacker.decompress(data)
        data = unpacker.unused_data
    return len(whole) - len(data)


def changed(number: int, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Change one record, whose gzip member is sound again."""

    def change(data: bytes) -> bytes:
        records = members(data)
        assert old in records[number]
        records[number] = records[number].replace(old, new)
        return packed(records)

    return change


def flipped(data: bytes) -> bytes:
    at = offset(data, 1) + 60
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


def without(number: int) -> Callable[[bytes], bytes]:
    return lambda data: packed([r for n, r in enumerate(members(data)) if n != number])


def lumped(data: bytes) -> bytes:
    return gzip.compress(gzip.decompress(data))


def appended(data: bytes) -> bytes:
    return data[:-9] + data[offset(data, 4) : offset(data, 7)]


DAMAGES: list[tuple[str, Callable[[bytes], bytes], int | None, str, str]] = [
    ("last member cut", lambda d: d[: offset(d, 9) + 40], 9, "is cut or damaged: 40 bytes", "f"),
    ("last 4 bytes cut", lambda d: d[:-4], 9, "is cut or damaged", ""),
    ("bit flip", flipped, 1, "damaged", "wf"),
    ("payload changed", changed(1, b"four", b"five"), 1, "the payload is not that of", "wf"),
    ("one member", lumped, 0, "more than one record in a gzip member", "w"),
    ("Content-Length too big", changed(1, b"\r\nContent-Length: 67", b"\r\nContent-Length: 967"), 1,
     "more than there are", "f"),
    ("Content-Length too small", changed(1, b"\r\nContent-Length: 67", b"\r\nContent-Length: 57"),
     1, "less bytes than there are", ""),
    ("no empty line", changed(1, b"four\r\n\r\n", b"four"), 1, "does not end with an empty", ""),
    ("no Record-ID", changed(2, b"WARC-Record-ID", b"X-Record-ID"), 2, "no WARC-Record-ID", ""),
    ("no Date", changed(1, DATE, b""), 1, "no WARC-Date", ""),
    ("bad date", changed(1, DATE, b"WARC-Date: 27/03/2018\r\n"), 1, "WARC-Date is", ""),
    ("no digest", changed(1, b"WARC-Block-Digest", b"X-Digest"), 1, "no WARC-Block-Digest", ""),
    ("no payload digest", changed(1, b"WARC-Payload-Digest", b"X-Digest"), 1,
     "no WARC-Payload-Digest", ""),
    ("a field twice", changed(1, b"WARC-IP-Address: ", b"WARC-Date: x\r\nA: "), 1, "2 times", ""),
    ("record twice", lambda d: packed([*members(d), members(d)[1]]), 10, "has the same", ""),
    ("another type", changed(2, b"Type: request", b"Type: question"), 2, "'question'", ""),
    ("no target", changed(1, b"WARC-Target-URI", b"X-Target"), 1, "WARC-Target-URI is ''", ""),
    ("another version", changed(1, b"WARC/1.1", b"WARC/7.1"), 1, "begins with", ""),
    ("no field", changed(1, b"WARC-IP-Address: ", b"WARC IP "), 1, "is no field", ""),
    ("odd reason", changed(1, b"WARC-IP-Address: 192.0.2.7", b"WARC-Truncated: tired"), 1,
     "WARC-Truncated is 'tired'", ""),
    ("HTTP length", changed(1, b"Content-Length: 4\r", b"Content-Length: 9\r"), 1,
     "the body has 4 of 9 bytes", "wf"),
    ("request changed", changed(2, b"GET /", b"PUT /"), 2, "the block is not that of", "w"),
    ("noted digest", changed(3, b"payloadSha256: ", b"payloadSha256: 0"), 3, "that it notes", ""),
    ("no warcinfo", without(0), 0, "is no warcinfo", ""),
    ("no response", without(1), 1, "not before it in the file", ""),
    ("lone metadata", changed(3, b"WARC-Concurrent-To", b"X-To"), 3, "belongs to no record", ""),
    ("a revisit of nothing", changed(7, b"WARC-Refers-To", b"X-Refers-To"), 7, "refers to", ""),
    ("no profile", changed(7, b"WARC-Profile", b"X-Profile"), 7, "without WARC-Profile", ""),
    ("empty", lambda _: b"", None, "the file is empty", ""),
    ("no WARC", lambda _: b"<html>" * 99, 0, "cannot be read", ""),
    ("appended to a cut tail", appended, 9, "damaged", "wf"),
    ("bytes at the end", lambda d: d + b"\0" * 99, 10, "is cut or damaged: 99 bytes", ""),
]  # fmt: skip
"""Name, what is done, which record is named, what is said, and who else sees it: w, f."""


@pytest.mark.parametrize(
    ("spoil", "number", "said", "seers"),
    [row[1:] for row in DAMAGES],
    ids=[row[0] for row in DAMAGES],
)
def test_damage_is_found_and_named(
    archive: Path, spoil: Callable[[bytes], bytes], number: int | None, said: str, seers: str
) -> None:
    assert verify(archive).findings == ()
    path = first_of(archive)
    whole = path.read_bytes()
    spoiled = spoil(whole)
    path.write_bytes(spoiled)
    found = verify(archive).findings
    assert {finding.file for finding in found} == {name_of(path)}
    at = None if number is None else _place(spoiled, number)
    assert any(said in f.what and f.offset == at for f in found), found
    assert "the file was changed" in found[0].what
    for seer in seers:
        assert _sees(seer, path)


def _place(data: bytes, number: int) -> int:
    """Return where a record begins, before which all are whole."""
    return offset(data, number)


def _sees(seer: str, path: Path) -> bool:
    tools = {
        "w": [sys.executable, "-m", "warcio.cli", "check", str(path)],
        "f": [sys.executable, "-m", "fastwarc.cli", "check", "-p", "-q", str(path)],
    }
    done = subprocess.run(tools[seer], capture_output=True, text=True, check=False)
    return done.returncode != 0


def whats(found: tuple[Finding, ...]) -> str:
    return "\n".join(finding.what for finding in found)


# --- the database against the files


def test_a_capture_that_the_database_lacks(archive: Path) -> None:
    _execute(archive, "DELETE FROM capture WHERE status = 200 AND refers_to IS NOT NULL")
    (found,) = verify(archive).findings
    assert "the database does not know this capture" in found.what
    assert found.offset == offset(first_of(archive).read_bytes(), 7)


def test_captures_that_the_file_lacks(archive: Path) -> None:
    path = first_of(archive)
    kept = _ask(
        archive, "SELECT record_id FROM capture WHERE file = ? ORDER BY offset", name_of(path)
    )
    path.write_bytes(path.read_bytes()[: offset(path.read_bytes(), 4)])
    lost = [f for f in verify(archive).findings if f.what.startswith("lost: ")]
    assert sorted(f.record or "" for f in lost) == sorted(row[0] for row in kept[1:])
    assert all(URL in finding.what for finding in lost)


def test_a_file_that_is_not_there(archive: Path) -> None:
    path = first_of(archive)
    verify(archive)
    path.unlink()
    (found,) = (f for f in verify(archive).findings if f.file == name_of(path))
    assert "is not there" in found.what
    assert "3 captures of the database lie in it" in found.what


FORGET_ORIGINAL = """
UPDATE capture SET record_id = 'urn:x'
WHERE record_id = (SELECT refers_to FROM capture WHERE refers_to IS NOT NULL)
"""


def test_a_revisit_whose_original_is_lost(archive: Path) -> None:
    _execute(archive, FORGET_ORIGINAL)
    assert "that it repeats" in whats(verify(archive).findings)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("sha256", "'0'", "the SHA-256 of the payload is not the one in the database"),
        ("digest", "'sha1:0'", "the SHA-1 of the payload is not the one in the database"),
        ("offset", "offset + 1", "the database has this capture elsewhere"),
        ("file", "'warc/other.warc.gz'", "the database has this capture elsewhere"),
    ],
)
def test_where_they_differ(archive: Path, column: str, value: str, said: str) -> None:
    _execute(archive, f"UPDATE capture SET {column} = {value} WHERE url LIKE '%/12'")  # noqa: S608  # our own
    assert said in whats(verify(archive).findings)


def test_a_database_that_cannot_be_opened(archive: Path) -> None:
    (archive / "archive.db").write_bytes(b"no database" * 999)
    (found,) = verify(archive).findings
    assert found.file == "the database"


def test_a_source_of_others_is_checked_for_its_own_promises_only(archive: Path) -> None:
    path = archive.parent / "theirs.warc.gz"
    records = members(first_of(archive).read_bytes())[1:4]
    records = [
        r.replace(b"WARC/1.1", b"WARC/1.0").replace(b"WARC-Block-Digest", b"X") for r in records
    ]
    path.write_bytes(packed(records))
    store = WarcStore(archive)
    met = [one for one in store.check(store.file(str(path))) if isinstance(one, Met)]
    capture = {"file": str(path), "length": met[0].length, "offset": 0}
    query = (
        "UPDATE capture SET file = :file, length = :length, offset = :offset WHERE record_id = :id"
    )
    _execute(archive, query, capture | {"id": met[0].record})
    found = verify(archive).findings
    assert {f.file for f in found} == {name_of(first_of(archive))}, "its capture is now elsewhere"
    path.write_bytes(changed(0, b"four", b"five")(path.read_bytes()))
    assert "the payload is not that of" in whats(verify(archive).findings)


# --- parts, logs and going on


def test_a_part_takes_what_was_not_checked_for_longest(archive: Path) -> None:
    paths = [file.name for file in WarcStore(archive).files()]
    checked: list[str] = []
    for _ in range(4):
        verify(archive, every=False, tell=lambda line: checked.append(line.rpartition(": ")[2]))
    assert checked == paths * 2


def test_every_check_is_logged_and_the_manifest_is_one_for_sha256sum(archive: Path) -> None:
    verify(archive)
    lines = [json.loads(line) for line in (archive / "checks.jsonl").read_text().splitlines()]
    assert [line.get("file", line.get("all")) for line in lines] == [
        "began", *(name_of(path) for path in ordered(archive)), "ended",
    ]  # fmt: skip
    command = ["sha256sum", "--strict", "-c", "manifest-sha256.txt"]
    subprocess.run(command, cwd=archive, check=True, capture_output=True)


def test_an_interrupted_check_of_all_goes_on_and_tells_all(archive: Path) -> None:
    path = ordered(archive)[0]
    path.write_bytes(path.read_bytes()[:-4])
    lines: list[str] = []

    def stop(line: str) -> None:
        lines.append(line)
        if line.startswith("file 2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify(archive, tell=stop)
    done = verify(archive, tell=lines.append)
    assert len(lines) == 3
    assert lines[-1].endswith(ordered(archive)[1].name)
    assert done.files == 2
    assert {f.file for f in done.findings} == {name_of(path)}


def test_a_file_that_is_written_to_is_left_alone(archive: Path) -> None:
    store = opened(archive)
    store.write(exchange(URL, PAGE))
    assert verify(archive).files == 2
    store.close()
    assert "does not know" in whats(verify(archive).findings)


def test_memory_does_not_grow_with_a_record(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.write(exchange(URL, OK + b"\r\n" + bytes(60_000_000)))
    store.close()
    (path,) = files(tmp_path)
    file = KeptFile(name=name_of(path), size=path.stat().st_size)
    tracemalloc.start()
    found = list(WarcStore(tmp_path).check(file))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(one) for one in found] == [Met]
    assert peak < 12_000_000


def test_not_more_is_told_of_a_file_than_can_be_read(archive: Path) -> None:
    path = first_of(archive)
    records = members(path.read_bytes())
    path.write_bytes(packed([*records, *[records[1].replace(b"four", b"five")] * 300]))
    done = verify(archive)
    assert len(done.findings) == 100
    assert done.count > 600


@pytest.mark.crawl
def test_the_command_says_what_is_wrong(archive: Path) -> None:
    place = bench(archive.parent)
    done = place.ask("verify", "--all")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 files, 5 captures" in done.stdout
    path = first_of(archive)
    path.write_bytes(flipped(path.read_bytes()))
    done = place.ask("verify", "--all", "--json")
    *findings, sums = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 4
    assert sums["count"] == len(findings)
    assert {finding["file"] for finding in findings} == {name_of(path)}


def _ask(folder: Path, query: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        return connection.execute(query, values).fetchall()


def _execute(folder: Path, query: str, values: Any = ()) -> None:
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute(query, values)
