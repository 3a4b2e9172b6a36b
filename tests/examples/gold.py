"""The articles that were read by eye, and how far a parser's records agree with them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from archiver.parsing.page import Page
from examples.real import DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archiver import Article, Parser

WARC = DATA / "sotttt-2022.warc.gz"


@dataclass(slots=True, kw_only=True)
class Agreement:
    """How many of a field's values are right, and what is wrong with the others."""

    right: int = 0
    wanted: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    def count(self, key: str, got: list[Any], want: list[Any]) -> None:
        """Count values that agree; one too many is as wrong as one too few."""
        both = Counter(got) & Counter(want)
        self.right += both.total()
        self.wanted += max(len(got), len(want))
        for name, values in (("missing", Counter(want) - both), ("extra", Counter(got) - both)):
            self.misses += [f"{key} {name}: {value!r}"[:200] for value in values.elements()]


def pages() -> Iterator[Page]:
    """Yield the pages of the mirrored portal."""
    for record in ArchiveIterator(str(WARC), record_types=WarcRecordType.response):
        yield Page(
            url=record.headers["WARC-Target-URI"],
            body=record.reader.read(),
            status=record.http_headers.status_code or 200,
            headers=tuple(record.http_headers.to_tuples()),
            captured_at=record.record_date,
        )


def agreement(parser: Parser) -> tuple[dict[str, Agreement], list[str]]:
    """Return the agreement by field, and the keys of the articles that the file does not hold."""
    lines = (DATA / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {entry["id"]: entry for entry in map(json.loads, lines)}
    fields = {name: Agreement() for name in FIELDS}
    for page in pages():
        key = parser.key(page.url)
        if key and key in gold and page.url == gold[key]["url"]:
            entry, record = gold.pop(key), parser.parse(page)
            for name, (got, want) in FIELDS.items():
                fields[name].count(key, got(record), want(entry))
    return fields, sorted(gold)


def _one(name: str) -> Callable[[Article], list[Any]]:
    return lambda article: [getattr(article, name)]


def _captions(article: Article) -> list[Any]:
    return [(number, i.caption) for number, i in enumerate(article.images) if i.caption]


def _gold_captions(entry: dict[str, Any]) -> list[Any]:
    """Return each caption with the number of its photo; a photo may be printed twice."""
    captions = {source: caption for source, caption in entry["captions"]}  # noqa: C416  # JSON lists
    return [
        (number, captions[source])
        for number, source in enumerate(entry["images"])
        if source in captions
    ]


FIELDS: dict[str, tuple[Callable[[Article], list[Any]], Callable[[dict[str, Any]], list[Any]]]] = {
    "title": (_one("title"), lambda entry: [entry["title"]]),
    "section": (_one("section"), lambda entry: [entry["section"]]),
    "published": (
        lambda article: [article.published_at and f"{article.published_at:%Y-%m-%dT%H:%M%z}"],
        lambda entry: [entry["published"] and entry["published"] + "+0700"],
    ),
    "as printed": (_one("published_raw"), lambda entry: [entry["published_raw"]]),
    "views": (_one("views"), lambda entry: [entry["views"]]),
    "abstract": (_one("abstract"), lambda entry: [entry["abstract"]]),
    "paragraphs": (lambda article: list(article.body), lambda entry: entry["paragraphs"]),
    "photos": (lambda article: [len(article.images)], lambda entry: [len(entry["images"])]),
    "captions": (_captions, _gold_captions),
    "byline": (_one("byline"), lambda entry: [entry["byline"]]),
    "attachments": (
        lambda article: [attachment.title for attachment in article.attachments],
        lambda entry: [title for _, title in entry["attachments"]],
    ),
}
"""By field, how to take its values from a record and from an entry of the gold file."""
