"""What the archive can prove: the database made anew from its captures."""

from __future__ import annotations

import typer

from archiver.archive import Archive
from archiver.cli import output, reports
from archiver.cli.app import app
from archiver.cli.options import Json, Set


@app.command()
def rebuild(*, as_json: Json = False, overrides: Set = None) -> None:
    """Make the database anew from the WARC files; the old one is kept beside it.

    The network is not asked. Interrupted, the same command goes on. A database on a server is
    built into an empty one: name that with storage.sql.url.

    Example: archiver rebuild
    """
    from archiver.crawling.rebuild import Rebuild  # noqa: PLC0415  # Scrapy is slow to import
    from archiver.crawling.verdict import EXIT_CODES  # noqa: PLC0415  # the same

    archive = Archive.of(overrides or ())
    with reports.telling() as tell:
        rebuilt = Rebuild(archive.settings, archive.registry, tell).run()
    output.show([rebuilt], reports.rebuilt, as_json=as_json)
    raise typer.Exit(
        max((EXIT_CODES[run.verdict] for run in rebuilt.runs if run.verdict), default=3)
    )
