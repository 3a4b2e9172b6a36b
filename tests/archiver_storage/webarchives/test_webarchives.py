"""The dialects of web archives, from what is asked to what is read, without a network."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from archiver.errors import SettingsError, SourceError
from archiver.settings import ArchivesSettings
from archiver.webarchives.choice import choose
from archiver.webarchives.mementos import Memento, original
from archiver.webarchives.webarchive import Answer, Busy, Elsewhere, Listed, Withheld
from archiver_storage.webarchives import CommonCrawl, Pywb, Wayback
from archiver_storage.webarchives.payload import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archiver.webarchives.webarchive import Recovered

SETTINGS = ArchivesSettings()
AT = datetime(2018, 3, 27, 3, 14, tzinfo=UTC)
URL = "http://longbien.hanoi.gov.vn/tin?x=Đảng"
PAGE = "<title>Quận Long Biên</title>".encode()
WHEN = "Tue, 27 Mar 2018 03:14:00 GMT"
WAYBACK = Wayback("wayback", SETTINGS)
MEMENTO = Memento(place="https://web.archive.org/web", url=URL, at=AT, sha1=digest(PAGE))
PIECE = replace(MEMENTO, place="https://data.commoncrawl.org/crawl-data/a.warc.gz", piece=(7, 99))


def answer(body: bytes = PAGE, status: int = 200, **headers: str) -> Answer:
    """Return an answer; an underscore in a name is a hyphen."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers=named, body=body)


def given(body: bytes = PAGE, status: int = 200, **headers: str) -> Recovered:
    return WAYBACK.recovered(MEMENTO, answer(body, status, memento_datetime=WHEN, **headers))


def named(found: Recovered) -> Mapping[str, str]:
    return dict(found.headers)


@pytest.mark.parametrize("memento", [MEMENTO, PIECE, replace(MEMENTO, sha1=None), replace(PIECE)])
def test_an_address_tells_all_of_a_memento(memento: Memento) -> None:
    assert Memento.read(memento.address) == memento
    assert original(memento.address) == URL


@pytest.mark.parametrize("url", [URL, "https://web.archive.org/web/2018/http://a/", "x#bytes=1-2"])
def test_what_is_no_memento(url: str) -> None:
    assert Memento.read(url) is None
    assert original(url) == url


# --- the choice


def listed(key: str, year: int, sha1: str | None, **fields: Any) -> Listed:
    at = datetime(year, 1, 1, tzinfo=UTC)
    memento = Memento(place="p", url=f"http://{key}/", at=at, sha1=sha1)
    told: dict[str, Any] = {"status": 200, "mime": "text/html"}
    return Listed(memento=memento, key=key, **told | fields)


def years(*rows: Listed) -> list[tuple[str, int]]:
    return [(memento.url[7], memento.at.year) for memento in choose(rows)]


def test_each_change_is_chosen_once() -> None:
    same = [listed("a", year, sha1) for year, sha1 in ((1, "X"), (2, "X"), (3, "Y"), (4, "X"))]
    assert years(*same) == [("a", 1), ("a", 3), ("a", 4)]


def test_a_neighbour_of_equal_bytes_is_an_address_of_its_own() -> None:
    assert years(listed("a", 1, "X"), listed("b", 1, "X")) == [("a", 1), ("b", 1)]


def test_without_digest_every_capture_is_chosen() -> None:
    assert years(listed("a", 1, None), listed("a", 2, None)) == [("a", 1), ("a", 2)]


def test_a_repetition_counts_as_what_it_repeats() -> None:
    revisit = {"status": None, "mime": "warc/revisit"}
    assert years(listed("a", 1, "X"), listed("a", 2, "X", **revisit)) == [("a", 1)]
    assert years(listed("a", 2, "X", **revisit)) == [("a", 2)]


def test_only_pages_that_were_there() -> None:
    photo, error = listed("a", 1, "X", mime="image/png"), listed("b", 1, "Y", status=404)
    assert years(photo, error) == []
    moved = listed("a", 1, "Z", status=301)
    assert years(moved) == [("a", 1)]
    assert years(moved, listed("a", 2, "X")) == [("a", 2)]


# --- the Wayback Machine


def test_the_index_is_asked_host_by_host_and_year_by_year() -> None:
    asked = WAYBACK.index(["a.vn", "b.vn"], date(2006, 5, 1), date(2010, 6, 30))
    queries = [dict(parse_qsl(urlsplit(address).query)) for address in asked]
    assert [(q["url"], q["from"][:8], q["to"][:8]) for q in queries] == [
        (host, first, last)
        for host in ("a.vn", "b.vn")
        for first, last in (
            ("20060501", "20071231"),
            ("20080101", "20081231"),
            ("20090101", "20091231"),
            ("20100101", "20100630"),
        )
    ]
    assert {q["matchType"] for q in queries} == {"host"}
    assert not any("collapse" in q for q in queries)


