"""What is not there any more: sites brought back from web archives, and what is missing."""

from __future__ import annotations

from typing import Annotated

import typer

from archiver.archive import Archive
from archiver.cli import names, output
from archiver.cli.app import app
from archiver.cli.options import Json, Set
from archiver.cli.words import calendar

Name = Annotated[str, typer.Argument(metavar="SITE", autocompletion=names.sites)]


@app.command()
def recover(
    site: Name,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="DAY", help="Captured on this day or later: 2014."),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--to", metavar="DAY", help="Captured on this day or before: 2025-06-30."),
    ] = None,
    source: Annotated[
        str, typer.Option("--source", help="wayback, commoncrawl, or pywb:URL.")
    ] = "wayback",
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Bring a site back that is gone, out of a web archive, and show how much of it came back.

    All wordings that the archive holds are kept, each at the time of its capture; what was captured
    when the host was somebody else's is left out. Interrupted, the same command goes on. The exit
    code is that of the crawl.

    Example: archiver recover longbien --from 2014 --to 2025-06-30
    """
    from archiver.crawling.runs.recovering import recover as crawl  # noqa: PLC0415  # Scrapy is slow

    given = {"source": source, "from": first, "to": last}
    arguments = {name: value for name, value in given.items() if value is not None}
    code = crawl(site, arguments, overrides or [])
    _show(site, overrides, as_json=as_json)
    raise typer.Exit(code)


@app.command()
def gaps(site: Name, *, as_json: Json = False, overrides: Set = None) -> None:
    """Show month by month how many articles of a site are known, and how many of them are held.

    Known is what a page, a list or the index of a web archive named. As JSON, one object a month
    and section.

    Example: archiver gaps longbien
    """
    _show(site, overrides, as_json=as_json)


def _show(site: str, overrides: list[str] | None, *, as_json: bool) -> None:
    with Archive.of(overrides or ()) as archive:
        output.show(archive.gaps(site), calendar.gaps, as_json=as_json)
