"""A server that means harm: each of its answers has its own outcome, and the run goes on."""

from __future__ import annotations

import gzip
import re
import sqlite3
import sys
import zlib
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import brotli  # type: ignore[import-untyped]
import pytest
from scrapy.exceptions import DownloadFailedError
from twisted.internet.address import IPv4Address

from archiver.crawling.sources.wire import GuardedFactory
from archiver.ledger import Outcome
from archiver.terminal import safe
from drivers.runs import CONTACT, bench
from portal import faults
from portal.districts import longbien
from portal.faults import Fault
from portal.server import Portal

if TYPE_CHECKING:
    from pathlib import Path

    from drivers.runs import Bench

pytestmark = [pytest.mark.crawl, pytest.mark.unmeasured]

MOST = 300_000
"""kB that the process of a crawl may take."""
TELLS_MEMORY = """
import atexit, re, runpy, sys
def tell():
    print(re.search(r"VmHWM.*", open("/proc/self/status").read())[0], file=sys.stderr)
atexit.register(tell)
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
RESOLVES = """
import runpy, socket, sys
from twisted.internet.endpoints import HostnameEndpoint
_, address, port, *sys.argv = sys.argv
begin = HostnameEndpoint.__init__
HostnameEndpoint.__init__ = lambda self, reactor, host, _, **more: begin(
    self, reactor, host, int(port), **more
)
socket.gethostbyname = lambda _: address
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
"""Whatever name is asked for, it has this address, as whoever holds the name may say."""
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def coded(name: str, body: bytes) -> Fault:
    return Fault(body=body, headers=(("Content-Encoding", name),))


def to(address: str) -> Fault:
    return faults.redirect(to=address)


STORED = {
    "gzip bomb",
    "deflate bomb",
    "brotli bomb",
    "bomb in a bomb",
    "endless body",
    "nothing but tags",
    "nested",
    "no address",
    "inwards",
}
"""Harms that an archive may hold."""


@dataclass(frozen=True, slots=True)
class Harm:
    """An answer, and the reason that is to stand in the ledger."""

    fault: Fault
    reason: str


def harms() -> dict[str, Harm]:
    zeros = bytes(200_000_000)
    large = "larger than crawl.max_bytes"
    return {
        "gzip bomb": Harm(coded("gzip", gzip.compress(zeros)), large),
        "deflate bomb": Harm(coded("deflate", zlib.compress(zeros)), large),
        "brotli bomb": Harm(coded("br", brotli.compress(zeros, quality=1)), large),
        "bomb in a bomb": Harm(coded("gzip, gzip", gzip.compress(gzip.compress(zeros))), large),
        "endless body": Harm(faults.huge(size=25_000_000), large),
        "endless headers": Harm(
            Fault(raw=OK + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 1000) for n in range(20_000))),
            "headers of more than 100,000 bytes",
        ),
        "endless 1xx": Harm(
            Fault(raw=b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100_000),
            "headers of more than 100,000 bytes",
        ),
        "chunks of air": Harm(
            Fault(raw=CHUNKED + b"1;%s\r\na\r\n" % (b"x" * 900) * 60_000),
            "chunks of more than 12,500,000 bytes",
        ),
        "a number without end": Harm(
            Fault(raw=OK + b"Content-Length: " + b"9" * 9_000 + b"\r\n\r\nabc"),
            "the answer is no HTTP that can be read",
        ),
        "slow body": Harm(faults.drip(pause=0.5), "no answer in time"),
        "file": Harm(to("file:///etc/passwd"), "redirects to another host: file:///etc/passwd"),
        "data": Harm(to("data:text/html,x"), "redirects to another host: data:text/html,x"),
        "inwards": Harm(to("http://127.0.0.2/"), "redirects to another host: 127.0.0.2"),
        "inwards by IPv6": Harm(
            to("http://[::ffff:127.0.0.1]/"), "redirects to another host: ::ffff:127.0.0.1"
        ),
        "another scheme": Harm(to("ftp://longbien.hanoi.gov.vn/x"), "redirects to no web page"),
        "no address": Harm(to("http://[bad/"), "redirects to no address"),
        "with a password": Harm(
            to("https://a:b@longbien.hanoi.gov.vn/web/guest/x"), "redirects to no web page"
        ),
        "nothing but tags": Harm(Fault(body=b"<p>" * 3_000_000), "more than 200,000 tags"),
        "nested": Harm(Fault(body=b"<div>" * 150_000), "more than 5,000 elements in each other"),
    }


def measured(place: Bench, words: list[str], code: int) -> str:
    """Run a command, and return what it said; hold its memory to the bound."""
    process = place.start([sys.executable, "-c", TELLS_MEMORY, *words])
    told, said = process.communicate(timeout=240)
    assert process.returncode == code, told + said
    peak = re.search(r"VmHWM:\s*(\d+) kB", said)
    assert peak is not None
    assert int(peak[1]) < MOST, said
    return str(told + said)


def crawl(place: Bench) -> str:
    _, _, *words = place.crawl_command("longbien")
    return measured(place, words, 4)


