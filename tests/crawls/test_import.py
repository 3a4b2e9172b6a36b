"""Anybody's WARC files are taken in: the ways of other tools, told by the same articles."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from archiver.crawling.again.importing import NO_PAGE, NO_SITE, import_captures
from archiver.crawling.again.rebuild import Rebuild
from archiver.errors import SourceError
from archiver.ledger import Verdict
from archiver.registry import Registry, load_plugins
from archiver.settings import Settings
from archiver.testing.dumping import dump
from archiver_storage.warc.writing.event import new_id
from drivers.runs import SAMPLE, bench
from warcs.exchanges import OK, exchange, files, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from archiver.crawling.again.importing import Imported

pytestmark = pytest.mark.crawl

SITE = "phuc-loi"
ARTICLES = 55
Fields = dict[str, str]
Record = tuple[Fields, bytes]


def records() -> Iterator[Record]:
    """Give the records of the sample: fields in order, and the block."""
    data = gzip.decompress((SAMPLE / f"{SITE}.warc.gz").read_bytes())
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        size = int(fields["Content-Length"])
        yield fields, rest[:size]
        data = rest[size + 4 :]


def written(fields: Fields, block: bytes, version: str = "1.1") -> bytes:
    fields = fields | {"Content-Length": str(len(block))}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/{version}\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def other(kind: str, url: str, block: bytes = b"", **more: str) -> Record:
    """Return a record that is no capture of a page."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<{new_id()}>",
        "WARC-Date": "2025-09-01T00:00:00Z",
        "WARC-Target-URI": url,
        "Content-Type": more.get("mime", "text/plain"),
    }
    return fields, block


def wget(path: Path) -> Path:
    """Write as wget 1.21 does: WARC/1.0, addresses in brackets, the request before its answer."""
    texts: list[bytes] = []
    for fields, block in records():
        if (url := fields.get("WARC-Target-URI")) is not None:
            fields["WARC-Target-URI"] = f"<{url}>"
        text = gzip.compress(written(fields, block, "1.0"))
        if fields["WARC-Type"] == "request":
            texts.insert(-1, text)
        else:
            texts.append(text)
    texts.append(gzip.compress(written(*other("resource", "metadata://gnu.org/wget.log"), "1.0")))
    path.write_bytes(b"".join(texts))
    return path


def warcio(path: Path) -> Path:
    path.write_bytes((SAMPLE / f"{SITE}.warc.gz").read_bytes())
    return path


def plain(path: Path) -> Path:
    path = path.with_suffix("")
    path.write_bytes(b"".join(written(*record) for record in records()))
    return path


def fastwarc(path: Path) -> Path:
    """Write without block digests, the fields in another order, and names in small letters."""
    texts = []
    for fields, block in records():
        fields.pop("WARC-Block-Digest", None)
        small = {name.lower(): value for name, value in reversed(fields.items())}
        small.pop("content-length")
        texts.append(gzip.compress(written(small, block)))
    path.write_bytes(b"".join(texts))
    return path


def browsertrix(path: Path) -> Path:
    """Write a WACZ with what a browser loads beside pages."""
    warc = path.with_name("rec-0.warc.gz")
    extra = [
        other("resource", "urn:pageinfo:https://phucloi.hanoi.gov.vn/", b"{}"),
        other("resource", "urn:thumbnail:https://phucloi.hanoi.gov.vn/", b"\x89PNG"),
    ]
    texts = [gzip.compress(written(*record)) for record in (*records(), *extra)]
    warc.write_bytes(b"".join(texts))
    path = path.with_name("crawl.wacz")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
        archive.write(warc, "archive/rec-0.warc.gz")
    warc.unlink()
    return path


def heritrix(path: Path) -> Path:
    """Write with DNS look-ups, and each answer before its request and metadata."""
    dns = other("response", "dns:phucloi.hanoi.gov.vn", b"20250901\n", mime="text/dns")
    texts = [gzip.compress(written(*dns))]
    for fields, block in records():
        texts.append(gzip.compress(written(fields, block)))
        if fields["WARC-Type"] == "response":
            more, note = other("metadata", fields["WARC-Target-URI"], b"via: x\r\n")
            more["WARC-Concurrent-To"] = fields["WARC-Record-ID"]
            texts.append(gzip.compress(written(more, note)))
    path.write_bytes(b"".join(texts))
    return path


def ours(path: Path) -> Path:
    """Write a WACZ as we do, out of an archive that was crawled."""
    place = bench(path.with_name("ours"))
    place.folder.mkdir()
    place.crawl(SITE, source=SAMPLE / f"{SITE}.warc.gz")
    path = path.with_name("ours.wacz")
    done = place.ask("export", "-o", str(path))
    assert done.returncode == 0, done.stderr
    return path


def take_in(folder: Path, *paths: Path) -> list[Imported]:
    settings, registry = Settings(folder=folder), Registry(load_plugins())
    return import_captures(settings, registry, list(map(str, paths)), lambda _: None)


