"""Hits in words: coloured in a terminal, with marks where there are no colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderResult

    from archiver.search.marks import Marked
    from archiver.search.results import Hit, Results

FOUND = "bold yellow"
"""Style of what was asked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; rich prints it."""

    results: Results

    def __rich_console__(self, console: Console, _: ConsoleOptions) -> RenderResult:
        coloured = console.color_system is not None and not console.no_color
        for number, hit in enumerate(self.results.hits):
            if number:
                yield Text()
            yield marked(hit.title, coloured=coloured, style="bold")
            yield Padding(Text(safe(_place(hit)), style="dim"), (0, 0, 0, 2))
            yield Padding(marked(hit.snippet, coloured=coloured), (0, 0, 0, 2))


def remarks(results: Results) -> Iterator[str]:
    """Return what a person should know of the results: a line each."""
    if results.folded:
        yield "nothing has these accents; these are without them"
    shown = len(results.hits)
    if results.more:
        yield f"{shown} of more than {results.total:,} articles"
    elif sum(1 + len(hit.copies) for hit in results.hits) < results.total:
        yield f"{shown} of {results.total:,} articles"


def marked(text: Marked, *, coloured: bool, style: str = "") -> Text:
    """Return a text with what was asked for in colour or, without colours, in brackets."""
    shown = Text(style=style)
    for piece, found in text.pieces():
        bracketed = f"[{safe(piece)}]" if found and not coloured else safe(piece)
        shown.append(bracketed, style=FOUND if found and coloured else "")
    return shown


def _place(hit: Hit) -> str:
    at = hit.published_at.isoformat(" ", "minutes")[:16] if hit.published_at else "no date"
    copies = f"and {len(hit.copies)} of nearly the same text" if hit.copies else None
    return "  ".join(filter(None, (at, hit.site, hit.key, hit.section, copies)))
