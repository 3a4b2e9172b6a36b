"""The application to which every command belongs."""

from __future__ import annotations

import typer

app = typer.Typer(
    help="Ask the archive what it holds. Crawl a site with `scrapy crawl SITE`.",
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