def told(folder: Path) -> list[dict[str, Any]]:
    """Give the articles without the places of their captures."""
    text = json.dumps(dump(folder)["article"])
    text = re.sub(r'"(file|offset|length)": ("[^"]*"|\d+)', r'"\1": 0', text)
    found: list[dict[str, Any]] = json.loads(text)
    return found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Give what a crawl of the sample finds."""
    place = bench(tmp_path_factory.mktemp("crawled"))
    place.crawl(SITE, source=SAMPLE / f"{SITE}.warc.gz")
    return told(place.archive)


@pytest.mark.parametrize("write", [wget, warcio, plain, fastwarc, browsertrix, heritrix, ours])
def test_every_tools_files_are_taken_in(
    write: Callable[[Path], Path], tmp_path: Path, crawled: list[dict[str, Any]]
) -> None:
    path = write(tmp_path / "theirs.warc.gz")
    (done,) = take_in(tmp_path / "archive", path)
    assert [run.plan.site for run in done.runs] == [SITE]
    assert (done.runs[0].verdict, done.runs[0].balanced, done.notes) == (Verdict.WELL, True, ())
    assert len(crawled) == ARTICLES
    assert told(tmp_path / "archive") == crawled
    seen = [o for article in dump(tmp_path / "archive")["article"] for o in article["observations"]]
    assert {o["capture"]["file"].partition("#")[0] for o in seen} == {str(path)}


def test_twice_is_once_and_a_rebuild_knows_the_file(tmp_path: Path) -> None:
    archive, path = tmp_path / "archive", warcio(tmp_path / "theirs.warc.gz")
    take_in(archive, path)
    before = dump(archive)
    (again,) = take_in(archive, path)
    assert again.runs[0].balanced
    assert dump(archive)["article"] == before["article"]
    Rebuild(Settings(folder=archive), Registry(load_plugins()), lambda _: None).run()
    after = dump(archive)
    assert (after["article"], after["url"]) == (before["article"], before["url"])


def test_a_host_after_its_end_belongs_to_another_site(tmp_path: Path) -> None:
    page = OK + b"Content-Type: text/html\r\n\r\n<html><body><p>x</p></body></html>"
    picture = OK + b"Content-Type: image/png\r\n\r\n\x89PNG"
    url = "https://longbien.hanoi.gov.vn/"
    store = opened(tmp_path)
    for at in (datetime(2025, 6, 30, 16, tzinfo=UTC), datetime(2025, 6, 30, 18, tzinfo=UTC)):
        store.write(exchange(url, page, at=at))
    store.write(exchange(f"{url}logo.png", picture, at=datetime(2025, 6, 1, tzinfo=UTC)))
    store.write(exchange("https://example.org/", page))
    store.close()
    (done,) = take_in(tmp_path / "archive", files(tmp_path)[0])
    runs = {run.plan.site: run for run in done.runs}
    assert set(runs) == {"longbien", "phuong-long-bien"}
    assert {run.verdict for run in runs.values()} == {Verdict.NOTHING}
    assert done.passed_over == {NO_PAGE: 1, NO_SITE: 1}


def test_what_was_left_for_later_stays_so(tmp_path: Path) -> None:
    place = bench(tmp_path)
    place.crawl(SITE, source=SAMPLE / f"{SITE}.warc.gz", limit=3)
    with place.records() as records_:
        left = [story.link.url for story in records_.urls() if story.state != "done"]
    take_in(place.archive, warcio(tmp_path / "theirs.warc.gz"))
    with place.records() as records_:
        assert [story.link.url for story in records_.urls() if story.state != "done"] == left
    assert len(dump(place.archive)["article"]) == ARTICLES


def test_a_file_packed_as_a_whole_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "whole.warc.gz"
    path.write_bytes(gzip.compress(gzip.decompress((SAMPLE / f"{SITE}.warc.gz").read_bytes())))
    with pytest.raises(SourceError, match="warcio recompress"):
        take_in(tmp_path / "archive", path)
    with pytest.raises(SourceError, match="is not there"):
        take_in(tmp_path / "archive", tmp_path / "nowhere.warc.gz")


def test_files_are_told_by_how_they_begin(tmp_path: Path, crawled: list[dict[str, Any]]) -> None:
    place, paths = bench(tmp_path), (plain(tmp_path / "a.warc.gz"), ours(tmp_path / "b.wacz"))
    for number, path in enumerate(paths):
        path.rename(tmp_path / f"{number}.download")
        archive = tmp_path / f"archive-{number}"
        done = place.ask("import", f"{number}.download", "--json", "-s", f"folder={archive}")
        assert done.returncode == 0, done.stderr
        assert [run["verdict"] for run in json.loads(done.stdout)["runs"]] == ["well"]
        assert told(archive) == crawled
        assert place.ask("verify", "--all", "-s", f"folder={archive}").returncode == 0


def test_a_torn_file_gives_what_is_whole(tmp_path: Path) -> None:
    path = warcio(tmp_path / "theirs.warc.gz")
    path.write_bytes(path.read_bytes()[:-20])
    done = bench(tmp_path).ask("import", str(path), "--json")
    assert done.returncode == 4
    assert "is cut after" in json.loads(done.stdout)["notes"][0]
