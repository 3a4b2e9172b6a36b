"""The commands of `archiver`."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer
from rich.console import Group

from archiver.cli import output, words
from archiver.cli.archive import Archive
from archiver.cli.differences import Difference

app = typer.Typer(
    help="Ask the archive what it holds. Crawl a site with `scrapy crawl SITE`.",
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", "-s", metavar="NAME=VALUE", help="A setting, such as folder=archive."),
]
Site = Annotated[str | None, typer.Option("--site", help="Only this site.")]


@app.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """Show what the archive holds, if no command is given."""
    if context.invoked_subcommand is None:
        status()


@app.command()
def status(*, as_json: Json = False, overrides: Set = None) -> None:
    """Show what the archive holds, site by site.

    Example: archiver status --json
    """
    with Archive.of(overrides or ()) as archive:
        output.show(archive.records.status(), words.status, as_json=as_json)


@app.command()
def sites(*, as_json: Json = False, overrides: Set = None) -> None:
    """List the sites that can be crawled, and what is known of them.

    Example: archiver sites
    """
    output.show(Archive.of(overrides or ()).sites(), words.sites, as_json=as_json)


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
        output.show(archive.records.runs(site, limit), words.runs, as_json=as_json)


@app.command()
def show(
    key_or_url: Annotated[str, typer.Argument(metavar="KEY-OR-URL")],
    site: Site = None,
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Show an article: its latest wording, its revisions, and the captures they come from.

    Example: archiver show 1083028 --site longbien
    """
    with Archive.of(overrides or ()) as archive:
        found = archive.find(key_or_url, site)
        confirmations = archive.settings.lifecycle.confirmations
        told = partial(words.article, confirmations=confirmations)
        output.show(found, told, as_json=as_json)


@app.command()
def explain(url: str, *, as_json: Json = False, overrides: Set = None) -> None:
    """Tell one URL's story: where it was found and how it ended in each run.

    Example: archiver explain https://longbien.hanoi.gov.vn/tin-tuc
    """
    with Archive.of(overrides or ()) as archive:
        output.show(archive.explain(url), words.story, as_json=as_json)


@app.command()
def diff(
    key_or_url: Annotated[str, typer.Argument(metavar="KEY-OR-URL")],
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
        output.show(archive.gone(site), words.gone, as_json=as_json)


@app.command()
def upgrade(*, as_json: Json = False, overrides: Set = None) -> None:
    """Bring an archive that an older version wrote up to date; SQLite is copied before.

    Example: archiver upgrade
    """
    output.show(Archive.of(overrides or ()).upgrade(), words.upgrade, as_json=as_json)
