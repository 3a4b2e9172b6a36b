"""Are near-duplicates found, only these, and as quickly in a large archive as in a small one?

First, articles and edited copies of them are saved as a crawl saves them, and pairs that share a
cluster are compared with those that should; on the real portal too, whose articles of equal body
must be found. Then archives are filled in bulk, and new articles, half of them copies of archived
ones, look for others in each in turn: what is timed is all that a saved article costs there, bands
looked up, texts compared, clusters joined, bands listed.

    python bench/duplicates.py [--copies 300] [--sizes 10000 100000 | --full]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from _archives import SYLLABLES, fill, held, rows
from _databases import databases
from _texts import EDITS, FORMS, HARDER, SITE, copied, written
from sqlalchemy import delete, func, select

from archiver.likeness.similarity import HALF, Likeness
from archiver.parsing.validation import examine
from archiver.testing.desk import Desk, desk, news, visit
from archiver_storage.sql import SqlStorage
from archiver_storage.sql.articles import clusters
from archiver_storage.sql.articles.clusters import Latest
from archiver_storage.sql.database import Database
from archiver_storage.sql.schema import article as articles
from archiver_storage.sql.schema import band as bands
from archiver_storage.sql.schema import cluster as memberships

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from _databases import Urls
    from sqlalchemy import Connection

    from archiver import Article

LEAST = 0.98
"""F1 on copies with up to one dropped paragraph."""
FLAT = 1.5
"""Times the time of a look-up in the smallest archive that one in the largest may take."""
SIZES = (10_000, 100_000)
FULL = (*SIZES, 1_000_000)
BATCH, ROUNDS = 20, 30
PARAGRAPHS = 3
"""A real article that is copied has more."""
NEW, COPIES = 5_000_000, 10_000_000
"""Numbers of the first article that no archive holds, and of the first copy of such a one."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article, what it tells, and the kind of edit that it is to show."""

    article: Article
    tale: str
    kind: str


@dataclass(slots=True)
class Found:
    """Pairs that should be found and were, were not, and those that should not be found."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float:
        """The share of right pairs among those found."""
        return self.right / (self.right + self.wrong or 1)

    @property
    def recall(self) -> float:
        """The share of those found among the right ones."""
        return self.right / (self.right + self.missed or 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (2 * self.right + self.missed + self.wrong or 1)

    def __add__(self, other: Found) -> Found:
        return Found(self.right + other.right, self.missed + other.missed, self.wrong + other.wrong)

    def __str__(self) -> str:
        rates = f"{self.precision:9.3f} {self.recall:7.3f} {self.f1:7.3f}"
        if not self.right + self.missed:
            rates = " " * len(rates)
        return f"{rates}   {self.right} right, {self.missed} missed, {self.wrong} wrong"


# --- what is found


def labelled(originals: Iterator[Article], copies: int) -> Iterator[Labelled]:
    """Yield articles, each followed by a copy, so many of each kind of edit."""
    number = COPIES
    for kind, edit in (EDITS | HARDER).items():
        for _ in range(copies):
            original, number = next(originals), number + 1
            yield Labelled(original, original.key, kind)
            yield Labelled(copied(original, number, edit), original.key, kind)


def forms() -> Iterator[Labelled]:
    """Yield articles that are half a form of their site; none is the copy of another."""
    for number in range(NEW + SITE, NEW + 2 * SITE, 50):
        yield Labelled(written(number), str(number), f"{FORMS} forms, ten articles each")


def saved(url: str, folder: Path, records: Sequence[Article]) -> tuple[list[set[str]], float]:
    """Save articles as a crawl does; return the keys of each cluster, and seconds."""
    with desk(SqlStorage(folder=folder, url=url)) as place:
        began = perf_counter()
        for first in range(0, len(records), 64):
            _save(place, records[first : first + 64])
        seconds = perf_counter() - began
    return clustered(url), seconds


def _save(place: Desk, records: Sequence[Article]) -> None:
    by_key = {record.key: record for record in records}
    place.add(*map(news, by_key))
    place.save(*(visit(t, article=by_key[t.link.key or ""]) for t in place.lease()))


def clustered(url: str) -> list[set[str]]:
    """Return the keys of the articles of each cluster."""
    database = Database(url)
    database.open(create=False)
    query = select(memberships.c.cluster, articles.c.key).join(articles)
    found: dict[int, set[str]] = defaultdict(set)
    with database.transaction() as connection:
        for number, key in connection.execute(query):
            found[number].add(key)
    database.close()
    return list(found.values())


def judge(made: Sequence[Labelled], together: Sequence[set[str]]) -> dict[str, Found]:
    """Compare pairs of one cluster with pairs of one tale, by kind."""
    by_key = {one.article.key: one for one in made}
    found: dict[str, Found] = defaultdict(Found)
    for keys in together:
        for one, other in combinations(sorted(keys), 2):
            first, second = by_key[one], by_key[other]
            if first.tale == second.tale:
                found[first.kind].right += 1
            else:
                found[second.kind].wrong += 1
    tales = Counter((one.kind, one.tale) for one in made)
    for (kind, _), told in tales.items():
        found[kind].missed += told * (told - 1) // 2
    for pairs in found.values():
        pairs.missed -= pairs.right
    return found


def report(made: Sequence[Labelled], together: Sequence[set[str]]) -> float:
    """Print what was found of each kind; return F1 without the harder ones."""
    found = judge(made, together)
    counted = sum((one for kind, one in found.items() if kind not in HARDER), Found())
    print(f"{'':28} precision  recall      F1")
    for kind in dict.fromkeys(one.kind for one in made):
        print(f"  {kind:28}{found[kind]}")
    print(f"  {'up to one paragraph dropped':28}{counted}")
    return counted.f1


# --- the real portal


def of_portal() -> list[Article]:
    """Return the real portal's articles; none where the file is absent."""
    from archiver_plugins.hanoi import Sotttt  # noqa: PLC0415  # only where there are real pages
    from examples.gold import WARC, pages  # noqa: PLC0415  # the same

    parser = Sotttt()
    found = (page for page in pages() if parser.key(page.url)) if WARC.exists() else ()
    records = (examine(parser.parse(page), parser, page.captured_at)[0] for page in found)
    return list({record.key: record for record in records}.values())


