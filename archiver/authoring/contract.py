"""The contract: what every parser owes on every page, whatever the page."""

from __future__ import annotations

import re
import socket
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

from archiver.authoring.fields import plain, read
from archiver.ledger import Kind
from archiver.parsing.family import Family
from archiver.parsing.page import Page, host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from archiver.ledger import Link
    from archiver.parsing.parser import Parser

YEARS_LATER = timedelta(days=3_650)
TRAP = re.compile(
    r"/(?:login|logout|dang-nhap|dang-xuat)\b|;jsessionid=|[?&](?:print|replytocom|redirect)="
    r"|/(?:vi|en)/(?:vi|en)(?:/|$)|viewMode=print|/pop_up/",
    re.IGNORECASE,
)
VOLATILE = re.compile(r"[?&](?:t|ts|_|v|rand|time)=\d{9,}|;jsessionid=|[?&]sid=", re.IGNORECASE)
LONGEST = 2_000


def reads_the_same_again(parser: Parser, page: Page) -> Iterator[str]:
    """A parser is a pure function of the page: no clock, no network, nothing kept in mind."""
    first, later = (
        _read_at(parser, page, page.captured_at + d) for d in (timedelta(), YEARS_LATER)
    )
    for name in sorted(first.keys() | later.keys()):
        if first.get(name) != later.get(name):
            yield f"{name} is another ten years later: the parser looks at the clock or keeps state"


def keys_are_stable(parser: Parser, page: Page) -> Iterator[str]:
    """All addresses of an article have one key, and its record has it too."""
    key = parser.key(page.url)
    for address in (page.url.replace("https:", "http:"), f"{page.url}#top"):
        if parser.key(address.partition("#")[0]) != key:
            yield f"{address} has another key than {page.url}"
    record = read(page, parser)
    if record.get("key", key) != key:
        yield f"the record's key is {record['key']}, the address's {key}"
    for link in _articles(parser, page):
        if parser.key(link.url) != link.key:
            yield f"the link of {link.url} has the key {link.key}, not {parser.key(link.url)}"


def links_lead_nowhere_without_end(parser: Parser, page: Page) -> Iterator[str]:
    """Links are of the site, have keys, and are no logins, print pages or traps."""
    for link in parser.links(page):
        if host_of(link.url) not in parser.hosts:
            yield f"{link.url} is of another host"
        if not link.key:
            yield f"{link.url} has no key, so that it is asked for again and again"
        if TRAP.search(link.url) or len(link.url) > LONGEST:
            yield f"{link.url[:LONGEST]} looks like a trap"


def nothing_volatile(parser: Parser, page: Page) -> Iterator[str]:
    """What is new in every response stays out of the record, or each fetch makes a revision."""
    record = read(page, parser)
    for name in ("images", "attachments"):
        for item in record.get(name, ()):
            if VOLATILE.search(item["url"]):
                yield f"{name}: {item['url']} has a stamp or session that changes: see `stable`"


def the_frame_is_there(parser: Parser, page: Page) -> Iterator[str]:
    """What is to stand on every page of the portal does: else walls are looked for in its texts."""
    frame = parser.table(page).frame if isinstance(parser, Family) else ""
    if frame and page.one(frame) is None and page.text.lstrip()[:1] == "<":
        yield f"frame: {frame} finds nothing on the page"


CHECKS: tuple[Callable[[Parser, Page], Iterator[str]], ...] = (
    reads_the_same_again,
    keys_are_stable,
    links_lead_nowhere_without_end,
    nothing_volatile,
    the_frame_is_there,
)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock, and let nobody out to the network."""
    import time_machine  # noqa: PLC0415  # of the extra `authoring`

    with time_machine.travel(at, tick=False), patch.object(socket, "socket", _no_network):
        yield


def _no_network(*_: object, **__: object) -> None:
    message = "a parser asks nobody: it is a pure function of a page"
    raise AssertionError(message)


def _read_at(parser: Parser, page: Page, at: datetime) -> dict[str, object]:
    fresh = Page(
        url=page.url,
        body=page.body,
        captured_at=page.captured_at,
        status=page.status,
        headers=page.headers,
        form=page.form,
    )
    with frozen(at):
        return {name: plain(value) for name, value in read(fresh, type(parser)()).items()}


def _articles(parser: Parser, page: Page) -> Iterator[Link]:
    return (link for link in parser.links(page) if link.kind is Kind.ARTICLE)
