"""WARC and WACZ files as sources: found leniently, read exactly, and honest about damage."""

from __future__ import annotations

import gzip
import random
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archiver.errors import NotInSource, SourceError
from archiver_storage.warc import WarcSource, WarcStore
from archiver_storage.warc.record import Record, format_date
from warcs.exchanges import AT, OK, chunked, exchange, files, opened, post

if TYPE_CHECKING:
    from collections.abc import Callable

    from archiver.captures import Exchange

URL = "https://bode.example/tin/1"


def page(text: str) -> bytes:
    return OK + b"Content-Type: text/html\r\n\r\n" + text.encode()


def kept(folder: Path, *exchanges: Exchange) -> Path:
    """Return a WARC of these exchanges."""
    store = opened(folder)
    for each in exchanges:
        store.write(each)
    store.close()
    return files(folder)[0]


def wacz(path: Path, *warcs: Path, compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("datapackage.json", "{}")
        for warc in warcs:
            archive.write(warc, f"archive/{warc.name}")
    return path


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    return kept(tmp_path / "a", exchange(URL, page("one")), exchange(URL + "2", page("two")))


def as_it_is(path: Path) -> Path:
    return path


def unpacked(path: Path) -> Path:
    plain = path.with_suffix("")
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    path.unlink()
    return plain


def in_wacz(path: Path) -> Path:
    return wacz(path.with_name("x.wacz"), path)


def in_folder(path: Path) -> Path:
    return path.parents[1]


def unfinished(path: Path) -> Path:
    return path.rename(path.with_name(path.name + ".open")).parent


@pytest.mark.parametrize("form", [as_it_is, unpacked, in_wacz, in_folder, unfinished])
def test_every_form_is_read_and_read_back(warc: Path, form: Callable[[Path], Path]) -> None:
    address = str(form(warc))
    assert WarcSource.opens(address)
    source = WarcSource.open(address)
    assert source.notes() == ()
    store = WarcStore(warc.parent)
    for url, body in ((URL, b"one"), (URL + "2", b"two")):
        stored = source.find(url)
        assert (stored.status, stored.body, stored.capture.at) == (200, body, AT)
        assert stored.headers == (("Content-Type", "text/html"),)
        assert store.read(stored.capture) == stored
    source.close()
    with pytest.raises(NotInSource):
        source.find(URL)


def test_names_of_captures(warc: Path) -> None:
    assert WarcSource.open(str(warc)).find(URL).capture.file == str(warc)
    packed = in_wacz(warc)
    assert WarcSource.open(str(packed)).find(URL).capture.file == f"{packed}#archive/{warc.name}"


@pytest.mark.parametrize(
    "url",
    [
        "http://bode.example/tin/á-b",
        "https://BODE.example:443/tin/%C3%A1-b",
        "http://bode.example:80/tin/%c3%a1%2Db/#top",
        "http://bode.example/tin/á-b?",
    ],
)
def test_addresses_that_mean_the_same(tmp_path: Path, url: str) -> None:
    path = kept(tmp_path, exchange("http://bode.example/tin/á-b", page("x")))
    assert WarcSource.open(str(path)).find(url).body == b"x"


@pytest.mark.parametrize(
    "url",
    [
        "http://bode.example/tin?b=1&a=2",
        "http://bode.example/tin?a=2&b=1&",
        "http://bode.example/tin%3Fa=2&b=1",
        "http://bode.example/Tin?a=2&b=1",
        "http://bode.example:8080/tin?a=2&b=1",
        "http://www.bode.example/tin?a=2&b=1",
        "http://bode.example/tin?a=2%26b=1",
        "http://bode.example/tin",
        "nothing",
    ],
)
def test_addresses_that_do_not(tmp_path: Path, url: str) -> None:
    path = kept(tmp_path, exchange("http://bode.example/tin?a=2&b=1", page("x")))
    with pytest.raises(NotInSource, match="holds no response of"):
        WarcSource.open(str(path)).find(url)


def test_the_latest_capture_counts(tmp_path: Path) -> None:
    late, early = AT + timedelta(microseconds=1), AT.replace(microsecond=0)
    path = kept(
        tmp_path,
        exchange(URL, page("late"), at=late),
        exchange(URL, page("early"), at=early),
        exchange(URL + "2", page("first")),
        exchange(URL + "2", page("last")),
        exchange(URL + "3", page("as asked")),
        exchange(URL + "3/", page("with a slash"), at=late),
    )
    source = WarcSource.open(str(path))
    assert source.find(URL).body == b"late"
    assert source.find(URL + "2").body == b"last"
    assert source.find(URL + "3").body == b"as asked"
    assert source.find(URL.replace("https", "http") + "3").body == b"with a slash"


def test_forms(tmp_path: Path) -> None:
    url = "https://bode.example/api"
    path = kept(
        tmp_path,
        post(url, "page=1&cat=tin+t%E1%BB%A9c", page("one")),
        post(url, "cat=tin+t%E1%BB%A9c&page=2&empty=", page("two")),
        exchange(url, page("get")),
        exchange(url + "?__wb_method=POST&page=3&__wb_post_data=x", page("three")),
        exchange(url + "?a=b&__wb_method=POST&page=4", page("four")),
        exchange(URL, OK + b"\r\n", request=b"HEAD /tin/1 HTTP/1.1\r\n\r\n"),
    )
    source = WarcSource.open(str(path))
    assert source.find(url).body == b"get"
    assert source.find(url, [("page", "1"), ("cat", "tin tức")]).body == b"one"
    assert source.find(url, [("page", "2"), ("empty", ""), ("cat", "tin tức")]).body == b"two"
    assert source.find(url, [("page", "3")]).body == b"three"
    assert source.find(url + "?a=b", [("page", "4")]).body == b"four"
    for form in ([("page", "1")], [("page", "1"), ("cat", "khác")]):
        with pytest.raises(NotInSource):
            source.find(url, form)
    with pytest.raises(NotInSource):
        source.find(URL)


def of_wget(kind: str, name: str, block: bytes, *fields: str) -> bytes:
    """Return a record as wget writes it: WARC 1.0, the URI in brackets, chunks as they came."""
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{name}>",
        f"WARC-Target-URI: <{URL}>",
        "WARC-Date: 2018-03-27T03:14:07Z",
        *fields,
        f"Content-Type: application/http;msgtype={kind}",
        f"Content-Length: {len(block)}",
    ]
    return gzip.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")


