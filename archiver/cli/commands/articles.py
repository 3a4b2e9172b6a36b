"""One article: its words, what changed in them, whether it is still there."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer
from rich.console import Group

from archiver.archive import Archive
from archiver.cli import output
from archiver.cli.app import app
from archiver.cli.options import Json, KeyOrUrl, Set, Site
from archiver.cli.words import articles
from archiver.cli.words.differences import Difference


@app.command()
def show(
    key_or_url: KeyOrUrl, site: Site = None, *, as_json: Json = False, overrides: Set = None
) -> None:
    """Show an article: its latest wording, its revisions, and the captures they come from.

    Example: archiver show 1083028 --site longbien
    """
    with Archive.of(overrides or ()) as archive:
        found = archive.find(key_or_url, site)
        confirmations = archive.settings.lifecycle.confirmations
        told = partial(articles.article, confirmations=confirmations)
        output.show(found, told, as_json=as_json)


@app.command()
def diff(
    key_or_url: KeyOrUrl,
    old: Annotated[int | None, typer.Argument(metavar="REV", help="Its number.")] = None,
    new: Annotated[int | None, typer.Argument(metavar="REV", help="Its number.")] = None,
    site: Site = None,
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Show what changed between two revisions of an article: the last two, if none is named.

    Coloured in a terminal; else what was removed stands in [-these-] marks, what was added in
    {+these+}. As JSON, one object a field.

    Example: archiver diff 1083028 1 3 --site longbien
    """
    if old is not None and new is None:
        message = "name two revisions, or none for the last two"
        raise typer.BadParameter(message)
    with Archive.of(overrides or ()) as archive:
        found = [Difference.of(article, old, new) for article in archive.find(key_or_url, site)]
    if as_json:
        output.write(field for difference in found for field in difference.fields())
    else:
        output.show(found, lambda parts: Group(*parts), as_json=False)


@app.command()
def gone(site: Site = None, *, as_json: Json = False, overrides: Set = None) -> None:
    """List articles that are missing or gone: since when, and the last capture that shows them.

    Example: archiver gone --site longbien
    """
    with Archive.of(overrides or ()) as archive:
        output.show(archive.gone(site), articles.gone, as_json=as_json)
