"""Recovering: a crawl out of a web archive, begun by `archiver recover`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings as ScrapySettings

from archiver.crawling import settings
from archiver.crawling.runs.crawl import Crawl

if TYPE_CHECKING:
    from collections.abc import Mapping


def recover(site: str, arguments: Mapping[str, str], overrides: list[str]) -> int:
    """Crawl a site out of the ``source`` that the arguments name; return the exit code.

    Once a process. Raises ``ArchiverError``.
    """
    scrapy = ScrapySettings()
    scrapy.setmodule(settings, priority="project")
    return Crawl(site, arguments, overrides).run(AsyncCrawlerProcess(scrapy))
