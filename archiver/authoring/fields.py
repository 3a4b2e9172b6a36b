"""Fields: what a parser makes of one page, as plain values that JSON can hold."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

from archiver.article import Article
from archiver.errors import PageError
from archiver.ledger import Kind
from archiver.parsing.validation import examine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archiver.ledger import Link
    from archiver.parsing.page import Page
    from archiver.parsing.parser import Parser

Fields = dict[str, Any]

NOT_READ = frozenset({"site", "url"})
"""Fields of the record that are not read from the page."""
RECORD = tuple(f.name for f in dataclasses.fields(Article) if f.name not in NOT_READ)
LINKS = ("articles", "dates", "lists")
"""What a page leads to: addresses of articles, their dates in the list, addresses of lists."""
ERROR = "error"


def names_of(page: Page, parser: Parser) -> tuple[str, ...]:
    """Return the fields that a page may have."""
    return (ERROR, *(RECORD if parser.key(page.url) else ()), *LINKS)


def read(page: Page, parser: Parser) -> Fields:
    """Return what a parser makes of a page; empty fields are left out."""
    fields: Fields = {}
    try:
        parser.check(page)
        if parser.key(page.url):
            article, _ = examine(parser.parse(page), parser, page.captured_at)
            fields |= {name: plain(getattr(article, name)) for name in RECORD}
    except PageError as error:
        fields[ERROR] = f"{type(error).__name__}: {error}"
    fields |= of_links(parser.links(page))
    return {name: value for name, value in fields.items() if value not in (None, [], "")}


def of_links(links: Iterable[Link]) -> Fields:
    """Return what a page leads to, in order."""
    found = list(links)
    articles = [link for link in found if link.kind is Kind.ARTICLE]
    dates = {link.key: plain(link.published_at) for link in articles if link.published_at}
    return {
        "articles": list(dict.fromkeys(link.url for link in articles)),
        "dates": [f"{key} {at}" for key, at in dates.items()],
        "lists": list(dict.fromkeys(_list_line(link) for link in found if link.kind is Kind.LIST)),
    }


def lost(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the fields that were there and are not any more."""
    return [name for name in old if name != ERROR and name not in new]


def plain(value: Any) -> Any:  # noqa: ANN401  # whatever a record holds
    """Return a value of a record as JSON has it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        items = ((f.name, plain(getattr(value, f.name))) for f in dataclasses.fields(value))
        return {name: item for name, item in items if item is not None}
    if isinstance(value, date):
        return value.isoformat()
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def _list_line(link: Link) -> str:
    """Return an address with the key; the fields of a POST may be new in every response."""
    return f"{link.url} {link.key}" if link.form else link.url
