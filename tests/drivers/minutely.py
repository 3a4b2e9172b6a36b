"""A crawl by a clock of its own: whenever it is looked at, a minute has passed.

``python -m drivers.minutely BEGIN [NAME=VALUE…]`` crawls the site ``longbien`` from a time on.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from itertools import count

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings

from archiver.crawling import settings as crawling
from archiver.crawling.runs.crawl import Crawl
from drivers.nights import live


def main() -> int:
    """Crawl; return the exit code."""
    _, begin, *overrides = sys.argv
    minutes, began = count(), datetime.fromisoformat(begin)
    settings = Settings()
    settings.setmodule(crawling, priority="project")
    crawl = Crawl("longbien", {}, overrides, clock=lambda: began + timedelta(minutes=next(minutes)))
    return live(lambda: crawl.run_in(AsyncCrawlerRunner(settings)))


if __name__ == "__main__":
    sys.exit(main())