def report_groups(records: Sequence[Article], together: Sequence[set[str]]) -> None:
    """Print how many groups of equal body are in one cluster, and how many near pairs."""
    likes = {record.key: Likeness.of(record) for record in records}
    groups: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for record in records:
        groups[record.body].add(record.key)
    equal = [keys for body, keys in groups.items() if body and len(keys) > 1]
    apart = [keys for keys in equal if not any(keys <= cluster for cluster in together)]
    short = [keys for keys in apart if not any(likes[key].shingles for key in keys)]
    near = [
        {one, other} for one, other in combinations(likes, 2) if _near(likes[one], likes[other])
    ]
    met = [pair for pair in near if any(pair <= cluster for cluster in together)]
    print(f"  groups of equal body in one cluster: {len(equal) - len(apart)} of {len(equal)}")
    print(f"  of the others, too short to tell: {len(short)} of {len(apart)}")
    print(f"  near pairs, each compared with each, in one cluster: {len(met)} of {len(near)}")


def _near(one: Likeness, other: Likeness) -> bool:
    """Tell the same as the likeness does, quickly where two have little in common."""
    if one.equal == other.equal:
        return one.is_near(other)
    few, many = sorted((len(one.shingles), len(other.shingles)))
    return few > HALF * many and not one.shingles.isdisjoint(other.shingles) and one.is_near(other)


def unlike(records: Sequence[Article], together: Sequence[set[str]]) -> list[Article]:
    """Return the articles of some paragraphs that are near to no other."""
    taken = set().union(*together)
    return [r for r in records if r.key not in taken and len(r.body) > PARAGRAPHS]


def report_made(name: str, url: str, folder: Path, made: Sequence[Labelled]) -> float:
    """Save articles and copies, print what was found, and return F1."""
    together, seconds = saved(url, folder, [one.article for one in made])
    print(f"{name}: {len(made)} articles, {len(made) / seconds:.0f} saved a second")
    return report(made, together)


