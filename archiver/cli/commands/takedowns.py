"""What persons have taken down, and shown again."""

from __future__ import annotations

import typer

from archiver.archive import Archive
from archiver.cli import output
from archiver.cli.app import app
from archiver.cli.options import Json, KeyOrUrl, Reason, Set, Site
from archiver.cli.words import articles


@app.command()
def takedown(
    key_or_url: KeyOrUrl,
    site: Site = None,
    *,
    reason: Reason,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Hide an article from search, views and exports, with a reason that is kept.

    Nothing is deleted: its captures and revisions stay, runs go on looking at it, and
    `archiver lift` shows it again. Articles that say nearly the same are named, not hidden.

    Example: archiver takedown longbien/1083028 --reason "names a child; asked for by the family"
    """
    archive = Archive.of(overrides or ())
    with archive:
        cluster = archive.cluster(key_or_url, site)
    done = archive.take_down(key_or_url, site, reason=reason)
    output.show([done], articles.takedowns, as_json=as_json)
    if cluster:
        others = map("/".join, cluster.others(done.name))
        typer.echo(f"still shown, and nearly the same: {', '.join(others)}", err=True)


@app.command()
def lift(
    key_or_url: KeyOrUrl, site: Site = None, *, as_json: Json = False, overrides: Set = None
) -> None:
    """Show an article again that was taken down. That it was, and why, is kept.

    Example: archiver lift longbien/1083028
    """
    done = Archive.of(overrides or ()).lift(key_or_url, site)
    output.show([done], articles.takedowns, as_json=as_json)


@app.command()
def takedowns(site: Site = None, *, as_json: Json = False, overrides: Set = None) -> None:
    """List what was taken down: since when, why, and when it was shown again.

    Example: archiver takedowns --site longbien
    """
    with Archive.of(overrides or ()) as archive:
        output.show(archive.takedowns(site), articles.takedowns, as_json=as_json)