def test_each_harm_has_its_reason_and_the_run_goes_on(tmp_path: Path) -> None:
    each = harms()
    with Portal(longbien(len(each) + 6), keep=False) as portal:
        keys = dict(zip(each, portal.expected(), strict=False))
        portal.fault(*(_at(keys[name], harm.fault) for name, harm in each.items()))
        place = bench(tmp_path, portal, crawl__timeout=4, crawl__retries=0)
        said = crawl(place)
        whole = portal.expected()
    assert "Traceback" not in said
    assert set(place.articles("longbien", whole)) == set(whole) - set(keys.values())
    with place.records() as records:
        for name, harm in each.items():
            url = f"https://{portal.site.host}{portal.site.path(portal.site.by_key[keys[name]])}"
            (story,) = records.explain(url)
            assert harm.reason in str(story), name
    assert place.last_run().balanced


def test_another_host_is_not_asked_whoever_put_it_into_the_ledger(tmp_path: Path) -> None:
    foreign = "https://elsewhere.example/tin"
    with Portal(longbien(6)) as portal:
        connect = portal.connect | {"elsewhere.example": portal.url}
        place = bench(tmp_path, portal, crawl__connect=connect)
        place.crawl("longbien", limit=1)
        with closing(sqlite3.connect(place.archive / "archive.db")) as database, database:
            left = "SELECT min(id) FROM url WHERE kind = 'article' AND state = 'later'"
            database.execute(f"UPDATE url SET url = ?, key = 'x' WHERE id = ({left})", (foreign,))  # noqa: S608  # of this test
        portal.log.clear()
        place.crawl("longbien", expect=4)
        assert not [entry for entry in portal.log if entry.request.target == "/tin"]
    with place.records() as records:
        (story,) = records.explain(foreign)
    assert story.endings[-1].reason is not None
    assert "elsewhere.example is no host of longbien" in story.endings[-1].reason


def test_the_same_bytes_in_an_archive_meet_the_same_bounds(tmp_path: Path) -> None:
    """Whoever wrote it had others: import, rebuild and re-parse read by bounds of their own."""
    each = {name: harm for name, harm in harms().items() if name in STORED}
    with Portal(longbien(len(each) + 3), keep=False) as portal:
        keys = dict(zip(each, portal.expected(), strict=False))
        portal.fault(*(_at(keys[name], harm.fault) for name, harm in each.items()))
        writer = bench(tmp_path, portal, crawl__max_bytes=39_000_000)
        writer.crawl("longbien", expect=4)
        whole = portal.expected()
    (file,) = (writer.archive / "warc").glob("*.warc.gz")
    reader = bench(tmp_path / "reader")
    reader.folder.mkdir()
    said = measured(reader, ["archiver", "import", str(file)], 3)  # today's site is another
    said += measured(bench(tmp_path), ["archiver", "rebuild"], 0)
    again = measured(bench(tmp_path), ["archiver", "reparse", "--processes", "1"], 0)
    assert "exceeded DOWNLOAD_MAXSIZE" in again, "bombs, too, are read again"
    said += again
    assert "Traceback" not in said
    assert set(writer.articles("longbien", whole)) == set(whole) - set(keys.values())
    reasons = " ".join(reader.last_run().reasons[Outcome.FAILED])
    assert "larger than crawl.max_bytes" in reasons
    rejected = reader.last_run().reasons[Outcome.REJECTED]
    assert {"more than 200,000 tags", "more than 5,000 elements in each other"} <= set(rejected)


def test_a_title_steers_no_terminal(tmp_path: Path) -> None:
    with Portal(longbien(3)) as portal:
        key = next(iter(portal.expected()))
        title = "\\1\x1b[2J\x1b]0;x\x07 \u202e &lt;script&gt;alert(1)&lt;/script&gt; "
        portal.fault(faults.rewritten(r"(asset-full-content-title[^>]*>)", title, key))
        place = bench(tmp_path, portal)
        done = place.crawl("longbien")
    said = done.stderr + done.stdout
    for words in (["show", key], ["show", key, "--json"], ["search", "alert"], ["changes"]):
        asked = place.ask(*words)
        said += asked.stdout + asked.stderr
    assert "alert(1)" in said
    assert safe(said) == said


def _at(key: str, fault: Fault) -> Fault:
    return replace(fault, match=key)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"])
def test_a_name_that_points_inwards_is_refused_where_it_leads(host: str, tmp_path: Path) -> None:
    with Portal(longbien(3), host=host) as portal:
        place = bench(tmp_path, crawl__retries=0, contact=CONTACT)
        _, _, *words = place.crawl_command("phuong-long-bien")
        port = str(portal.port)
        process = place.start([sys.executable, "-c", RESOLVES, host, port, *words])
        _, said = process.communicate(timeout=60)
        assert portal.log == []
    assert process.returncode == 1, said
    assert f"{host} is not a public address" in said


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104  # as a peer
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:192.168.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::8.8.8.8", True),
    ],
)
def test_addresses_that_are_not_public(address: str, *, public: bool) -> None:
    factory = GuardedFactory(lambda _: None, None)  # type: ignore[no-untyped-call]
    peer: Any = IPv4Address("TCP", address, 443)
    if public:
        assert factory.buildProtocol(peer) is not None
    else:
        with pytest.raises(DownloadFailedError, match="is not a public address"):
            factory.buildProtocol(peer)
