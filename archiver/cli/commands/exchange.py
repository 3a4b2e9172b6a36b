"""Ways out of an archive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.archive import Archive
from archiver.cli import names, output
from archiver.cli.app import app
from archiver.cli.options import Json, Set, selecting
from archiver.cli.words import holdings
from archiver.errors import NotInArchive
from archiver.exchange import whole
from archiver.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from archiver.records import History

STANDARD = "-"
DEFAULT = "jsonl"


@app.command()
@selecting
def export(
    key_or_url: Annotated[
        str | None, typer.Argument(metavar="KEY-OR-URL", help="Only this article.")
    ] = None,
    *,
    selection: Selection,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="See `archiver formats`.",
            autocompletion=names.formats,
        ),
    ] = None,
    to: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Written whole or not at all.")
    ] = STANDARD,
    overrides: Set = None,
) -> None:
    """Write articles to a file or a pipe: all of them, those that are chosen, or one.

    The format is the one that the file's name ends in, else jsonl.

    Example: archiver export --since 2018 --format csv -o news.csv
    """
    with Archive.of(overrides or ()) as archive:
        chosen = kind or _of_name(archive, to)
        with _target(to) as file:
            articles = _articles(archive, key_or_url, selection)
            whole_one = key_or_url is None and selection == Selection()
            count = archive.export(chosen, articles, file, whole=whole_one)
    if not count:
        message = "no article is as was asked for; the file says so"
        raise NotInArchive(message)
    if to != STANDARD:
        typer.echo(f"{count} articles are in {to}", err=True)


@app.command()
def bag(
    folder: Annotated[Path, typer.Argument(help="Made; must not be there yet.")],
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Put the whole archive into a bag (BagIt, RFC 8493): a folder for a library to keep and check.

    It holds the WARC files, the database, and the articles as jsonl, each with its SHA-256 and
    SHA-512. Its folder `data` is an archive's again.

    Example: archiver bag longbien-2026
    """
    total = Archive.of(overrides or ()).bag(folder)
    output.show([total], holdings.bagged, as_json=as_json)


@app.command()
def formats(*, as_json: Json = False, overrides: Set = None) -> None:
    """List the formats that articles can be exported in.

    Example: archiver formats
    """
    found = Archive.of(overrides or ()).formats()
    output.show(found, holdings.formats, as_json=as_json)


@app.command()
def datasette(*, overrides: Set = None) -> None:
    """Print what Datasette needs to show the database with titles, columns, facets and search.

    Then: datasette archive/archive.db -m metadata.json

    Example: archiver datasette > metadata.json
    """
    with Archive.of(overrides or ()) as archive:
        typer.echo(json.dumps(archive.datasette(), ensure_ascii=False, indent=2))


def _articles(archive: Archive, key_or_url: str | None, chosen: Selection) -> Iterable[History]:
    if key_or_url is None:
        return archive.catalogue.select(chosen)
    if chosen != Selection(site=chosen.site):
        message = "an article is named by its key or address and --site, nothing else"
        raise typer.BadParameter(message)
    return archive.find(key_or_url, chosen.site)


def _of_name(archive: Archive, name: str) -> str:
    """Return the format whose suffix a file's name has; the longest says most."""
    kinds = sorted(archive.formats(), key=lambda kind: -len(kind.suffix))
    return next((kind.name for kind in kinds if name.endswith(kind.suffix)), DEFAULT)


def _target(to: str) -> AbstractContextManager[BinaryIO]:
    return whole.standard_output() if to == STANDARD else whole.written(Path(to))
