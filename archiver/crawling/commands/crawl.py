"""`scrapy crawl SITE`: Scrapy's command, with an archive at its end and an honest exit code."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, cast

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from archiver.crawling.runs.crawl import Crawl
from archiver.errors import ArchiverError, SettingsError
from archiver.terminal import safe

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import AsyncCrawlerProcess


class SafeFormatter(logging.Formatter):
    """Says what another formatter does, without what steers a terminal."""

    def __init__(self, inner: logging.Formatter | None) -> None:
        super().__init__()
        self._inner = inner or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        return safe(self._inner.format(record))


class Command(ScrapyCrawl):
    """Crawls a site into the archive."""

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[options] <site>"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Crawl a site into the archive"

    def long_desc(self) -> str:
        """Return the help's text."""
        return (
            "Crawl a site into the archive. Arguments (-a): sections, since, until, limit, "
            "source, dry, full. A name in small letters after -s is a setting of the archiver, "
            "such as -s crawl.delay=5; one in capitals is Scrapy's."
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep the archiver's settings apart from Scrapy's."""
        given: list[str] = opts.set
        opts.set = [setting for setting in given if setting.partition("=")[0].isupper()]
        opts.overrides = [setting for setting in given if setting not in opts.set]
        super().process_options(args, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, and set the exit code."""
        if len(args) != 1:
            message = "give one site: scrapy crawl longbien (`scrapy list` shows all)"
            raise UsageError(message, print_help=False)
        process = cast("AsyncCrawlerProcess", self.crawler_process)
        arguments: dict[str, Any] = opts.spargs
        for handler in logging.getLogger().handlers:
            handler.setFormatter(SafeFormatter(handler.formatter))
        try:
            self.exitcode = Crawl(args[0], arguments, opts.overrides).run(process)
        except ArchiverError as error:
            print(safe(f"archiver: {error}"), file=sys.stderr)  # noqa: T201  # a command's last word
            self.exitcode = 2 if isinstance(error, SettingsError) else 1
