"""Fixtures: the saved pages of a plugin, and what its parser is expected to make of them."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass, replace
from hashlib import blake2b
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode, urlsplit

from archiver.captures import Exchange
from archiver.errors import SettingsError
from archiver.parsing.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from archiver.captures import CaptureStore, Source
    from archiver.parsing.parser import Parser

PAGES, EXPECTED = "tests/pages", "tests/expected"
FRAMING = frozenset({"content-encoding", "content-length", "transfer-encoding", "set-cookie"})
"""Header fields that do not hold for a body as it is saved, or are nobody's business."""
LETTERS = re.compile(r"[^a-z0-9]+")
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is expected of one page; ``fields`` is ``None`` until an author has accepted it."""

    path: Path
    url: str
    form: tuple[tuple[str, str], ...] = ()
    fields: dict[str, Any] | None = None

    @classmethod
    def of(cls, path: Path) -> Self:
        """Read a file. Raises ``SettingsError`` where it is not one."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            form = tuple((name, value) for name, value in data.get("form", []))
            return cls(path=path, url=data["url"], form=form, fields=data["fields"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = (
                f"{path} is no expected record ({error!r}); `archiver plugin record` makes one"
            )
            raise SettingsError(message) from error

    def write(self) -> None:
        """Write the file, for people to read."""
        data: dict[str, Any] = {"url": self.url}
        data |= {"form": [list(pair) for pair in self.form]} if self.form else {}
        data["fields"] = self.fields
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(data, ensure_ascii=False, indent=2)
        self.path.write_text(f"{text}\n", encoding="utf-8")

    def accepting(self, fields: dict[str, Any]) -> Self:
        """Return the same with other fields."""
        return replace(self, fields=fields)


def expected_in(folder: Path) -> list[Expected]:
    """Return what is expected in a plugin's folder, by the names of the files."""
    return [Expected.of(path) for path in sorted((folder / EXPECTED).glob("*.json"))]


def expect(folder: Path, page: Page, parser: Parser) -> Expected:
    """Return the place of a page's expected record, with what it holds if it is there."""
    digest = blake2b(f"{page.url} {page.form}".encode(), digest_size=3).hexdigest()
    kind = "article" if parser.key(page.url) else "list"
    path = urlsplit(page.url).path.rstrip("/").rpartition("/")[2]
    slug = LETTERS.sub("-", path.lower()).strip("-")[:LONGEST_NAME] or "front"
    place = folder / EXPECTED / f"{kind}-{slug}-{digest}.json"
    return (
        Expected.of(place) if place.exists() else Expected(path=place, url=page.url, form=page.form)
    )


def page_of(expected: Expected, source: Source) -> Page:
    """Return the saved page that something is expected of. Raises ``SourceError``."""
    stored = source.find(expected.url, expected.form)
    return Page(
        url=expected.url,
        body=stored.body,
        captured_at=stored.capture.at,
        status=stored.status,
        headers=stored.headers,
        form=expected.form,
    )


def keep(pages: Iterable[Page], captures: CaptureStore, site: str) -> None:
    """Write pages into a WARC file, their content coding undone."""
    captures.open(site=site, operator=None, user_agent=None, robots="obey")
    try:
        for page in pages:
            captures.write(_exchange(page))
        captures.sync()
    finally:
        captures.close()


def _exchange(page: Page) -> Exchange:
    return Exchange(
        record_id=f"urn:uuid:{uuid.uuid4()}",
        url=page.url,
        at=page.captured_at,
        request=b"\r\n".join([*_asked(page), b"", urlencode(page.form).encode()]),
        response=b"\r\n".join([*_answered(page), b"", page.body]),
    )


def _asked(page: Page) -> Iterator[bytes]:
    parts = urlsplit(page.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    yield f"{'POST' if page.form else 'GET'} {target} HTTP/1.1".encode()
    yield f"Host: {parts.netloc}".encode()
    if page.form:
        yield b"Content-Type: application/x-www-form-urlencoded"
        yield f"Content-Length: {len(urlencode(page.form))}".encode()


def _answered(page: Page) -> Iterator[bytes]:
    yield f"HTTP/1.1 {page.status} {HTTPStatus(page.status).phrase}".encode()
    for name, value in page.headers:
        if name.lower() not in FRAMING:
            yield f"{name}: {value}".encode("latin-1")
    yield f"Content-Length: {len(page.body)}".encode()
