"""The rules of WARC 1.1 and of this archive, for one record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver_storage.warc.record import CONCURRENT, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver_storage.warc.checking.body import Body
    from archiver_storage.warc.checking.head import Head

WITH_URI = {"response", "resource", "request", "revisit", "conversion", "continuation"}
TYPES = {*WITH_URI, "warcinfo", "metadata"}
MANDATORY = ("WARC-Record-ID", "WARC-Date", "WARC-Type", "Content-Length")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z)?)?)?")
IDENTIFIER = re.compile(r"<[a-zA-Z][a-zA-Z0-9+.-]*:[\x21-\x7e]+>")
URI = re.compile(r"<?[a-zA-Z][a-zA-Z0-9+.-]*:[^\x00-\x20]+>?")
TRUNCATED = {"length", "time", "disconnect", "unspecified"}
BODILESS = {204, 304}


def faults_of(head: Head, body: Body) -> Iterator[str]:
    """Yield what is wrong with one record."""
    yield from _fields(head)
    if body.missing:
        return
    if not head["WARC-Block-Digest"]:
        if head.version == "WARC/1.1":
            yield "no WARC-Block-Digest"
    elif body.block.agrees is False:
        yield "the block is not that of its WARC-Block-Digest"
    if head.type == "response" and body.http:
        yield from _response(head, body)
    elif head.type == "revisit":
        yield from _revisit(head)


def _fields(head: Head) -> Iterator[str]:
    yield from (f"no {name}" for name in MANDATORY if not head[name])
    for name, values in head.fields.items():
        if len(values) > 1 and name != CONCURRENT:
            yield f"{name} stands there {len(values)} times"
    if head.type and head.type not in TYPES:
        yield f"WARC-Type is {head.type!r}"
    if head["WARC-Record-ID"] and not IDENTIFIER.fullmatch(head["WARC-Record-ID"]):
        yield f"WARC-Record-ID is {head['WARC-Record-ID']!r}"
    if head["WARC-Date"] and not DATE.fullmatch(head["WARC-Date"]):
        yield f"WARC-Date is {head['WARC-Date']!r}"
    if head["Content-Length"] and number(head["Content-Length"]) is None:
        yield f"Content-Length is {head['Content-Length']!r}"
    if head.type in WITH_URI and not URI.fullmatch(head["WARC-Target-URI"]):
        yield f"WARC-Target-URI is {head['WARC-Target-URI']!r}"
    truncated = head["WARC-Truncated"]
    if truncated and truncated not in TRUNCATED:
        yield f"WARC-Truncated is {truncated!r}"


def _response(head: Head, body: Body) -> Iterator[str]:
    status = body.message.status
    if status is None:
        yield "it holds no HTTP response"
    if not head["WARC-Payload-Digest"]:
        if head.version == "WARC/1.1":
            yield "no WARC-Payload-Digest"
    elif body.payload.agrees is False:
        yield "the payload is not that of its WARC-Payload-Digest"
    said = number(body.message.header("content-length"))
    short = said is not None and said > body.payload.size and status not in BODILESS
    if short and not head["WARC-Truncated"]:
        yield f"the body has {body.payload.size:,} of {said} bytes, and is not marked as cut"


def _revisit(head: Head) -> Iterator[str]:
    profile = head["WARC-Profile"]
    if not profile:
        yield "a revisit without WARC-Profile"
    if profile.endswith("identical-payload-digest") and not head["WARC-Payload-Digest"]:
        yield "a revisit without WARC-Payload-Digest"
    if not head["WARC-Refers-To"] and not head["WARC-Refers-To-Date"]:
        yield "a revisit that does not say what it refers to"
