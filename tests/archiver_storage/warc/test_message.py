"""What is taken out of HTTP messages: chunks and 1xx responses, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver_storage.warc.chunks import Chunks
from archiver_storage.warc.message import Message, final, undo_chunking
from warcs.exchanges import chunked

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nServer: x\r\n\r\n"
PARTS = st.lists(st.binary(min_size=1, max_size=70), max_size=6)


def undone(body: bytes, head: bytes = CHUNKED) -> Message:
    return undo_chunking(Message(head=head, body=body))[0]


@given(PARTS)
def test_chunks_become_the_body(parts: list[bytes]) -> None:
    chunks = Chunks.of(chunked(*parts))
    assert (chunks.body, chunks.sound, chunks.whole) == (b"".join(parts), True, True)


@given(PARTS, st.data())
def test_cut_chunks_keep_what_came(parts: list[bytes], data: st.DataObject) -> None:
    coded = chunked(*parts)
    cut = data.draw(st.integers(0, len(coded) - len(b"0\r\n\r\n")))
    chunks = Chunks.of(coded[:cut])
    assert not chunks.whole
    assert b"".join(parts).startswith(chunks.body)
    framing = sum(len(b"%x\r\n\r\n" % len(part)) for part in parts)
    assert not chunks.sound or cut - len(chunks.body) <= framing


@given(st.binary(max_size=200))
def test_no_byte_is_lost_that_is_not_framing(body: bytes) -> None:
    chunks = Chunks.of(body)
    message = undone(body)
    assert message.body == (chunks.body if chunks.sound else body)


@pytest.mark.parametrize(
    "body",
    [b"not chunked", b"no", b"beef", b"5\r\nhello world\r\n0\r\n\r\n", b"5\r\nhello\r\nzz\r\n"],
)
def test_what_is_not_chunked_stays_as_it_came(body: bytes) -> None:
    assert undone(body) == Message(head=CHUNKED, body=body)


def test_fields_of_the_framing_are_renamed_and_no_others() -> None:
    head = (
        b"HTTP/1.1 200 Fine By Me\r\nset-cookie: a=1\r\ntransfer-encoding: Chunked\r\n"
        b"Content-Length: 3\r\nX-Odd: caf\xe9\r\nset-cookie: b=2\r\n\r\n"
    )
    message = undone(chunked(b"abc", b"de"), head)
    assert message.head == head.replace(b"transfer", b"X-Archive-Orig-transfer").replace(
        b"Content-L", b"X-Archive-Orig-Content-L"
    )
    assert message.body == b"abcde"


def test_extensions_trailers_and_surplus() -> None:
    chunks = Chunks.of(b'5;a="b"\r\nhello\r\n000\r\nX-Sum: 1\r\n\r\nHTTP/1.1')
    assert chunks == Chunks(body=b"hello", whole=True, trailers=(b"X-Sum: 1",), surplus=8)


def test_bare_line_feeds() -> None:
    message = Message.of(b"HTTP/1.0 200 OK\nContent-Type: text/HTML; charset=x\n\nbody")
    assert (message.status, message.mime, message.body) == (200, "text/html", b"body")


def test_folded_fields_are_one() -> None:
    message = Message.of(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=x\r\nA:b\r\n\r\n"
    )
    assert message.headers == (("Content-Type", "text/html; charset=x"), ("A", "b"))
    assert message.mime == "text/html"


@pytest.mark.parametrize(
    "block", [b"", b"\x16\x03\x01", b"HTTP/1.1 ", b"HTTP/1.1 2000 x\r\n\r\n", b"ICY 200"]
)
def test_broken_heads_have_no_status(block: bytes) -> None:
    assert Message.of(block).status is None
    assert Message.of(block).block == block


def test_interim_responses_are_taken_away() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    block = b"HTTP/1.1 100 Continue\r\n\r\n" + early + b"HTTP/1.1 404 No\r\n\r\nx"
    message, interim = final(block)
    assert (message.status, message.body) == (404, b"x")
    assert interim == [b"HTTP/1.1 100 Continue", b"HTTP/1.1 103 Early Hints"]


@pytest.mark.parametrize(
    ("head", "short"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: much\r\n\r\n", False),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", False),
    ],
)
def test_short_bodies(head: bytes, *, short: bool) -> None:
    assert Message.of(head + b"four").short is short


def test_what_means_harm_is_no_message_and_costs_no_time() -> None:
    digits = Message.of(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 9_000 + b"\r\n\r\nabc")
    assert digits.status == 200
    assert not digits.short
    message, interim = final(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1_000_000)
    assert message.status == 103
    assert len(interim) == 100
