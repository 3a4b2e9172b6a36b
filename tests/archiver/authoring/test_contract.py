"""The contract finds what a parser must not do."""

from __future__ import annotations

import socket
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from archiver import Article, Image, Kind, Link, Page
from archiver.authoring.contract import (
    keys_are_stable,
    links_lead_nowhere_without_end,
    nothing_volatile,
    reads_the_same_again,
    the_frame_is_there,
)
from archiver.authoring.fields import lost
from archiver.authoring.telling import told
from archiver_plugins.longbien import LongBien
from examples.liferay_page import ADDRESS, asset, document, page

if TYPE_CHECKING:
    from collections.abc import Iterable

GOOD = page(document(asset(abstract="Tóm tắt")))
NOW = datetime(2026, 1, 2, tzinfo=UTC)


class Clock(LongBien):
    """Takes the time for the number of readers."""

    def parse(self, page: Page) -> Article:
        return replace(super().parse(page), views=int(time.time()))


class Network(LongBien):
    """Asks somebody."""

    def parse(self, page: Page) -> Article:
        socket.socket()
        return super().parse(page)


class Careless(LongBien):
    """Follows every link, and keeps stamps."""

    def links(self, page: Page) -> Iterable[Link]:
        del page
        yield Link(url="https://longbien.hanoi.gov.vn/dang-nhap", kind=Kind.LIST, key="x")
        yield Link(url="https://other.example/", kind=Kind.LIST, key="y")
        yield Link(url="https://longbien.hanoi.gov.vn/tin", kind=Kind.LIST)
        yield Link(url=ADDRESS, kind=Kind.ARTICLE, key="another")

    def parse(self, page: Page) -> Article:
        images = (Image(url="https://x.example/a.jpg?t=1500000000000"),)
        return replace(super().parse(page), images=images, key="other")


def test_a_good_parser_has_nothing_to_hear() -> None:
    checks = (reads_the_same_again, keys_are_stable, nothing_volatile, the_frame_is_there)
    for check in (*checks, links_lead_nowhere_without_end):
        assert list(check(LongBien(), GOOD)) == []


def test_a_parser_that_looks_at_the_clock() -> None:
    assert ["views" in line for line in reads_the_same_again(Clock(), GOOD)] == [True]


def test_a_parser_that_asks_the_network() -> None:
    try:
        list(reads_the_same_again(Network(), GOOD))
    except AssertionError as error:
        assert "pure function" in str(error)  # noqa: PT017  # raised by the contract's guard
    else:
        raise AssertionError


def test_a_parser_that_walks_into_traps() -> None:
    heard = list(links_lead_nowhere_without_end(Careless(), GOOD))
    assert [word for word in ("trap", "another host", "no key") if word in " ".join(heard)] == [
        "trap",
        "another host",
        "no key",
    ]
    assert "has a stamp" in next(nothing_volatile(Careless(), GOOD))
    keys = " ".join(keys_are_stable(Careless(), GOOD))
    assert "the record's key is other" in keys
    assert "has the key another" in keys


def test_a_frame_that_is_not_there() -> None:
    bare = Page(url=ADDRESS, body=b"<p>Tin</p>", captured_at=NOW)
    assert "frame" in next(the_frame_is_there(LongBien(), bare))


def test_what_was_lost_and_how_it_is_told() -> None:
    assert lost({"title": "a", "body": ["b"], "error": "c"}, {"body": ["d"]}) == ["title"]
    assert list(told(["Một", "Hai ba"], ["Một", "Hai bốn"])) == ["  Một", "  Hai", "- ba", "+ bốn"]
