"""How sites are: what is wrong, and what a person takes for right."""

from __future__ import annotations

from typing import Annotated

import typer

from archiver.archive import Archive
from archiver.cli import names, output
from archiver.cli.app import app
from archiver.cli.options import Json, Set
from archiver.cli.words import checkups

MaybeSite = Annotated[
    str | None,
    typer.Argument(metavar="[SITE]", help="Only this site.", autocompletion=names.sites),
]
Accept = Annotated[
    str | None,
    typer.Option("--accept", metavar="REASON", help="Take what is found for right from now on."),
]


@app.command()
def health(
    site: MaybeSite = None,
    accept: Accept = None,
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Tell what is wrong with sites, judged from their own history, and how to look at it.

    Gone, blocked, certificate, slow, layout changed or silent: as the last run of each found it.
    The exit code is 4 when anything is wrong. What was found is never usual by itself: --accept
    makes it so, with a reason that is kept.

    Example: archiver health longbien
    """
    archive = Archive.of(overrides or ())
    if accept is not None:
        if site is None:
            message = "name the site: archiver health SITE --accept REASON"
            raise typer.BadParameter(message)
        output.show([archive.accept(site, accept)], checkups.accepted, as_json=as_json)
        return
    with archive:
        found = archive.health(site)
    output.show(found, checkups.checkups, as_json=as_json)
    raise typer.Exit(4 if any(checkup.findings for checkup in found) else 0)
