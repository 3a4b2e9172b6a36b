"""How well is a site read that nobody has described, beside plain trafilatura?

Both read the real portal's pages; the family parser's records are taken for right. Title and date
count where they are the same (trafilatura knows days, so days are compared), the body by the F1 of
its words.

    python bench/generic.py [EVERY]    # every nth article, 1 for all
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from trafilatura import extract

from archiver import PageError
from archiver_plugins.generic import GenericParser
from archiver_plugins.hanoi import Sotttt
from examples.gold import pages
from examples.real import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archiver import Article
    from archiver.parsing.page import Page

FIELDS = ("title", "date", "body")
FAMILY = Sotttt()
EVERY = 5
"""Of the articles, each fifth is read: all take minutes."""


class Unknown(GenericParser):
    """The same portal, as if nobody had described it."""

    name = "unknown"
    title = "a portal"
    hosts = Sotttt.hosts


def main(every: int) -> None:
    """Print the scores, and fail where trafilatura's are not beaten."""
    if not DATA.is_dir():
        print(f"not measured: needs the real pages in {DATA}, which are absent")
        return
    totals: dict[str, Counter[str]] = {"generic": Counter(), "trafilatura": Counter()}
    count = 0
    for page, record in islice(articles(), 0, None, every):
        count += 1
        for name, read in (("generic", generic(page)), ("trafilatura", plain(page))):
            totals[name].update(scores(read, record))
    worse = []
    for field in FIELDS:
        ours, theirs = (totals[name][field] / count for name in ("generic", "trafilatura"))
        print(f"{field:6} generic {ours:7.2%}  trafilatura {theirs:7.2%}  of {count} articles")
        worse += [field] if ours <= theirs else []
    if worse:
        print(f"not better: {', '.join(worse)}")
        sys.exit(1)


def articles() -> Iterator[tuple[Page, Article]]:
    """Yield each article once, with the family parser's record."""
    seen = set()
    for page in pages():
        key = FAMILY.key(page.url)
        if key and key not in seen and "pop_up" not in page.url:
            seen.add(key)
            yield page, FAMILY.parse(page)


def generic(page: Page) -> tuple[str, str, str]:
    """Return title, day and text as the generic parser reads them."""
    try:
        record = Unknown().parse(page)
    except PageError:
        return "", "", ""
    day = f"{record.published_at:%Y-%m-%d}" if record.published_at else ""
    return record.title, day, _text(record)


def plain(page: Page) -> tuple[str, str, str]:
    """Return the same as trafilatura reads it by itself."""
    found = json.loads(
        extract(page.text, url=page.url, output_format="json", with_metadata=True) or "{}"
    )
    if not found:
        return "", "", ""
    return found["title"] or "", found["date"] or "", found["text"] or ""


def scores(read: tuple[str, str, str], record: Article) -> dict[str, float]:
    """Return how right each field is, from 0 to 1."""
    title, day, text = read
    wanted = f"{record.published_at:%Y-%m-%d}" if record.published_at else ""
    return {
        "title": float(title == record.title),
        "date": float(day == wanted),
        "body": _f1(text.split(), _text(record).split()),
    }


def _text(record: Article) -> str:
    return "\n".join(record.body)


def _f1(read: list[str], wanted: list[str]) -> float:
    both = (Counter(read) & Counter(wanted)).total()
    if not read and not wanted:
        return 1.0
    return 2 * both / (len(read) + len(wanted))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else EVERY)