def test_files_of_another_writer(tmp_path: Path) -> None:
    path = tmp_path / "wget.warc.gz"
    asked = b"POST /tin/1 HTTP/1.1\r\nHost: bode.example\r\n\r\npage=1"
    body = OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(b"in ", b"chunks")
    path.write_bytes(
        of_wget("request", "1", asked)
        + of_wget("response", "2", body, "WARC-Concurrent-To: <urn:uuid:1>")
    )
    stored = WarcSource.open(str(path)).find(URL, [("page", "1")])
    assert stored.body == b"in chunks"
    assert stored.headers == (("X-Archive-Orig-Transfer-Encoding", "chunked"),)
    assert (stored.capture.url, stored.capture.record_id) == (URL, "urn:uuid:2")
    assert WarcStore(tmp_path).read(stored.capture) == stored


def revisit(block: bytes, *fields: tuple[str, str]) -> Record:
    return Record(
        type="revisit",
        id="urn:uuid:00000000-0000-4000-8000-000000000001",
        date=format_date(AT + timedelta(days=1)),
        block=block,
        content_type="application/http;msgtype=response",
        fields=[("WARC-Target-URI", URL), *fields],
    )


@pytest.mark.parametrize("by", ["id", "moment", "digest"])
@pytest.mark.parametrize(
    "block", [b"", OK + b"X-Again: yes\r\n\r\n", b"HTTP/1.1 304 Not Modified\r\n\r\n"]
)
def test_revisits_have_their_originals_body(warc: Path, by: str, block: bytes) -> None:
    original = WarcSource.open(str(warc)).find(URL).capture
    fields = {
        "id": [("WARC-Refers-To", f"<{original.record_id}>")],
        "moment": [
            ("WARC-Refers-To-Target-URI", URL),
            ("WARC-Refers-To-Date", format_date(original.at)),
        ],
        "digest": [("WARC-Payload-Digest", original.digest or "")],
    }[by]
    (warc.parent / "later.warc.gz").write_bytes(revisit(block, *fields).member(6))
    source = WarcSource.open(str(warc.parent))
    stored = source.find(URL)
    assert (stored.status, stored.body) == (200, b"one")
    assert stored.capture.at == AT + timedelta(days=1)
    assert (("X-Again", "yes") in stored.headers) is (b"X-Again" in block)
    assert WarcStore(warc.parent).read(stored.capture) == stored


