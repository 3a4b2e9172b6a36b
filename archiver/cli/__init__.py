"""The command line: questions to the archive. Crawling is Scrapy's: `scrapy crawl SITE`."""

from __future__ import annotations

import sys

from archiver.cli import commands
from archiver.cli.app import app
from archiver.errors import ArchiverError, NotInArchive, NotInSource, SettingsError
from archiver.terminal import safe

__all__ = ["app", "commands", "main"]

CODES: dict[type[ArchiverError], int] = {SettingsError: 2, NotInArchive: 3, NotInSource: 3}


def main() -> None:
    """Run a command; an error is one line on stderr and an exit code that tells its kind."""
    try:
        app()
    except ArchiverError as error:
        print(safe(f"archiver: {error}"), file=sys.stderr)  # noqa: T201  # a command's last word
        sys.exit(next((code for kind, code in CODES.items() if isinstance(error, kind)), 1))