def test_a_list_goes_on_by_its_key() -> None:
    row = ["vn,a)/", "20180327031400", "http://a.vn/", "text/html", "200", "A" * 32]
    names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest"]
    body = json.dumps([names, row, [], ["vn%2Ca%29%2F+20180327031400%21"]]).encode()
    listing = WAYBACK.listing("https://web.archive.org/cdx?a=1&resumeKey=old%21", body)
    assert listing.further == (
        "https://web.archive.org/cdx?a=1&resumeKey=vn%2Ca%29%2F+20180327031400%21",
    )
    (one,) = listing.rows
    assert one.memento == replace(MEMENTO, url="http://a.vn/", sha1="A" * 32)


@pytest.mark.parametrize("body", [b"", b"[]", b"[ ]\n"])
def test_a_list_may_be_empty(body: bytes) -> None:
    listing = WAYBACK.listing("https://web.archive.org/cdx?a=1", body)
    assert (list(listing.rows), list(listing.further)) == ([], [])


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'[["urlkey"],["a"]]', b'[1,[],["k"]]'])
def test_what_is_no_list(body: bytes) -> None:
    with pytest.raises(SourceError, match="no list"):
        WAYBACK.listing("https://web.archive.org/cdx?a=1", body)


def test_a_capture_has_its_own_head() -> None:
    found = given(x_archive_orig_content_type="text/html", x_archive_orig_etag='"1"', server="x")
    assert (found.verified, found.status, found.at, found.url) == (True, 200, AT, URL)
    assert found.response == (
        b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nEtag: "1"\r\n\r\n' + PAGE
    )


def test_a_digest_that_does_not_agree() -> None:
    found = given(b"transcoded", x_archive_orig_content_type="text/html")
    assert (found.verified, found.body) == (False, b"transcoded")


def test_what_was_packed_for_the_way_is_unpacked() -> None:
    found = given(gzip.compress(PAGE), content_encoding="gzip", x_archive_orig_date=WHEN)
    assert (found.verified, found.body) == (True, PAGE)
    assert named(found) == {"Date": WHEN}


def test_what_was_packed_by_the_site_stays_packed() -> None:
    packed = gzip.compress(PAGE)
    memento = replace(MEMENTO, sha1=digest(packed))
    headers: dict[str, Any] = {
        "x_archive_orig_content_encoding": "gzip",
        "x_archive_orig_content_type": "text/html",
    }
    ways: list[dict[str, Any]] = [{"content_encoding": "gzip"}, {}]
    for sent in ways:
        told = answer(packed, memento_datetime=WHEN, **headers, **sent)
        found = WAYBACK.recovered(memento, told)
        assert (found.verified, found.body) == (True, packed)
        assert named(found)["Content-Encoding"] == "gzip"


def test_a_coding_that_the_archive_has_undone_is_called_otherwise() -> None:
    found = given(x_archive_orig_content_encoding="gzip", x_archive_orig_content_length="9")
    assert named(found) == {
        "X-Archive-Orig-Content-Encoding": "gzip",
        "X-Archive-Orig-Content-Length": "9",
    }


def test_a_redirect_leads_to_where_it_led() -> None:
    moved = {"location": "/web/20180327031400id_/http://a.vn/new"}
    assert named(given(b"", 302, **moved, x_archive_orig_date=WHEN))["Location"] == (
        "http://a.vn/new"
    )
    told = given(b"", 302, **moved, x_archive_orig_location="/new")
    assert named(told)["Location"] == "/new"


def test_an_archived_refusal_is_a_capture() -> None:
    assert given(b"busy", 429).status == 429


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        (answer(b"", 429), SETTINGS.pause),
        (answer(b"", 429, retry_after="7"), 7),
        (answer(b"", 503), None),
        (answer(b"", 503, retry_after="Tue, 27 Mar 2018 03:14:30 GMT", date=WHEN), 30),
        (answer(b"", 504), None),
    ],
)
def test_the_archive_is_busy(said: Answer, wait: float | None) -> None:
    with pytest.raises(Busy) as caught:
        WAYBACK.recovered(MEMENTO, said)
    assert caught.value.wait == wait


def test_the_archive_gives_another_capture() -> None:
    said = answer(b"", 302, location=f"/web/20190101000000id_/{URL}")
    with pytest.raises(Elsewhere) as caught:
        WAYBACK.recovered(MEMENTO, said)
    assert caught.value.memento.at == datetime(2019, 1, 1, tzinfo=UTC)
    with pytest.raises(SourceError, match="without end"):
        WAYBACK.recovered(MEMENTO, answer(b"", 302, location=MEMENTO.address))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (answer(b"AdministrativeAccessControlException", 403), "keeps it closed"),
        (answer(b"RobotAccessControlException", 403), "keeps it closed"),
        (answer(b"has not archived", 404), "does not give"),
    ],
)
def test_the_archive_withholds_it(said: Answer, reason: str) -> None:
    with pytest.raises(Withheld, match=reason):
        WAYBACK.recovered(MEMENTO, said)


# --- pywb


