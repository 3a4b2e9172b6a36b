"""A request as the portal sees it, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

HTML = "text/html;charset=UTF-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """``target`` is path and query as sent; names of ``headers`` are in lower case."""

    method: str = "GET"
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("ascii", "replace"), keep_blank_values=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer; the server adds ``Date``, ``Connection`` and the length."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", HTML),)
    body: bytes = b""

    @classmethod
    def page(cls, html: str, status: int = 200) -> Answer:
        """Return a page of HTML."""
        return cls(status=status, body=html.encode())

    @classmethod
    def text(cls, text: str, status: int = 200) -> Answer:
        """Return plain text."""
        kind = (("Content-Type", "text/plain;charset=UTF-8"),)
        return cls(status=status, headers=kind, body=text.encode())

    @classmethod
    def file(cls, body: bytes, kind: str) -> Answer:
        """Return a file of a media type."""
        return cls(headers=(("Content-Type", kind),), body=body)


class Pages(Protocol):
    """What answers for a site: one of the content systems."""

    def answer(self, request: Request) -> Answer:
        """Return the portal's answer to a request."""

    def not_found(self, path: str, status: int | None = None) -> Answer:
        """Return the portal's page for an address that shows nothing."""
