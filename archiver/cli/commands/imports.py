"""The way into an archive."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.archive import Archive
from archiver.cli import output, reports
from archiver.cli.app import app
from archiver.cli.options import Json, Set
from archiver.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from archiver.crawling.again.importing import Imported

STANDARD = "-"
BEGINNING = 1000
"""Bytes that tell what a file holds."""


@app.command("import")
def take_in(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="jsonl (`-` is stdin), WARC, WACZ, or a folder."),
    ],
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Take in articles or captures; what is already there is kept once.

    Articles come out of what `archiver export` wrote as jsonl; the pages themselves stay where they
    are. Captures come out of anybody's WARC or WACZ files, each page read by the parser of its
    host; a host after the last day of a site belongs to another one. Nothing is copied: the archive
    points into these files, so keep them. Which of the two a file holds is told by its beginning.
    Each file is a run for each of its sites.

    Example: archiver import news.jsonl --set folder=copy
    Example: archiver import portal.warc.gz
    """
    from archiver.crawling.runs.verdict import EXIT_CODES  # noqa: PLC0415  # Scrapy is slow

    archive = Archive.of(overrides or ())
    lines = {name: _holds_lines(name) for name in files}
    with reports.telling() as tell:
        take = partial(_take_in, archive, tell)
        done = [one for name in files for one in take(name, lines=lines[name])]
    output.show(done, reports.imported, as_json=as_json)
    verdicts = [run.verdict for one in done for run in one.runs if run.verdict]
    raise typer.Exit(max((EXIT_CODES[verdict] for verdict in verdicts), default=3))


def _take_in(
    archive: Archive, tell: Callable[[str], None], name: str, *, lines: bool
) -> list[Imported]:
    from archiver.crawling.again.importing import Imported, import_captures  # noqa: PLC0415  # Scrapy

    if not lines:
        return import_captures(archive.settings, archive.registry, [name], tell)
    told = "stdin" if name == STANDARD else name
    with _source(name) as file:
        runs = archive.take_in(file, told)
    return [Imported(file=told, runs=tuple(runs), passed_over={}, notes=())]


def _holds_lines(name: str) -> bool:
    """Tell whether a file holds JSON Lines. Raises ``SourceError`` where it cannot be read."""
    if name == STANDARD:
        return True
    if Path(name).is_dir():
        return False
    with _source(name) as file:
        return file.read(BEGINNING).lstrip().startswith(b"{")


@contextmanager
def _source(name: str) -> Iterator[BinaryIO]:
    try:
        with nullcontext(sys.stdin.buffer) if name == STANDARD else Path(name).open("rb") as file:
            yield file
    except OSError as error:
        message = f"cannot read {name}: {error.strerror or error}"
        raise SourceError(message) from error
