"""What the archive can prove: captures checked, and the database made anew from them."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, time
from typing import Annotated

import typer

from archiver import selection
from archiver.archive import Archive
from archiver.cli import output, reports
from archiver.cli.app import app
from archiver.cli.options import Json, Set, Site
from archiver.dates import HANOI


@app.command()
def rebuild(*, as_json: Json = False, overrides: Set = None) -> None:
    """Make the database anew from the WARC files; the old one is kept beside it.

    The network is not asked. Interrupted, the same command goes on. A database on a server is
    built into an empty one: name that with storage.sql.url.

    Example: archiver rebuild
    """
    from archiver.crawling.again.rebuild import Rebuild  # noqa: PLC0415  # Scrapy is slow to import
    from archiver.crawling.runs.verdict import EXIT_CODES  # noqa: PLC0415  # the same

    archive = Archive.of(overrides or ())
    with reports.telling() as tell:
        rebuilt = Rebuild(archive.settings, archive.registry, tell).run()
    output.show([rebuilt], reports.rebuilt, as_json=as_json)
    raise typer.Exit(
        max((EXIT_CODES[run.verdict] for run in rebuilt.runs if run.verdict), default=3)
    )


@app.command()
def verify(
    every: Annotated[  # noqa: FBT002  # an option
        bool, typer.Option("--all", help="Every file, not the part that is due.")
    ] = False,
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Check the captures, record by record, and the database against them, both ways.

    Without --all a part, so that every file is checked in thirty nights. Interrupted, --all goes
    on. Each check is logged in checks.jsonl, each file's SHA-256 in manifest-sha256.txt. The exit
    code is 4 when something is wrong. As JSON, one object a finding, then one with the sums.

    Example: archiver verify --all
    """
    from archiver.proving.checklog import CheckLog  # noqa: PLC0415  # not to ask an archive
    from archiver.proving.verifying import Verification  # noqa: PLC0415  # the same

    archive = Archive.of(overrides or ())
    folder = archive.settings.folder.resolve()
    captures = archive.registry.captures(archive.settings, folder)
    records = archive.registry.storage(archive.settings, folder)
    with closing(records), reports.telling() as tell:
        done = Verification(captures, records, CheckLog(folder), tell).run(every=every)
    if as_json:
        output.write([*done.findings, done.sums])
    else:
        output.show([done], reports.verified, as_json=False)
    raise typer.Exit(4 if done.count else 0)


def _start_of(day: str | None) -> datetime | None:
    """Return when a day begins in Viet Nam."""
    found = selection.day(day)
    return datetime.combine(found, time.min, HANOI) if found else None


@app.command()
def reparse(  # noqa: PLR0913  # one option each
    site: Site = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Captured on this day or later.")
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option(
            "--processes", min=1, help="At once; by default one a core, if there are many pages."
        ),
    ] = None,
    *,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Only pages that no parser could read so far.")
    ] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Show, and write nothing.")] = False,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Read every kept page of an article again with today's parsers; the network is not asked.

    Tells field by field how many pages are read otherwise than the archive has them, with examples.
    Pages that were rejected are tried again; what is read no more stays as it was read. A run whose
    parser has another version than the last begins with --rejected by itself. As JSON, one object
    a field of a site.

    Example: archiver reparse --site longbien --dry-run
    """
    from archiver.crawling.again.reparse import Reparse  # noqa: PLC0415  # Scrapy is slow to import

    archive = Archive.of(overrides or ())
    with reports.telling() as tell:
        work = Reparse(
            archive.settings,
            archive.registry,
            tell,
            processes=processes,
            dry=dry,
            since=_start_of(since),
            rejected=rejected,
        )
        done = work.run(site)
    if as_json:
        output.write(deviation for one in done.sites for deviation in one.deviations)
    else:
        output.show(done.sites, reports.reparsed, as_json=False)
