"""What may go wrong between a portal and a crawler, each on demand and at run time."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zlib import crc32

from portal.answers import HTML, Answer

if TYPE_CHECKING:
    from portal.answers import Request

_CHALLENGE = (
    '<!DOCTYPE html><html><head><title>Just a moment...</title><meta name="robots" '
    'content="noindex,nofollow"></head><body><div id="challenge-error-text">Enable JavaScript and '
    'cookies to continue</div><form id="challenge-form" method="POST"></form><script>'
    "window._cf_chl_opt={};</script></body></html>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of the answers whose target matches, of a share of them, so many times.

    What is answered: ``status``, ``headers`` (``{target}`` is the address asked), ``body``;
    ``not_found`` takes the site's own not-found page; ``rewrite`` is a pattern, and what stands
    in the body instead of it. How it is sent: after ``delay`` seconds,
    in pieces with a ``pause`` between them, ``gzip`` coded, ``chunked``, with a Content-Length
    that is wrong ``by`` so many bytes, cut after ``keep`` bytes of the body, closed by a
    ``reset``; with ``hang`` never; or ``raw`` instead of all that. The share is drawn from address
    and count of the request, so that the same crawl meets the same faults.
    """

    match: str = ""
    fraction: float = 1.0
    times: int | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    not_found: bool = False
    rewrite: tuple[str, str] | None = None
    delay: float = 0.0
    pause: float = 0.0
    gzip: bool = False
    chunked: bool = False
    by: int = 0
    keep: int | None = None
    reset: bool = False
    hang: bool = False
    raw: bytes | None = None

    def meets(self, target: str, count: int) -> bool:
        """Whether the fault befalls the request of a target that came ``count`` times before."""
        if not re.search(self.match, target):
            return False
        return crc32(f"{target}#{count}".encode()) / 2**32 < self.fraction

    def change(self, answer: Answer, request: Request) -> Answer:
        """Return the answer with the fault in it."""
        headers = dict(answer.headers)
        headers |= {name: text.replace("{target}", request.target) for name, text in self.headers}
        body = answer.body if self.body is None else self.body
        if self.rewrite is not None:
            body = re.sub(*self.rewrite, body.decode(), flags=re.DOTALL).encode()
        if self.gzip:
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, mtime=0)
        return replace(
            answer,
            status=self.status or answer.status,
            headers=tuple(headers.items()),
            body=body,
        )


def unavailable(
    match: str = "", *, status: int = 503, retry_after: str | None = None, **when: float
) -> Fault:
    """Return a refusal for the moment: 503, or 429 for too many requests."""
    headers = (("Retry-After", retry_after),) if retry_after else ()
    return _fault(match, when, status=status, headers=headers, body=b"busy")


def slow(match: str = "", *, seconds: float = 1.0, **when: float) -> Fault:
    """Return an answer that comes late."""
    return _fault(match, when, delay=seconds)


def drip(match: str = "", *, pause: float = 0.05, **when: float) -> Fault:
    """Return a body that comes in small pieces."""
    return _fault(match, when, pause=pause)


def reset(match: str = "", *, keep: int | None = None, **when: float) -> Fault:
    """Return a connection reset, before the head or after ``keep`` bytes of the body."""
    return _fault(match, when, reset=True, keep=keep)


def cut(match: str = "", *, keep: int = 1000, chunked: bool = False, **when: float) -> Fault:
    """Return a body that ends before its Content-Length or its last chunk."""
    return _fault(match, when, keep=keep, chunked=chunked)


def lying(match: str = "", *, by: int = 100, **when: float) -> Fault:
    """Return a Content-Length that is wrong by so many bytes."""
    return _fault(match, when, by=by)


def chunked(match: str = "", **when: float) -> Fault:
    """Return a body in chunks."""
    return _fault(match, when, chunked=True)


def gzipped(match: str = "", **when: float) -> Fault:
    """Return a body that is gzip coded, whether it was asked for or not."""
    return _fault(match, when, gzip=True)


def hang(match: str = "", **when: float) -> Fault:
    """Return nothing, ever."""
    return _fault(match, when, hang=True)


def soft_not_found(match: str = "", **when: float) -> Fault:
    """Return the portal's not-found page with status 200."""
    return _fault(match, when, not_found=True, status=200)


def challenge(match: str = "", *, status: int = 200, **when: float) -> Fault:
    """Return a page that asks for JavaScript, as a guard before the portal does."""
    headers = (("Content-Type", HTML), ("Server", "cloudflare"))
    return _fault(match, when, status=status, headers=headers, body=_CHALLENGE.encode())


def redirect(match: str = "", *, to: str = "{target}", status: int = 302, **when: float) -> Fault:
    """Return a redirect, by default to the address itself."""
    return _fault(match, when, status=status, headers=(("Location", to),), body=b"")


def rewritten(pattern: str, by: str = "", match: str = "", **when: float) -> Fault:
    """Return pages in which something is written otherwise."""
    return _fault(match, when, rewrite=(pattern, by))


def empty(match: str = "", **when: float) -> Fault:
    """Return a body of no bytes."""
    return _fault(match, when, body=b"")


def huge(match: str = "", *, size: int = 50_000_000, **when: float) -> Fault:
    """Return a page of very many bytes."""
    return _fault(match, when, body=b"<p>" + b"a" * (size - 7) + b"</p>")


def robots(text: str = "", *, status: int = 200) -> Fault:
    """Return another robots.txt, or none."""
    return Fault(match=r"^/robots\.txt$", status=status, body=text.encode())


def _fault(match: str, when: dict[str, float], **facts: object) -> Fault:
    """Return a fault; ``when`` holds ``fraction`` and ``times``."""
    return Fault(match=match, **when, **facts)  # type: ignore[arg-type]  # fields by name
