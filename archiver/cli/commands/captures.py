"""Captures that others made, taken into the archive."""

from __future__ import annotations

from typing import Annotated

import typer

from archiver.archive import Archive
from archiver.cli import output, reports
from archiver.cli.app import app
from archiver.cli.options import Json, Set


@app.command("import-warc")
def import_warc(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="WARC, WACZ, or a folder.")],
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Take the captures of WARC or WACZ files into the archive, each by the parser of its host.

    Nothing is copied: the archive points into the files, so keep them where they are. A host after
    the last day of a site belongs to another one.

    Example: archiver import-warc portal.warc.gz
    """
    from archiver.crawling.importing import import_captures  # noqa: PLC0415  # Scrapy is slow
    from archiver.crawling.verdict import EXIT_CODES  # noqa: PLC0415  # the same

    archive = Archive.of(overrides or ())
    with reports.telling() as tell:
        done = import_captures(archive.settings, archive.registry, files, tell)
    output.show(done, reports.imported, as_json=as_json)
    verdicts = [run.verdict for one in done for run in one.runs if run.verdict]
    raise typer.Exit(max((EXIT_CODES[verdict] for verdict in verdicts), default=3))
