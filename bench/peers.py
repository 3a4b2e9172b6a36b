"""What does it cost to read a page, beside what others take for the same page?

The pages are articles of the real portal, read from memory. Ours: the tree, the family's parser and
the checks of its record. Beside it, in the same run: trafilatura; and, by an interpreter that has
them, news-please on its own, and a parser written in Fundus' way with this portal's selectors. It
is one of another environment, since their dependencies clash with ours: `pip install news-please
fundus 'curl_cffi<0.12'`. How many titles each finds is told too, since a wrong answer is quick.

    python bench/peers.py [--peers PYTHON] [--pages 300]
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import trafilatura
from trafilatura.settings import Document

from archiver.parsing.validation import examine
from archiver_plugins.hanoi import Sotttt
from examples.gold import pages
from examples.real import DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archiver.parsing.page import Page

PAGES = 300
PARSER = Sotttt()
NEWS_PLEASE = """
from newsplease import NewsPlease
def title(html, url):
    return NewsPlease.from_html(html, url=url, fetch_images=False).title
"""
FUNDUS = """
from fundus.parser import BaseParser, ParserProxy, attribute
from fundus.parser.utility import extract_article_body_with_selector, generic_date_parsing
from fundus.parser.utility import image_extraction
from lxml.cssselect import CSSSelector

class Portal(ParserProxy):
    class V1(BaseParser):
        _paragraph = CSSSelector(".journal-content-article p")
        _summary = CSSSelector(".sapo-wrapper .sapo")
        _title = CSSSelector(".asset-full-content-title")
        _date = CSSSelector(".assetPublishDate")

        @attribute
        def body(self):
            return extract_article_body_with_selector(
                self.precomputed.doc,
                summary_selector=self._summary,
                paragraph_selector=self._paragraph,
            )

        @attribute
        def title(self):
            found = self._title(self.precomputed.doc)
            return found[0].text_content() if found else None

        @attribute
        def publishing_date(self):
            found = self._date(self.precomputed.doc)
            return found[0].text_content() if found else None

parser = Portal()()
def title(html, url):
    return parser.parse(html)["title"]
"""
TIMED = """
import json, logging, pathlib, sys, time
logging.disable()
titles, used = [], 0.0
folder = pathlib.Path(sys.argv[1])
for number, url in enumerate(json.loads((folder / "urls").read_text())):
    html = (folder / str(number)).read_text(encoding="utf-8")
    began = time.process_time()
    try:
        said = title(html, url)
    except Exception:
        said = None
    used += time.process_time() - began
    titles.append(said)
print(json.dumps([used, titles]))
"""


def kept(count: int) -> Iterator[Page]:
    """Return articles, each page as it is read for the first time."""
    return islice((page for page in pages() if PARSER.key(page.url)), count)


def ours(page: Page) -> str | None:
    """Read a page as a run does."""
    PARSER.check(page)
    record, _ = examine(PARSER.parse(page), PARSER, page.captured_at)
    return record.title


def theirs(page: Page) -> str | None:
    """Read a page with trafilatura, all that it knows."""
    document = trafilatura.bare_extraction(page.text, url=page.url, with_metadata=True)
    return document.title if isinstance(document, Document) else None


def here(read: Callable[[Page], str | None], count: int) -> tuple[float, list[str | None]]:
    """Return the CPU seconds of reading pages, and the titles."""
    used, titles = 0.0, []
    for page in kept(count):
        began = process_time()
        titles.append(read(page))
        used += process_time() - began
    return used, titles


def there(python: str, code: str, folder: Path) -> tuple[float, list[str | None]]:
    """Return the same of code that another interpreter runs, on the pages in a folder."""
    script = folder / "script.py"
    script.write_text(code + TIMED, encoding="utf-8")
    command = [python, "-W", "ignore", str(script), str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    used, titles = json.loads(done.stdout.splitlines()[-1])
    return used, titles


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peers", metavar="PYTHON", help="an interpreter that has them")
    options.add_argument("--pages", type=int, default=PAGES)
    given = options.parse_args()
    if not DATA.is_dir():
        print(f"not measured: needs the pages in {DATA}, which is absent")
        return
    logging.disable()
    count = given.pages
    read = {"archiver": here(ours, count), "trafilatura": here(theirs, count)}
    if given.peers:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), count)
            for name, code in (("news-please", NEWS_PLEASE), ("Fundus' way", FUNDUS)):
                read[name] = there(given.peers, code, Path(folder))
    tell(read)


def write(folder: Path, count: int) -> None:
    """Write pages for others to read."""
    urls = []
    for number, page in enumerate(kept(count)):
        (folder / str(number)).write_text(page.text, encoding="utf-8")
        urls.append(page.url)
    (folder / "urls").write_text(json.dumps(urls))


def tell(read: dict[str, tuple[float, list[str | None]]]) -> None:
    """Print what each took, beside ours."""
    own, titles = read["archiver"]
    for name, (used, found) in read.items():
        same = sum(
            " ".join((one or "").split()) == title for one, title in zip(found, titles, strict=True)
        )
        each = used / len(titles) * 1000
        print(
            f"{name:12} {each:7.2f} ms CPU a page, {used / own:5.1f} times ours; "
            f"{same / len(titles):.0%} of the titles"
        )


if __name__ == "__main__":
    main()
