"""What became of articles after they were published."""

from __future__ import annotations

from typing import Annotated

import typer

from archiver.archive import Archive
from archiver.cli import output
from archiver.cli.app import app
from archiver.cli.options import Json, KeyOrUrl, Section, Set, Site
from archiver.cli.words import evolution


@app.command()
def changes(
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DAY", help="Edits seen on this day (2018-03-27) or later."
        ),
    ] = None,
    site: Site = None,
    section: Section = None,
    *,
    unclear: Annotated[
        bool,
        typer.Option("--unclear", help="Also what may only be read otherwise by a newer parser."),
    ] = False,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """List articles that were edited after publication, the most rewritten first.

    Words are those that were removed or added, by all edits together: a word in the place of
    another counts two.

    Example: archiver changes --since 2025-06 --site longbien
    """
    with Archive.of(overrides or ()) as archive:
        found = archive.changes(since, unclear=unclear, site=site, section=section)
        output.show(found, evolution.changes, as_json=as_json)


@app.command()
def views(
    key_or_url: KeyOrUrl, site: Site = None, *, as_json: Json = False, overrides: Set = None
) -> None:
    """Show how often an article was read: what its counter said at each capture.

    Example: archiver views 1083028 --site longbien
    """
    with Archive.of(overrides or ()) as archive:
        output.show(archive.views(key_or_url, site), evolution.views, as_json=as_json)