def test_a_revisit_of_nothing_is_noted(warc: Path) -> None:
    lone = revisit(b"", ("WARC-Refers-To", "<urn:uuid:none>"))
    (warc.parent / "later.warc.gz").write_bytes(lone.member(6))
    source = WarcSource.open(str(warc.parent))
    assert source.find(URL).body == b"one"
    assert source.notes() == ("1 revisits refer to records that the source does not hold",)


@pytest.mark.parametrize("form", [as_it_is, unpacked])
def test_cut_files_give_what_is_whole_and_say_so(
    tmp_path: Path, form: Callable[[Path], Path]
) -> None:
    urls = [f"{URL}{n}" for n in range(12)]
    path = form(kept(tmp_path, *(exchange(url, page("x" * 99 + url)) for url in urls)))
    whole = WarcSource.open(str(path))
    places = [whole.find(url).capture for url in urls]
    data = path.read_bytes()
    first = places[0].offset + places[0].length
    for cut in random.Random(3).sample(range(first, len(data)), 60):  # noqa: S311  # a sample
        path.write_bytes(data[:cut])
        source = WarcSource.open(str(path))
        for url, place in zip(urls, places, strict=True):
            # Without the empty lines after it a record that is not packed is whole all the same.
            end = place.offset + place.length - (0 if path.suffix == ".gz" else 4)
            if end <= cut:
                assert source.find(url).body == b"x" * 99 + url.encode()
            else:
                with pytest.raises(NotInSource):
                    source.find(url)
        assert all("is cut after" in note for note in source.notes())


