"""What does the whole spine cost beside bare Scrapy that follows the same links?

CPU seconds a page of `scrapy crawl longbien` (fetch from the loopback, WARC, parse, ledger, SQLite)
against a spider that only requests and follows, in the same run on the same simulated portal; and
the peak memory at two sizes, which must not grow with the number of articles.

    python bench/crawl.py [--articles 5000] [--size 40000] [--profile]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import textwrap
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.registry import Registry, load_plugins

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
LIMIT = 2.5
"""Times the CPU of bare Scrapy that the spine may cost."""
GROWTH = 1.25
"""Times the peak memory that five times the articles may need."""
BARE = """
    import re, sys
    from urllib.parse import urlsplit
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    class Bare(scrapy.Spider):
        name = "bare"
        start_urls = [sys.argv[1] + "/"]
        pages = 0
        follows = re.compile(sys.argv[2])

        def parse(self, response):
            self.pages += 1
            for href in response.css("a::attr(href)").getall():
                url = response.urljoin(href)
                if self.follows.fullmatch(urlsplit(url)._replace(scheme="", netloc="").geturl()):
                    yield response.follow(sys.argv[1] + urlsplit(url)._replace(scheme="",
                                          netloc="").geturl())

        def closed(self, reason):
            print(self.pages)

    process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
    process.crawl(Bare)
    process.start()
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one crawl took: pages, CPU seconds, elapsed seconds, peak resident MiB."""

    pages: int
    cpu: float
    seconds: float
    peak: float

    @property
    def each(self) -> float:
        """CPU milliseconds a page."""
        return self.cpu / self.pages * 1000

    def __str__(self) -> str:
        rate = self.pages / self.seconds
        each = f"{self.each:6.2f} ms CPU a page"
        return f"{self.pages:6} pages {each} {rate:5.0f}/s {self.peak:5.0f} MiB"


@contextmanager
def portal(articles: int, size: int) -> Iterator[str]:
    """Serve a simulated portal from a process of its own."""
    command = [sys.executable, "-m", "portal", "--articles", str(articles), "--size", str(size)]
    environ = os.environ | {"PYTHONPATH": str(ROOT / "tests")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        try:
            yield process.stdout.readline().strip()  # type: ignore[union-attr]  # a pipe
        finally:
            process.terminate()


def measured(command: list[str], folder: Path, environ: dict[str, str]) -> tuple[str, Cost]:
    """Run a command; return its output and cost, pages not yet known."""
    began = time.monotonic()
    with subprocess.Popen(
        command, cwd=folder, env=os.environ | environ, stdout=subprocess.PIPE, text=True
    ) as process:
        out = process.stdout.read()  # type: ignore[union-attr]  # a pipe
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}")
    seconds = time.monotonic() - began
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return out, Cost(1, usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss / unit)


def spine(address: str, folder: Path, *extra: str) -> Cost:
    """Crawl with the archiver."""
    environ = {
        "SCRAPY_SETTINGS_MODULE": "archiver.crawling.settings",
        "ARCHIVER_CONTACT": "mailto:bench@example.org",
        "ARCHIVER_CRAWL__CONNECT": f'{{"longbien.hanoi.gov.vn": "{address}"}}',
        "ARCHIVER_CRAWL__DELAY": "0",
        "ARCHIVER_CRAWL__CONCURRENCY": "8",
    }
    command = [sys.executable, "-m", "scrapy", "crawl", "longbien", *extra]
    _, cost = measured(command, folder, environ)
    return Cost(_captured(folder / "archive"), cost.cpu, cost.seconds, cost.peak)


def bare(address: str, folder: Path) -> Cost:
    """Crawl the same links with Scrapy alone."""
    out, cost = measured(
        [sys.executable, "-c", textwrap.dedent(BARE), address, FOLLOWED], folder, {}
    )
    return Cost(int(out), cost.cpu, cost.seconds, cost.peak)


def _captured(folder: Path) -> int:
    kind = Registry(load_plugins()).storages["sql"]
    with kind(folder=folder) as records:  # type: ignore[call-arg]  # what all storages take
        return records.status()[0].captures


FOLLOWED = r"/[a-z0-9-]+(\?.*cur=\d+.*)?|/[a-z0-9-]+/-/view_content/\d+[^/?]*"


def main() -> int:
    """Measure, print, and return 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--size", type=int, default=40_000)
    parser.add_argument("--profile", metavar="FILE", help="write a profile of the spine's run")
    options = parser.parse_args()
    profile = ("--profile", options.profile) if options.profile else ()
    few = options.articles // 5
    with tempfile.TemporaryDirectory() as folder, portal(few, options.size) as address:
        small = spine(address, Path(folder))
    with tempfile.TemporaryDirectory() as folder, portal(options.articles, options.size) as address:
        peer = bare(address, Path(folder))
        large = spine(address, Path(folder), *profile)
    print(f"bare Scrapy   {peer}")
    print(f"archiver      {large}")
    print(f"  at a fifth  {small}")
    ratio, growth = large.each / peer.each, large.peak / small.peak
    print(f"CPU a page: {ratio:.2f} times bare Scrapy's, at most {LIMIT}")
    print(f"peak memory: {growth:.2f} times at five times the articles, at most {GROWTH}")
    return int(ratio > LIMIT or growth > GROWTH)


if __name__ == "__main__":
    sys.exit(main())
