"""What the archive holds as a whole: sites, runs, URLs."""

from __future__ import annotations

from typing import Annotated

import typer

from archiver.archive import Archive
from archiver.cli import hints, output
from archiver.cli.app import app
from archiver.cli.options import Json, Set, Site
from archiver.cli.words import holdings


@app.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """Show what the archive holds and what to do next, if no command is given."""
    if context.invoked_subcommand is not None:
        return
    with Archive() as archive:
        held = archive.status()
    output.show(held, holdings.status, as_json=False)
    for line in hints.next_steps(held):
        typer.echo(line, err=True)


@app.command()
def status(*, as_json: Json = False, overrides: Set = None) -> None:
    """Show what the archive holds, site by site.

    Example: archiver status --json
    """
    with Archive.of(overrides or ()) as archive:
        output.show(archive.status(), holdings.status, as_json=as_json)


@app.command()
def sites(*, as_json: Json = False, overrides: Set = None) -> None:
    """List the sites that can be crawled, and what is known of them.

    Example: archiver sites
    """
    output.show(Archive.of(overrides or ()).sites(), holdings.sites, as_json=as_json)


@app.command()
def runs(
    site: Site = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Most runs shown.")] = 20,
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """List the last runs with their counts and verdicts, newest first.

    Example: archiver runs --site longbien
    """
    with Archive.of(overrides or ()) as archive:
        output.show(archive.runs(site, limit), holdings.runs, as_json=as_json)


@app.command()
def explain(url: str, *, as_json: Json = False, overrides: Set = None) -> None:
    """Tell one URL's story: where it was found and how it ended in each run.

    Example: archiver explain https://longbien.hanoi.gov.vn/tin-tuc
    """
    with Archive.of(overrides or ()) as archive:
        output.show(archive.explain(url), holdings.story, as_json=as_json)


@app.command()
def upgrade(*, as_json: Json = False, overrides: Set = None) -> None:
    """Bring an archive that an older version wrote up to date; SQLite is copied before.

    Example: archiver upgrade
    """
    output.show(Archive.of(overrides or ()).upgrade(), holdings.upgrade, as_json=as_json)