def test_damage_in_the_middle_costs_only_what_it_hit(tmp_path: Path) -> None:
    urls = [f"{URL}{n}" for n in range(9)]
    path = kept(tmp_path, *(exchange(url, page(url * 20)) for url in urls))
    hit = WarcSource.open(str(path)).find(urls[4]).capture
    data = bytearray(path.read_bytes())
    data[hit.offset + hit.length // 2] ^= 0xFF
    path.write_bytes(data)
    source = WarcSource.open(str(path))
    for url in urls:
        if url != hit.url:
            assert source.find(url).body == (url * 20).encode()
    with pytest.raises(NotInSource):
        source.find(hit.url)
    (note,) = source.notes()
    assert f"{hit.length:,} bytes from byte {hit.offset:,} cannot be read" in note


def test_records_that_other_writers_got_wrong(tmp_path: Path) -> None:
    good = of_wget("response", "1", page("good"))
    path = tmp_path / "x.warc.gz"
    path.write_bytes(
        good
        + gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n\r\n")
        + gzip.compress(b"WARC/1.0\r\nContent-Length: 1\r\n\r\nmuch more than one\r\n\r\n")
        + gzip.compress(b"WARC/1.0\r\nContent-Length: 99\r\n\r\nless\r\n\r\n")
    )
    source = WarcSource.open(str(path))
    assert source.find(URL).body == b"good"
    assert source.notes() == (f"{path} is cut after 1 records; the rest cannot be read",)


def test_a_response_without_a_date(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    text = gzip.decompress(of_wget("response", "1", page("x")))
    path.write_bytes(text.replace(b"2018-03-27T03:14:07Z", b"yesterday"))
    with pytest.raises(SourceError, match="no date that can be read"):
        WarcSource.open(str(path)).find(URL)


@pytest.mark.parametrize(
    ("date", "year"), [("2018", 2018), ("2016-08-01T00:00:00.123456789Z", 2016)]
)
def test_dates_of_any_precision(tmp_path: Path, date: str, year: int) -> None:
    path = tmp_path / "x.warc"
    text = gzip.decompress(of_wget("response", "1", page("x")))
    path.write_bytes(text.replace(b"2018-03-27T03:14:07Z", date.encode()))
    assert WarcSource.open(str(path)).find(URL).capture.at.year == year


def test_damage_after_indexing_is_an_error_of_the_source(warc: Path) -> None:
    source = WarcSource.open(str(warc))
    capture = source.find(URL).capture
    with warc.open("r+b") as stream:
        stream.seek(capture.offset + 30)
        stream.write(b"\xff" * 8)
    with pytest.raises(SourceError, match=f"record at byte {capture.offset} .* cannot be read"):
        source.find(URL)
    warc.unlink()
    with pytest.raises(SourceError, match="is not there"):
        source.find(URL)


def test_bombs_are_left_alone(tmp_path: Path) -> None:
    path = kept(tmp_path, exchange(URL, OK + b"\r\n" + bytes(51_000_000)), exchange(URL + "2"))
    source = WarcSource.open(str(path))
    with pytest.raises(SourceError, match="has more than 50,000,000 bytes"):
        source.find(URL)
    assert source.find(URL + "2").status == 200


def lump(path: Path) -> None:
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def page_of_html(path: Path) -> None:
    path.write_bytes(b"<!DOCTYPE html>")


def packed_html(path: Path) -> None:
    path.write_bytes(gzip.compress(b"<!DOCTYPE html>" * 99))


def no_responses(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:600])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (Path.unlink, "is not there; mend the name"),
        (empty, "is empty"),
        (page_of_html, "is no WARC: it begins with"),
        (packed_html, "holds no response; .* is cut after 0 records"),
        (no_responses, "holds no response; .* is cut after 1 records"),
        (lump, "packed as a whole, .* `warcio recompress OLD NEW`"),
    ],
)
def test_what_is_no_warc(warc: Path, spoil: Callable[[Path], None], message: str) -> None:
    other = warc.with_name("other.warc.gz")
    other.write_bytes(warc.read_bytes())
    spoil(warc)
    with pytest.raises(SourceError, match=message):
        WarcSource.open(str(warc))
    assert WarcSource.open(str(warc.parent)).find(URL).body == b"one"


def test_what_is_no_wacz(warc: Path) -> None:
    path = in_wacz(warc)
    data = path.read_bytes()
    for spoilt in (data[:-30], b"x" * 90, b""):
        path.write_bytes(spoilt)
        with pytest.raises(SourceError, match="is no WACZ that can be read"):
            WarcSource.open(str(path))


def test_wacz_without_warcs(tmp_path: Path) -> None:
    path = wacz(tmp_path / "x.wacz")
    with pytest.raises(SourceError, match="holds no response"):
        WarcSource.open(str(path))


def test_wacz_that_packs_its_warcs(warc: Path) -> None:
    path = wacz(warc.with_name("x.wacz"), warc, compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(SourceError, match="unzip it and give the folder"):
        WarcSource.open(str(path))


@pytest.mark.parametrize("name", ["../up.warc.gz", "/root.warc.gz", "a\\..\\b.warc", "C:/x.warc"])
def test_wacz_with_unsafe_names(warc: Path, name: str) -> None:
    path = in_wacz(warc)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, warc.read_bytes())
    with pytest.raises(SourceError, match="which no honest WACZ has"):
        WarcSource.open(str(path))


def test_a_member_that_is_gone(warc: Path, tmp_path: Path) -> None:
    path = in_wacz(warc)
    capture = WarcSource.open(str(path)).find(URL).capture
    wacz(path)
    with pytest.raises(SourceError, match="has no member archive/"):
        WarcStore(tmp_path).read(capture)


def test_a_folder_without_warcs(tmp_path: Path) -> None:
    assert WarcSource.opens(str(tmp_path))
    with pytest.raises(SourceError, match=r"holds no file that ends in .warc"):
        WarcSource.open(str(tmp_path))


@pytest.mark.parametrize("address", ["live", "https://bode.example/", "page.html", "wayback:x"])
def test_other_addresses_are_not_opened(address: str) -> None:
    assert not WarcSource.opens(address)
