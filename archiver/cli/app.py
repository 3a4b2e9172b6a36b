"""The application to which every command belongs, and the group of an author's commands."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup


class Commands(TyperGroup):
    """Ends quietly where whoever reads the output has had enough."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # noqa: ANN401  # click's
        """Run a command, and see that all it said was taken."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # what is still to be written has nobody to read it
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None
        return result


app = typer.Typer(
    cls=Commands,
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
