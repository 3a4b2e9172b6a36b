"""The application to which every command belongs, and the group of an author's commands."""

from __future__ import annotations

import typer

app = typer.Typer(
    help="Ask the archive what it holds. Crawl a site with `scrapy crawl SITE`.",
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
plugin = typer.Typer(
    help="Make a parser of one more site: new, try, record, accept, check.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(plugin, name="plugin")