def test_pywb_gives_headers_as_they_are() -> None:
    pywb = Pywb("pywb:http://localhost:8080/c", SETTINGS)
    row = {"urlkey": "vn,a)/", "timestamp": "20180327031400", "url": "http://a.vn/"}
    (one,) = pywb.listing("", json.dumps(row).encode()).rows
    assert (one.status, one.mime, one.memento.sha1) == (None, None, None)
    assert pywb.request(one.memento)[0] == (
        "http://localhost:8080/c/20180327031400id_/http://a.vn/"
    )
    told = answer(memento_datetime=WHEN, link="<x>", content_type="text/html")
    assert named(pywb.recovered(MEMENTO, told)) == {"Content-Type": "text/html"}


def test_pywb_needs_an_address() -> None:
    with pytest.raises(SettingsError, match="names no collection"):
        Pywb("pywb:", SETTINGS)


def test_an_address_with_a_password_is_refused_and_not_told() -> None:
    with pytest.raises(SettingsError, match="no user or password in it") as refusal:
        Pywb("pywb:http://an:mat-khau@localhost:8080/c", SETTINGS)
    assert "mat-khau" not in str(refusal.value)


# --- Common Crawl


CRAWL = CommonCrawl("commoncrawl", SETTINGS)
ROW = {
    "urlkey": "vn,a)/",
    "timestamp": "20180327031400",
    "url": "http://a.vn/",
    "mime": "text/html",
    "status": "200",
    "digest": "A" * 32,
    "length": "93",
    "offset": "7",
    "filename": "crawl-data/a.warc.gz",
}


def record(block: bytes, url: str = URL, kind: str = "response", more: str = "") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-IP-Address: 192.0.2.7\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2018-03-27T03:14:00Z\r\n{more}"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def test_crawls_of_those_years_are_asked() -> None:
    (crawls,) = CRAWL.index(["a.vn"], date(2014, 1, 1), date(2018, 1, 1))
    ids = ["CC-MAIN-2026-01", "CC-MAIN-2018-05", "CC-MAIN-2013-48", "CC-MAIN-2009-2014", "NEWS"]
    body = json.dumps([{"id": name, "cdx-api": "http://evil/"} for name in ids]).encode()
    asked = CRAWL.listing(crawls, body).further
    assert [urlsplit(address).path for address in asked] == [
        "/CC-MAIN-2018-05-index",
        "/CC-MAIN-2009-2014-index",
    ]
    assert {urlsplit(address).netloc for address in asked} == {"index.commoncrawl.org"}
    pages = CRAWL.listing(asked[0], b'{"pages": 2, "pageSize": 5, "blocks": 9}').further
    assert [address.rpartition("&")[2] for address in pages] == ["page=0", "page=1"]


def test_a_line_names_the_bytes_of_a_file() -> None:
    (one,) = CRAWL.listing("x&page=0", json.dumps(ROW).encode()).rows
    assert CRAWL.request(one.memento) == (
        "https://data.commoncrawl.org/crawl-data/a.warc.gz",
        {"Range": "bytes=7-99"},
    )


@pytest.mark.parametrize("name", ["../a.warc.gz", "a/../b", "/etc/passwd", "//evil/a", "@evil/a"])
def test_a_file_stays_where_the_files_are(name: str) -> None:
    assert not CRAWL.listing("x&page=0", json.dumps({**ROW, "filename": name}).encode()).rows


def test_a_record_is_kept_as_it_lies_there() -> None:
    block = b"HTTP/1.1 200 Fine By Me\r\nX-Crawl-Content-Encoding: gzip\r\n\r\n" + PAGE
    found = CRAWL.recovered(PIECE, answer(record(block), 206))
    assert (found.response, found.body, found.verified) == (block, PAGE, True)
    assert (found.at, found.ip, found.truncated) == (AT, "192.0.2.7", None)
    assert found.notes == {"sourceRecord": "urn:uuid:1"}


def test_a_record_that_was_cut_says_so() -> None:
    member = record(b"HTTP/1.1 200 OK\r\n\r\n" + PAGE, more="WARC-Truncated: length\r\n")
    assert CRAWL.recovered(PIECE, answer(member, 206)).truncated == "length"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (answer(b"", 404), "HTTP 404"),
        (answer(record(b"HTTP/1.1 200 OK\r\n\r\n"), 200), "HTTP 200"),
        (answer(b"no gzip", 206), "no record"),
        (answer(record(b"")[:-9], 206), "no record"),
        (answer(record(b"x", kind="revisit"), 206), "no record"),
        (answer(record(b"x", url="http://b.vn/"), 206), "another record"),
        (answer(record(b"x"), 206), "no HTTP response"),
    ],
)
def test_what_lies_there_is_not_what_the_index_says(said: Answer, reason: str) -> None:
    with pytest.raises(Withheld, match=reason):
        CRAWL.recovered(PIECE, said)


@pytest.mark.parametrize(("status", "wait"), [(503, 60), (403, 60), (429, 60), (500, None)])
def test_common_crawl_is_busy(status: int, wait: float | None) -> None:
    with pytest.raises(Busy) as caught:
        CRAWL.recovered(PIECE, answer(b"", status))
    assert caught.value.wait == wait
