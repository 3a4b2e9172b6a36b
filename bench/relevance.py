"""Is the article that one has in mind among the first three?

For 500 articles of the real portal, a query made from rare words of each, with accents and then
without: four single syllables from all over the text that few articles have. Harder, and without
a bound: three of them, which without accents are often as common as any; and two words of two
syllables, which a series of articles on one subject has alike.

    python bench/relevance.py
"""

from __future__ import annotations

import os
import random
import re
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from archiver.ledger import Kind, Link, Plan, Visit
from archiver.search.keys import keys
from archiver.selection import Selection
from archiver.testing.desk import AT
from archiver_plugins.hanoi import Sotttt
from archiver_storage.sql import SqlStorage
from examples.gold import pages
from examples.real import DATA

if TYPE_CHECKING:
    from archiver import Article
    from archiver.search.results import Hit

ASKED = 500
AMONG = 3
BOUND = "four syllables"
KINDS = {BOUND: (4, 1), "three syllables": (3, 1), "two words": (2, 2)}
"""Words of a query, and syllables of a word."""
RARE = 40
"""Articles that have a word at most, of two thousand; at least two: it is no slip of the pen."""
LEAST = {True: 0.98, False: 0.95}
"""By whether accents are given."""


def main() -> None:
    """Print the shares; fail below the bounds."""
    if not DATA.is_dir():
        print(f"not measured: needs the real pages in {DATA}, which are absent")
        return
    articles = read()
    with (
        TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name,
        SqlStorage(folder=Path(name)) as storage,
    ):
        save(storage, articles)
        enough = {kind: well(storage, articles, kind) for kind in KINDS}
    if not enough[BOUND]:
        sys.exit(f"below the bounds of {LEAST[True]} and {LEAST[False]}")


def well(storage: SqlStorage, articles: dict[str, Article], kind: str) -> bool:
    """Print how often the articles are found by a kind of query; tell whether it is enough."""
    asked = queries(articles, *KINDS[kind])
    plain = {key: " ".join(keys(query, accented=False)) for key, query in asked.items()}
    found = {True: share(storage, asked), False: share(storage, plain)}
    for accents, (first, among) in found.items():
        name = "with accents" if accents else "without"
        print(f"{kind:16} {name:14} first {first:.1%}, among the first {AMONG} {among:.1%}")
    return all(found[accents][1] >= least for accents, least in LEAST.items())


def read() -> dict[str, Article]:
    """Return the articles by key."""
    parser, found = Sotttt(), {}
    for page in pages():
        key = parser.key(page.url)
        if key and key not in found:
            found[key] = parser.parse(page)
    return found


def save(storage: SqlStorage, articles: dict[str, Article]) -> None:
    """Save the articles."""
    run = storage.start_run(Plan(site="sotttt"), AT)
    links = (Link(url=a.url, kind=Kind.ARTICLE, key=key) for key, a in articles.items())
    storage.add(run, list(links))
    while tasks := storage.lease(run, 64, AT, once=False):
        visits = (Visit(task=t, at=AT, article=articles[t.link.key or ""]) for t in tasks)
        storage.save(run, [], list(visits))


def queries(articles: dict[str, Article], count: int, length: int) -> dict[str, str]:
    """Return queries of ``count`` words of ``length`` syllables, by key of the article meant."""
    texts = {key: _words(text(article), length) for key, article in articles.items()}
    having = Counter(word for words in texts.values() for word in set(words))
    chance = random.Random(1)  # noqa: S311  # no secret
    asked: dict[str, str] = {}
    for key in chance.sample(sorted(texts), len(texts)):
        rare = {word for word in texts[key] if 1 < having[word] <= RARE}
        if len(rare) >= count and len(asked) < ASKED:
            chosen = set(chance.sample(sorted(rare), count))
            asked[key] = " ".join(dict.fromkeys(w for w in texts[key] if w in chosen))
    return asked


def text(article: Article) -> str:
    """Return title, abstract and body."""
    return "\n".join([article.title, article.abstract or "", *article.body])


def _words(text: str, length: int) -> list[str]:
    """Return the syllables of a text, or what stands together of them."""
    found = []
    for piece in re.split(r"[^\w ]", text):
        syllables = keys(piece, accented=True)
        runs = zip(*(syllables[n:] for n in range(length)), strict=False)
        found += [" ".join(run) for run in runs if all(map(str.isalpha, run))]
    return found


def share(storage: SqlStorage, asked: dict[str, str]) -> tuple[float, float]:
    """Return how often the article is the first, and among the first; copies count as it."""
    places = [_place(storage, key, query) for key, query in asked.items()]
    first = sum(place == 0 for place in places)
    return first / len(places), sum(place < AMONG for place in places) / len(places)


def _place(storage: SqlStorage, key: str, query: str) -> int:
    hits = storage.catalogue().search(Selection(words=query), 20).hits
    return next((n for n, hit in enumerate(hits) if key in _keys(hit)), len(hits) + AMONG)


def _keys(hit: Hit) -> set[str]:
    return {hit.key, *(key for _, key in hit.copies)}


if __name__ == "__main__":
    main()
