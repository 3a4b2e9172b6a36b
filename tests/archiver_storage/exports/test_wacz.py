"""WACZ: what is exported is whole, is found again, and opens in other people's programs."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import struct
import subprocess
import threading
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile

import pytest

from archiver_storage.exports.wacz.surt import surt
from archiver_storage.warc import WarcSource
from checker.pywb_replay import ENVIRONMENT, replaying
from warcs.captured import archive, filling
from warcs.checker import check
from warcs.exchanges import AT, OK, exchange, files, opened, post

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.captures import Capture

HTML = OK + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
HOST = "http://bode.example"
DAY = timedelta(days=1)
needs_checker = pytest.mark.skipif(
    not (ENVIRONMENT / "bin/wacz").exists(), reason="needs py-wacz: run `make checker`"
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an archive with a list, forms, two articles, and pages that did not change."""
    folder = tmp_path_factory.mktemp("kept")
    with filling(folder) as place:
        place.keep(exchange(f"{HOST}/tin", HTML + b"a list"))
        place.keep(post(f"{HOST}/api", "page=1&q=B%E1%BB%93+", HTML + b"one"))
        place.keep(post(f"{HOST}/api", "page=2&q=B%E1%BB%93+", HTML + b"two"))
        unread = place.keep(exchange(f"{HOST}/tin/2", HTML + b"not read yet"))
        first = place.read("1", HTML + b"first")
        place.another_file()
        place.read("1", HTML + b"first", at=AT + DAY, original=first)
        place.read("1", HTML + b"other", at=AT + 2 * DAY, title="Sửa")
        not_modified = b"HTTP/1.1 304 Not Modified\r\n\r\n"
        place.read("2", not_modified, at=AT + DAY, original=unread, title="Khác")
    return folder


def export(kept: Path, path: Path, *key: str) -> Path:
    with archive(kept) as kept_, path.open("wb") as file:
        articles = kept_.find(*key) if key else kept_.articles()
        kept_.export("wacz", articles, file, whole=not key)
    return path