def report_portal(url: str, again: str, folder: Path, copies: int) -> float:
    """Print what is found on a real portal, and of copies of its articles; return F1."""
    portal = of_portal()
    if not portal:
        print("the real portal is not measured: needs its pages, which are absent")
        return 1.0
    together, _ = saved(url, folder, portal)
    print(f"a real portal: {len(portal)} articles")
    report_groups(portal, together)
    fit = unlike(portal, together)
    copies = min(copies, len(fit) // len(EDITS | HARDER))
    return report_made("a real portal", again, folder, list(labelled(iter(fit), copies)))


def report_quality(urls: Urls, folder: Path, copies: int) -> float:
    """Print what is found on each database; return the worst F1."""
    made = [*labelled(map(written, count(NEW)), copies), *forms()]
    found = [report_made(name, url("made"), folder, made) for name, url in urls.items()]
    url = urls["SQLite"]
    return min(*found, report_portal(url("portal"), url("copies"), folder, copies))


# --- how long it takes


class _Undo(Exception):
    """Takes back what a measurement has written."""


def probes(turn: int, archived: int) -> list[Article]:
    """Return articles that no archive holds; every other one is a copy of one that all hold."""
    first, edits = NEW + turn * BATCH, list(EDITS.values())[:-1]
    return [
        copied(held(number * 53 % archived), number, edits[number // 2 % len(edits)])
        if number % 2
        else written(number, SYLLABLES)
        for number in range(first, first + BATCH)
    ]


def timed(url: str, records: Sequence[Article]) -> float:
    """Return the milliseconds that an article takes to find its place; leave nothing behind."""
    database = Database(url)
    database.open(create=True)
    try:
        with database.transaction() as connection:
            made = [rows(int(record.key), record) for record in records]
            for row in made:
                row.article["site_id"] = 1
            connection.execute(articles.insert(), [row.article for row in made])
            latest = [Latest(id=int(r.key) + 1, now=Likeness.of(r)) for r in records]
            began = perf_counter()
            clusters.gather(connection, latest)
            seconds = perf_counter() - began
            joined = clusters.numbers(connection, (one.id for one in latest))
            if not joined.keys() >= {one.id for one in latest if one.id % 2 == 0}:
                sys.exit("a copy did not find what it was copied from")
            raise _Undo  # noqa: TRY301  # out of the transaction
    except _Undo:
        return seconds / len(records) * 1000
    finally:
        database.close()


def check(url: str) -> float:
    """See that the bulk wrote what the product writes; return articles a second of the product."""
    database = Database(url)
    database.open(create=True)
    with database.transaction() as connection:
        bulk = _listed(connection)
        for table in (bands, memberships):
            connection.execute(delete(table))
        began = perf_counter()
        clusters.fill(connection)
        seconds = perf_counter() - began
        if _listed(connection) != bulk:
            sys.exit(f"{url}: the rows in bulk are not those of the product")
        found = connection.execute(select(func.count()).select_from(articles)).scalar() or 0
    database.close()
    return found / seconds


def _listed(connection: Connection) -> tuple[set[tuple[int, ...]], set[tuple[int, ...]]]:
    return tuple(
        {tuple(row) for row in connection.execute(select(t))} for t in (bands, memberships)
    )  # type: ignore[return-value]  # two


def report_times(urls: Urls, sizes: Sequence[int]) -> float:
    """Print look-up times by size; return the worst growth from the smallest to the largest."""
    archives = {name: {url(str(size)): size for size in sizes} for name, url in urls.items()}
    fill({url: size for each in archives.values() for url, size in each.items()})
    growth = 0.0
    for name, each in archives.items():
        times: dict[int, list[float]] = defaultdict(list)
        for turn in range(ROUNDS + 1):
            for url, size in each.items():
                times[size].append(timed(url, probes(turn, min(sizes))))
        middle = {size: median(taken[1:]) for size, taken in times.items()}  # the first warms up
        for size, taken in middle.items():
            print(f"  {name:12}{size:10,} articles {taken:7.2f} ms")
        grown = middle[max(sizes)] / middle[min(sizes)]
        print(f"  {name:12}{grown:.2f} times from the smallest to the largest, at most {FLAT}")
        rate = check(next(iter(each)))
        print(f"  {name:12}{rate:.0f} articles/s into bands and clusters of {min(sizes):,}")
        growth = max(growth, grown)
    return growth


def main() -> int:
    """Measure, print, and return 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=300, help="copies of each kind of edit")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="articles archived")
    parser.add_argument("--full", action="store_const", const=FULL, dest="sizes")
    options = parser.parse_args()
    with TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        folder = Path(name)
        with databases(folder) as urls:
            f1 = report_quality(urls, folder, options.copies)
            print("what finding its place takes an article of a batch of", BATCH)
            growth = report_times(urls, options.sizes)
    return int(f1 < LEAST or growth > FLAT)


if __name__ == "__main__":
    sys.exit(main())
