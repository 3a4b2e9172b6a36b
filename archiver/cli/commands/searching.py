"""Search: articles by their words, and by the documents that they cite."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from archiver.archive import Archive
from archiver.cli import output
from archiver.cli.app import app
from archiver.cli.options import Json, Set, selecting
from archiver.cli.words.citations import documents
from archiver.cli.words.hits import Found, remarks
from archiver.errors import NotInArchive
from archiver.selection import Selection  # read to make the options
from archiver.terminal import safe


@app.command()
@selecting
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="In quotes, best of all.")],
    selection: Selection,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=1000, help="Most lines shown.")
    ] = 20,
    *,
    newest: Annotated[bool, typer.Option("--newest", help="Newest first, not best first.")] = False,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """Search articles: title, abstract, body, captions, byline, names of attached files.

    All words must be there. Accents that are typed are meant; where none is typed, words are found
    with any. "..." in the query is a phrase, -word must not be there, and the number of a document
    is found whatever separates its parts. Best first: words that stand together, words in the
    title. What was found is coloured; in a pipe it stands in [brackets].

    Example: archiver search 'vu duc bao' --site longbien --since 2018

    Example: archiver search '"chính quyền đô thị" -"thí điểm"' --newest

    Example: archiver search 22-KL/TW --json
    """
    with Archive.of(overrides or ()) as archive:
        found = archive.search(" ".join(words), selection, limit=limit, newest=newest)
    if not found.hits:
        message = f"nothing was found for {safe(' '.join(words))}; fewer words find more"
        raise NotInArchive(message)
    sys.stderr.writelines(f"{line}\n" for line in remarks(found))
    output.show(found.hits, lambda _: Found(found), as_json=as_json)


@app.command()
@selecting
def document(
    number: Annotated[str, typer.Argument(metavar="NUMBER")],
    selection: Selection,
    *,
    as_json: Json = False,
    overrides: Set = None,
) -> None:
    """List the articles that cite an official document, by date, with the sentence that does.

    Numbers start anew each year, or each term of the Party: documents are told apart by their
    dates, where articles state them. How the number is separated makes no difference.

    Example: archiver document 22-KL/TW --site longbien
    """
    with Archive.of(overrides or ()) as archive:
        found = archive.document(number, selection)
    output.show(found, documents, as_json=as_json)


@app.command()
def reindex(*, as_json: Json = False, overrides: Set = None) -> None:
    """Make the index of texts anew, such as after another program has changed the database.

    Example: archiver reindex
    """
    count = Archive.of(overrides or ()).reindex()
    output.show([{"articles": count}], lambda _: f"{count} articles are indexed.", as_json=as_json)
