"""A strict reading of WARC 1.1, written from the standard and apart from the project's own code.

``findings(path)`` names everything in a ``.warc.gz`` that the standard, or this archive's own
promises (digests, one member a record, linked records), do not allow.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TYPES = {
    "warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion",
    "continuation",
}  # fmt: skip
WITH_URI = TYPES - {"warcinfo", "metadata"}
ONCE = re.compile(r"(?!WARC-Concurrent-To$)", re.IGNORECASE)
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")
IDENTIFIER = re.compile(r"<urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}>")
FIELD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?[^\x00-\x08\x0a-\x1f\x7f]*")
REASONS = {"length", "time", "disconnect", "unspecified"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcRecord:
    """One record as it lies in the file."""

    offset: int
    length: int
    fields: dict[str, list[str]]
    block: bytes

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name.lower(), [""])[0]

    @property
    def payload(self) -> bytes:
        """What comes after the HTTP head."""
        end = re.search(rb"\r?\n\r?\n", self.block)
        return self.block[end.end() :] if end else b""


@dataclass(slots=True)
class Checker:
    """What was seen of a file, and what is wrong with it."""

    records: list[WarcRecord] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    def read(self, path: Path) -> None:
        """Check one file."""
        data = path.read_bytes()
        if not data:
            self.findings.append("the file is empty")
        for offset, length, text in self._members(data):
            record = self._record(offset, length, text)
            if record is not None:
                self.records.append(record)
        self._whole()

    def _members(self, data: bytes) -> Iterator[tuple[int, int, bytes]]:
        at = 0
        while at < len(data):
            unpacker = zlib.decompressobj(31)
            try:
                text = unpacker.decompress(data[at:])
            except zlib.error as error:
                self.findings.append(f"{at}: bad gzip: {error}")
                return
            if not unpacker.eof:
                self.findings.append(f"{at}: gzip member cut")
                return
            length = len(data) - at - len(unpacker.unused_data)
            yield at, length, text
            at += length

    def _record(self, offset: int, length: int, text: bytes) -> WarcRecord | None:
        head, found, rest = text.partition(b"\r\n\r\n")
        lines = head.decode("utf-8").split("\r\n")
        if not found or lines[0] != "WARC/1.1":
            self.findings.append(f"{offset}: no head of WARC/1.1")
            return None
        fields: dict[str, list[str]] = {}
        for line in lines[1:]:
            if not FIELD.fullmatch(line):
                self.findings.append(f"{offset}: no field: {line!r}")
                continue
            name, _, value = line.partition(":")
            fields.setdefault(name.lower(), []).append(value.strip())
        size = int(fields.get("content-length", ["-1"])[0])
        if rest[size:] != b"\r\n\r\n" or len(rest) != size + 4:
            self.findings.append(f"{offset}: Content-Length and member do not agree")
        record = WarcRecord(offset=offset, length=length, fields=fields, block=rest[:size])
        self.findings += [f"{offset}: {finding}" for finding in _wrong(record)]
        return record

    def _whole(self) -> None:
        ids = [record["WARC-Record-ID"] for record in self.records]
        if len(set(ids)) < len(ids):
            self.findings.append("a record id is used twice")
        if self.records and self.records[0]["WARC-Type"] != "warcinfo":
            self.findings.append("the first record is no warcinfo")
        for record in self.records:
            linked = record.fields.get("warc-concurrent-to", [])
            for name in (*linked, *record.fields.get("warc-warcinfo-id", [])):
                if name not in ids:
                    self.findings.append(f"{record.offset}: {name} is not in the file")
            if (
                record["WARC-Type"] in {"request", "metadata"}
                and not linked
                and not self._alone(record)
            ):
                self.findings.append(f"{record.offset}: linked to no record")

    def _alone(self, record: WarcRecord) -> bool:
        """Whether others are linked to this record, instead of it to them."""
        name = record["WARC-Record-ID"]
        return any(name in other.fields.get("warc-concurrent-to", []) for other in self.records)


def _wrong(record: WarcRecord) -> Iterator[str]:
    kind = record["WARC-Type"]
    if kind not in TYPES:
        yield f"type {kind!r}"
    for name, values in record.fields.items():
        if len(values) > 1 and ONCE.match(name):
            yield f"{name} stands there twice"
    if not IDENTIFIER.fullmatch(record["WARC-Record-ID"]):
        yield "record id"
    if not DATE.fullmatch(record["WARC-Date"]):
        yield "date"
    if kind in WITH_URI and not re.fullmatch(
        r"[a-z][a-z0-9+.-]*:[\x21-\x7e]+", record["WARC-Target-URI"]
    ):
        yield "target URI"
    yield from _wrong_block(record)
    rules = {
        "warcinfo": _wrong_warcinfo,
        "response": _wrong_response,
        "revisit": _wrong_revisit,
    }
    yield from rules.get(kind, _nothing)(record)


def _nothing(_: WarcRecord) -> Iterator[str]:
    yield from ()


def _wrong_block(record: WarcRecord) -> Iterator[str]:
    if record.block and not record["Content-Type"]:
        yield "no content type"
    if not _agrees(record["WARC-Block-Digest"], record.block):
        yield "block digest"


def _wrong_warcinfo(record: WarcRecord) -> Iterator[str]:
    if record["WARC-IP-Address"] or record["WARC-Concurrent-To"]:
        yield "a field that warcinfo must not have"
    for name in (b"software", b"format", b"robots"):
        if not re.search(rb"(?m)^" + name + rb": \S", record.block):
            yield f"warcinfo without {name.decode()}"


def _wrong_response(record: WarcRecord) -> Iterator[str]:
    if not _agrees(record["WARC-Payload-Digest"], record.payload):
        yield "payload digest"
    truncated = record["WARC-Truncated"]
    if truncated and truncated not in REASONS:
        yield f"truncated: {truncated!r}"
    if record["Content-Type"].startswith("application/http"):
        if not re.match(rb"HTTP/\d\.\d \d{3}", record.block):
            yield "no HTTP response"
        length = re.search(rb"(?im)^content-length:[ \t]*(\d+)", record.block.split(b"\r\n\r\n")[0])
        if length and int(length[1]) > len(record.payload) and not truncated:
            yield "shorter than its HTTP Content-Length, and not marked as truncated"


def _wrong_revisit(record: WarcRecord) -> Iterator[str]:
    profile = record["WARC-Profile"].rpartition("/warc/1.1/revisit/")[2]
    if not IDENTIFIER.fullmatch(record["WARC-Refers-To"]):
        yield "refers to no record"
    if not DATE.fullmatch(record["WARC-Refers-To-Date"]) or not record["WARC-Refers-To-Target-URI"]:
        yield "refers to no capture"
    if profile == "identical-payload-digest":
        if not record["WARC-Payload-Digest"].startswith("sha1:"):
            yield "no payload digest"
        if record.payload or not re.match(rb"HTTP/\d\.\d \d{3}", record.block):
            yield "a payload, or no head"
        if record["WARC-Truncated"] != "length":
            yield "not marked as without payload"
    elif profile == "server-not-modified":
        if record.block or record["WARC-Payload-Digest"]:
            yield "a block in a record of what did not come"
    else:
        yield f"profile {profile!r}"


def _agrees(digest: str, data: bytes) -> bool:
    algorithm, _, value = digest.partition(":")
    return algorithm == "sha1" and value == base64.b32encode(hashlib.sha1(data).digest()).decode()  # noqa: S324  # the digest that web archives use


def check(path: Path) -> list[WarcRecord]:
    """Return the records of a file. Fails, naming all that is wrong with it."""
    checker = Checker()
    checker.read(path)
    assert not checker.findings, "\n".join([str(path), *checker.findings])
    return checker.records
