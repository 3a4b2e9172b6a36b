"""Articles that say nearly the same, and what persons say of them."""

from __future__ import annotations

from typing import Annotated

import typer

from archiver.archive import Archive
from archiver.cli import output
from archiver.cli.app import app
from archiver.cli.options import Json, Reason, Set, Site, selecting
from archiver.cli.words import copies
from archiver.selection import Selection

KEY = "Key or URL; SITE/KEY where a key is not enough."
Key = Annotated[str, typer.Argument(metavar="KEY", help=KEY)]
MaybeKey = Annotated[str | None, typer.Argument(metavar="[KEY]", help=KEY)]
Other = Annotated[str | None, typer.Argument(metavar="[OTHER]", help="Only from this article.")]
Unlinked = Annotated[bool, typer.Option("--unlinked", help="List what persons have put apart.")]


@app.command()
@selecting
def duplicates(
    key: MaybeKey = None,
    *,
    unlinked: Unlinked = False,
    selection: Selection,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """List clusters of articles that say nearly the same, or that of one article.

    The first publication comes first, by date; of the others is told how many runs of five
    syllables they have in common with it, or that title, abstract and body are equal.

    Example: archiver duplicates --site longbien --since 2025
    """
    if (key or unlinked) and selection != Selection(site=selection.site):
        message = "beside a KEY or --unlinked only --site can be given"
        raise typer.BadParameter(message)
    with Archive.of(overrides or ()) as archive:
        if unlinked:
            told = archive.partings(key, selection.site)
            output.show(told, copies.partings, as_json=as_json)
        elif key:
            found = archive.cluster(key, selection.site)
            output.show([found] if found else [], copies.clusters, as_json=as_json)
        else:
            clusters = list(archive.catalogue.clusters(selection))
            output.show(clusters, copies.clusters, as_json=as_json)


@app.command()
def unlink(
    key: Key,
    other: Other = None,
    site: Site = None,
    *,
    reason: Reason,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Take an article out of its cluster for good, or only away from another article.

    Reason and time are kept. `archiver link` takes it back.

    Example: archiver unlink longbien/1083028 phuc-loi/2041 --reason "another year's meeting"
    """
    archive = Archive.of(overrides or ())
    output.show(archive.unlink(key, other, site, reason=reason), copies.partings, as_json=as_json)


@app.command()
def link(
    key: Key,
    other: Other = None,
    site: Site = None,
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Take back that an article was unlinked; it is in a cluster again if it is like others.

    Example: archiver link longbien/1083028 phuc-loi/2041
    """
    archive = Archive.of(overrides or ())
    output.show(archive.link(key, other, site), copies.partings, as_json=as_json)
