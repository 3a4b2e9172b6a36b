"""What became of articles, in words: their edits, their readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.cli.words.tables import columns, counts, day, minute, place
from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from archiver.histories.changes import Edited
    from archiver.histories.views import Views


def changes(answers: Sequence[Edited]) -> RenderableType:
    """Return a table of edited articles."""
    if not answers:
        return "No edit was seen."
    table = counts("site", "key", "edits", "words")
    for name in ("published", "edit seen", "title"):
        table.add_column(name, overflow="fold")
    for one in answers:
        numbers = (one.key, str(one.edits), str(one.words))
        times = (day(one.published_at), minute(one.last))
        table.add_row(one.site, *numbers, *times, safe(one.title))
    return table


def views(answers: Sequence[Views]) -> RenderableType:
    """Return a table of what the reader counter showed."""
    if not answers:
        return "No capture shows how often it was read."
    table = columns("site", "key", "seen")
    for name in ("views", "more"):
        table.add_column(name, justify="right")
    table.add_column("capture", overflow="fold")
    for one in answers:
        more = "" if one.difference is None else f"{one.difference:+}"
        where = place(one.capture)
        table.add_row(one.site, one.key, minute(one.at), str(one.views), more, where)
    return table