@pytest.fixture(scope="module")
def whole(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(kept, tmp_path_factory.mktemp("whole") / "all.wacz")


def index(path: Path) -> list[tuple[str, str, dict[str, str]]]:
    with ZipFile(path) as packed:
        lines = gzip.decompress(packed.read("indexes/index.cdx.gz")).decode().splitlines()
    return [(key, at, json.loads(told)) for key, at, told in (x.split(" ", 2) for x in lines)]


def pages(path: Path) -> list[dict[str, Any]]:
    with ZipFile(path) as packed:
        return [json.loads(line) for line in packed.read("pages/pages.jsonl").splitlines()]


def test_members_begin_where_replayweb_page_looks(whole: Path) -> None:
    """It skips the extra fields of a member only where the directory has some as well."""
    with ZipFile(whole) as packed:
        for member in packed.infolist():
            with whole.open("rb") as file:
                file.seek(member.header_offset + 28)
                (extra,) = struct.unpack("<H", file.read(2))
            assert bool(member.extra) == bool(extra), member.filename


def test_everything_in_it_is_described_and_whole(whole: Path) -> None:
    with ZipFile(whole) as packed:
        assert packed.testzip() is None
        told = packed.read("datapackage.json")
        described = json.loads(told)
        digest = json.loads(packed.read("datapackage-digest.json"))
        names = {resource["path"] for resource in described["resources"]}
        for resource in described["resources"]:
            data = packed.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert resource["bytes"] == len(data)
        stored = {info.filename for info in packed.infolist() if info.compress_type == ZIP_STORED}
    assert (described["profile"], described["wacz_version"]) == ("data-package", "1.1.1")
    assert digest["hash"] == f"sha256:{hashlib.sha256(told).hexdigest()}"
    assert names >= {"pages/pages.jsonl", "indexes/index.cdx.gz", "indexes/index.idx"}
    warcs = {name for name in names if name.startswith("archive/")}
    assert len(warcs) == 2
    assert warcs | {"indexes/index.cdx.gz"} == stored


def test_the_whole_has_the_files_byte_for_byte(kept: Path, whole: Path) -> None:
    with ZipFile(whole) as packed:
        for path in (kept / "warc").iterdir():
            assert packed.read(f"archive/{path.name}") == path.read_bytes()


def test_lines_are_in_order_and_lead_to_their_records(whole: Path) -> None:
    lines = index(whole)
    assert len(lines) == 8
    assert lines == sorted(lines, key=lambda line: line[:2])
    with ZipFile(whole) as packed:
        for _, _, told in lines:
            data = packed.read(f"archive/{told['filename']}")
            record = data[int(told["offset"]) :][: int(told["length"])]
            assert told["recordDigest"] == f"sha256:{hashlib.sha256(record).hexdigest()}"
            assert f"WARC-Target-URI: {told['url']}\r\n".encode() in gzip.decompress(record)


def test_blocks_of_the_index_are_found(whole: Path) -> None:
    with ZipFile(whole) as packed:
        head, *blocks = packed.read("indexes/index.idx").decode().splitlines()
        data = packed.read("indexes/index.cdx.gz")
    assert head.startswith("!meta 0 ")
    for block in blocks:
        key, at, told = block.split(" ", 2)
        place = json.loads(told)
        part = data[place["offset"] :][: place["length"]]
        assert gzip.decompress(part).decode().startswith(f"{key} {at} ")
        assert place["digest"] == f"sha256:{hashlib.sha256(part).hexdigest()}"


def test_each_wording_is_a_page(whole: Path) -> None:
    head, *told = pages(whole)
    assert head["format"] == "json-pages-1.0"
    assert [(page["url"], page["ts"], page["title"]) for page in told] == [
        (f"{HOST}/tin/1", "2018-03-27T03:14:07Z", "Khai mạc hội nghị số 1"),
        (f"{HOST}/tin/1", "2018-03-29T03:14:07Z", "Sửa"),
        (f"{HOST}/tin/2", "2018-03-28T03:14:07Z", "Khác"),
    ]
    assert "Đoạn thứ nhất." in told[0]["text"]


def test_one_article_has_its_records_and_no_other(kept: Path, tmp_path: Path) -> None:
    path = export(kept, tmp_path / "one.wacz", "1")
    assert [told["url"] for _, _, told in index(path)] == [f"{HOST}/tin/1"] * 3
    assert [page["title"] for page in pages(path)[1:]] == ["Khai mạc hội nghị số 1", "Sửa"]
    with ZipFile(path) as packed:
        names = [name for name in packed.namelist() if name.startswith("archive/")]
        packed.extractall(tmp_path)
    kinds = [[record["WARC-Type"] for record in check(tmp_path / name)] for name in names]
    exchanged = ["request", "metadata"]
    assert sorted(kinds, key=len) == [
        ["warcinfo", "response", *exchanged],
        ["warcinfo", "revisit", *exchanged, "response", *exchanged],
    ]


def test_a_revisit_brings_its_original(kept: Path, tmp_path: Path) -> None:
    path = export(kept, tmp_path / "two.wacz", "2")
    kinds = [told.get("mime") for _, _, told in index(path)]
    assert kinds == ["text/html", "warc/revisit"]
    assert WarcSource.open(str(path)).find(f"{HOST}/tin/2").body == b"not read yet"


def test_an_original_that_only_the_file_knows_comes_along(tmp_path: Path) -> None:
    theirs = opened(tmp_path / "theirs")
    first = theirs.write(exchange(f"{HOST}/tin/1", HTML + b"first"))
    again = exchange(f"{HOST}/tin/1", HTML + b"first", at=AT + DAY, original=first)
    capture = theirs.write(again)
    theirs.close()
    path = tmp_path / "theirs/crawl.warc"
    packed = gzip.decompress(files(tmp_path / "theirs")[0].read_bytes())
    path.write_bytes(re.sub(rb"WARC-Refers-To: .*\r\n", b"", packed))
    offset = path.read_bytes().index(b"WARC/1.1\r\nWARC-Type: revisit")
    place: dict[str, Any] = {"file": str(path), "offset": offset, "length": 2000, "refers_to": None}
    with filling(tmp_path) as filled:
        filled.see("1", replace(capture, **place))
    exported = export(tmp_path, tmp_path / "one.wacz", "1")
    assert [told["mime"] for _, _, told in index(exported)] == ["text/html", "warc/revisit"]
    assert WarcSource.open(str(exported)).find(f"{HOST}/tin/1").body == b"first"


def test_it_can_be_written_into_a_pipe(kept: Path, whole: Path) -> None:
    out, into = os.pipe()
    read: list[bytes] = []

    def reading() -> None:
        with os.fdopen(out, "rb") as file:
            read.append(file.read())

    reader = threading.Thread(target=reading)
    reader.start()
    with archive(kept) as kept_, os.fdopen(into, "wb") as file:
        kept_.export("wacz", kept_.articles(), file, whole=True)
    reader.join()
    with ZipFile(BytesIO(read[0])) as packed, ZipFile(whole) as other:
        assert packed.testzip() is None
        assert packed.namelist() == other.namelist()


def test_files_of_others_are_in_it_under_names_that_lead_nowhere(tmp_path: Path) -> None:
    names = ["one/rec.warc.gz", "two/rec.warc.gz", "..\\..\\evil/... tên lạ.warc"]
    folder = tmp_path / "archive"
    with filling(folder) as place:
        for number, name in enumerate(names):
            path = tmp_path / name
            capture = theirs(path, f"{HOST}/{number}")
            place.desk.storage.save(place.desk.run, [replace(capture, file=str(path))], [])
    path = export(folder, tmp_path / "all.wacz")
    with ZipFile(path) as packed:
        warcs = [name for name in packed.namelist() if name.startswith("archive/")]
    assert sorted(warcs) == [
        "archive/2-rec.warc.gz",
        "archive/_t_n_l_.warc.gz",
        "archive/rec.warc.gz",
    ]
    source = WarcSource.open(str(path))
    for number in range(len(names)):
        assert source.find(f"{HOST}/{number}").body == b"theirs"


def theirs(path: Path, url: str) -> Capture:
    """Write a WARC, unpacked where its name says so."""
    store = opened(path.parent)
    capture = store.write(exchange(url, HTML + b"theirs"))
    store.close()
    data = files(path.parent)[0].read_bytes()
    path.write_bytes(data if path.suffix == ".gz" else gzip.decompress(data))
    return capture


# --- other people's programs


@pytest.mark.checker
@needs_checker
def test_py_wacz_finds_nothing_wrong(kept: Path, whole: Path, tmp_path: Path) -> None:
    for path in (whole, export(kept, tmp_path / "one.wacz", "1")):
        command = [str(ENVIRONMENT / "bin/wacz"), "validate", "-f", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "the passed WACZ is valid" in done.stdout


@pytest.mark.checker
@needs_checker
def test_pywb_would_make_the_same_index(whole: Path, tmp_path: Path) -> None:
    with ZipFile(whole) as packed:
        names = [name for name in packed.namelist() if name.startswith("archive/")]
        packed.extractall(tmp_path)
    command = [str(ENVIRONMENT / "bin/cdx-indexer"), "-s", "-p", "-j", *names]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    theirs = [line.split(" ", 2) for line in done.stdout.splitlines()]
    assert [(k, at, same(json.loads(told))) for k, at, told in theirs] == [
        (k, at, same(told)) for k, at, told in index(whole)
    ]


def same(told: dict[str, str]) -> dict[str, str]:
    """Return what two indexes should agree on; one gives revisits a status, and digests a name."""
    names = ("url", "mime", "status", "offset", "length", "method", "requestBody", "digest")
    chosen = {name: told[name].removeprefix("sha1:") for name in names if name in told}
    if told["mime"] == "warc/revisit":
        chosen.pop("status", None)
    return chosen


@pytest.mark.checker
@needs_checker
def test_pywb_replays_what_did_not_change(whole: Path, tmp_path: Path) -> None:
    with replaying([whole], tmp_path) as replay:
        assert replay.get(f"{HOST}/tin/1", AT).body == b"first"
        assert replay.get(f"{HOST}/tin/1", AT + DAY).body == b"first"
        assert replay.get(f"{HOST}/tin/1", AT + 2 * DAY).body == b"other"
        assert replay.get(f"{HOST}/tin/2", AT + DAY).body == b"not read yet"
        assert replay.get(f"{HOST}/api", AT, b"page=2&q=B%E1%BB%93+").body == b"two"


URLS = [
    "http://www.bode.example",
    "HTTPS://WWW2.Bode.Example:443/",
    "http://bode.example:8080//a/./b/../c//",
    "http://u:p@bode.example/%7Ea%20b/%2525?x=%26&B=2&a=&a=1&c",
    "http://bode.example/tin?",
    "http://bode.example/tin#đoạn",
    "http://phường.vn/Bồ-Đề/đơn?q=Hòa Bình&p=hoà",
    "http://bode.example/a.aspx?PHPSESSID=0123456789abcdef0123456789abcdef&x=1",
    "http://bode.example/(a(0123456789abcdefghijklmn))/x.aspx",
    "http://bode.example/?a=1&sid=0123456789abcdef0123456789abcdef",
    "http://http://bode.example/x",
    "http://127.0.0.1:80/a",
    "http://bode.example/../x",
    "http://bode.example/a?b?c=d/e&&f",
    "http://bode.example/x;jsessionid=1?Z=1&z=0",
]


@pytest.mark.checker
@needs_checker
def test_keys_are_those_of_the_library(whole: Path) -> None:
    urls = [*URLS, *(told["url"] for _, _, told in index(whole))]
    code = "import json,sys,surt;print(json.dumps([surt.surt(u) for u in json.load(sys.stdin)]))"
    command = [str(ENVIRONMENT / "bin/python"), "-W", "ignore", "-c", code]
    done = subprocess.run(
        command, input=json.dumps(urls), capture_output=True, text=True, check=True
    )
    assert dict(zip(urls, json.loads(done.stdout), strict=True)) == {u: surt(u) for u in urls}
