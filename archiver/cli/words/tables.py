"""Tables and times, as all answers in words have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from archiver.captures import Capture


def columns(*names: str) -> Table:
    """Return a table whose columns are broken where they are too wide."""
    table = Table(box=None, pad_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def counts(first: str, *names: str) -> Table:
    """Return a table of numbers."""
    table = Table(box=None, pad_edge=False)
    table.add_column(first)
    for name in names:
        table.add_column(name, justify="right")
    return table


def fields(fields: Iterable[tuple[str, str | None]]) -> Table:
    """Return what is known, a line each; what is empty is left out."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in fields:
        if value:
            table.add_row(name, safe(value))
    return table


def day(at: datetime | None) -> str:
    """Return the day of a time."""
    return at.date().isoformat() if at else "?"


def minute(at: datetime) -> str:
    """Return a time to the minute."""
    return at.isoformat(" ", "minutes")


def place(capture: Capture | None) -> str:
    """Return where a capture is kept."""
    return safe(f"{capture.file} at {capture.offset}") if capture else "none"
