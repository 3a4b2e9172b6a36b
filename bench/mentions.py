"""How many cited documents are found, and how many that are none?

A hundred paragraphs were written for this after reading as many real ones: the facts are real,
the sentences are not. Beside each stand by hand the numbers that a reader finds in it, and their
dates where it states them. The cost is that of whole real articles, where they are present.

    python bench/mentions.py
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from archiver.search.mentions import Mention, cited, find
from archiver_plugins.hanoi import Sotttt
from examples.gold import pages
from examples.real import DATA

LIST = Path(__file__).with_suffix(".tsv")
LEAST = 0.98
ARTICLES = 500


def main() -> None:
    """Print precision, recall, what is wrong, and the cost; fail below the bound."""
    numbers, dates = Counter[str](), Counter[str]()
    lines = LIST.read_text(encoding="utf-8").splitlines()
    for line in lines:
        wanted, text = line.split("\t")
        compare(numbers, [w.partition("@")[0] for w in wanted.split()], find_in(text, dated=False))
        compare(dates, wanted.split(), find_in(text, dated=True))
    shares = [share for counts in (numbers, dates) for share in told(counts)]
    print(f"{len(lines)} paragraphs, {numbers['right'] + numbers['missing']} documents")
    print("numbers: precision {:.3f}, recall {:.3f}".format(*shares[:2]))
    print("with dates: precision {:.3f}, recall {:.3f}".format(*shares[2:]))
    cost()
    if min(shares) < LEAST:
        sys.exit(f"below the bound of {LEAST}")


def find_in(text: str, *, dated: bool) -> list[str]:
    """Return the numbers that are found, with their dates."""
    return [as_written(mention) if dated else mention.number for mention in find(text)]


def as_written(mention: Mention) -> str:
    """Return number and date as the list has them."""
    return f"{mention.number}@{mention.date}" if mention.date else mention.number


def compare(counts: Counter[str], wanted: list[str], found: list[str]) -> None:
    """Count what is right, what is missing and what is too much, and print the last two."""
    right = Counter(wanted) & Counter(found)
    wrong = {"missing": Counter(wanted) - right, "extra": Counter(found) - right}
    counts["right"] += right.total()
    for name, some in wrong.items():
        counts[name] += some.total()
        for number in some.elements():
            print(f"{name}: {number}")


def told(counts: Counter[str]) -> tuple[float, float]:
    """Return precision and recall."""
    right = counts["right"]
    return right / (right + counts["extra"]), right / (right + counts["missing"])


def cost() -> None:
    """Print microseconds an article."""
    if not DATA.is_dir():
        print(f"the cost is not measured: needs the real pages in {DATA}, which are absent")
        return
    parser, articles = Sotttt(), []
    for page in pages():
        if parser.key(page.url):
            read = parser.parse(page)
            titles = (attachment.title for attachment in read.attachments)
            articles.append([read.title, read.abstract, *read.body, *titles])
        if len(articles) == ARTICLES:
            break
    began = process_time()
    count = sum(len(cited(parts)) for parts in articles)
    spent = 1e6 * (process_time() - began) / len(articles)
    letters = sum(len(part) for parts in articles for part in parts if part) / len(articles)
    print(f"{spent:.0f} microseconds an article of {letters:.0f} letters and ", end="")
    print(f"{count / len(articles):.1f} documents")


if __name__ == "__main__":
    main()
