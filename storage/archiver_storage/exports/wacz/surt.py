"""Keys of addresses as indexes of web archives sort them: ``vn,gov,hanoi,longbien)/tin?a=1``.

The rules are those of the Internet Archive's library surt, by which replay programs look up.
"""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes

PARTS = re.compile(rb"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.IGNORECASE)
SPACES = re.compile(rb"[\n\r\t]")
REPEATED = re.compile(rb"(https?://)+")
PORTS = {b"http": b"80", b"https": b"443"}
WWW = re.compile(rb"www\d*\.")
SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
IN_PATH = [
    re.compile(rb"(.*/)\((?:[a-z]\([0-9a-z]{24}\))+\)/([^?]+\.aspx.*)"),
    re.compile(rb"(.*/)\([0-9a-z]{24}\)/([^?]+\.aspx.*)"),
]
IN_QUERY = [
    re.compile(rb"(.*)" + name + rb"(?:&(.*))?", re.IGNORECASE)
    for name in (
        rb"jsessionid=[0-9a-z]{32}",
        rb"phpsessid=[0-9a-z]{32}",
        rb"sid=[0-9a-z]{32}",
        rb"aspsessionid[a-z]{8}=[a-z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
]
"""Ids of sessions, which do not count."""


def surt(url: str) -> str:
    """Return the key of an address; what is none of the web's stays as it is."""
    told = REPEATED.sub(rb"\1", SPACES.sub(b"", url.strip().encode()))
    parts = PARTS.fullmatch(told)
    if parts is None:
        return quote_from_bytes(told, SAFE + "%")
    scheme, place, path, query = parts.groups(b"")
    host, port = _host(place)
    place = b",".join(reversed(host.split(b".")))
    if port and port != PORTS[scheme.lower()]:
        place += b":" + port
    key = place + b")" + _path(path)
    asked = _query(query)
    return (key + b"?" + asked if asked else key).decode()


def _host(place: bytes) -> tuple[bytes, bytes]:
    name, _, port = place.rpartition(b"@")[2].partition(b":")
    host = _unescape(name)
    if not host.isascii():
        try:
            host = host.decode("utf-8", "ignore").encode("idna")
        except ValueError:  # too long for a host: it is escaped
            host = name
    host = _escape(host.replace(b"..", b".").strip(b".").lower()).lower()
    return WWW.sub(b"", host, count=1) if WWW.match(host) else host, port


def _path(path: bytes) -> bytes:
    told = _escape(_normal(_unescape(path))).lower()
    for pattern in IN_PATH:
        if found := pattern.fullmatch(told):
            told = found[1] + found[2]
    return told[:-1] if told.endswith(b"/") and len(told) > 1 else told


def _normal(path: bytes) -> bytes:
    kept: list[bytes] = []
    for part in path.split(b"/")[1:]:
        if part == b".." and kept:
            kept.pop()
        elif part != b".":
            kept.append(part)
    return b"/" + b"".join(p + b"/" for p in kept[:-1] if p) + (kept[-1] if kept else b"")


def _query(query: bytes) -> bytes:
    told = _escape(_unescape(query))
    for pattern in IN_QUERY:
        if found := pattern.fullmatch(told):
            told = found[1] + (found[2] or b"")
    fields = [tuple(field.split(b"=", 1)) for field in told.lower().split(b"&")]
    return b"&".join(b"=".join(field) for field in sorted(fields))


def _unescape(text: bytes) -> bytes:
    while (told := unquote_to_bytes(text)) != text:
        text = told
    return text


def _escape(text: bytes) -> bytes:
    return quote_from_bytes(text, SAFE).encode()
