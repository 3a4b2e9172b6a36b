"""The kit's answers in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from archiver.authoring.fields import LINKS
from archiver.authoring.fixtures import EXPECTED
from archiver.authoring.telling import told
from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from archiver.authoring.kit import Change, Made, Sight
    from archiver.authoring.trial import Trial

MOST = 5
LONGEST = 100


def made(plugin: Made) -> RenderableType:
    """Return what was made, and what is to be done next."""
    signs = f", by {'; '.join(plugin.signs)}" if plugin.signs else ": no known system"
    lines = [
        f"{plugin.folder}: a plugin for the site {plugin.site}",
        f"system: {plugin.family}{signs}",
    ]
    lines += [f"guessed: {name} = {css}" for name, css in plugin.guessed.items()]
    lines += [f"saved: {url}" for url in plugin.pages]
    lines += [f"no page came: {trouble}" for trouble in plugin.troubles]
    if plugin.missing:
        lines.append(f"on no saved page: {', '.join(plugin.missing)}. Do the pages have them?")
    lines += [
        "Next:",
        f"  read {plugin.folder}/{EXPECTED} beside the pages: no test knows what is missing",
        f'  pip install -e "{plugin.folder}[test]"',
        f"  archiver plugin check -C {plugin.folder}",
    ]
    return Text(safe("\n".join(lines)))


def trial(shown: Trial) -> RenderableType:
    """Return selectors, record and links of a page."""
    signs = f", by {'; '.join(shown.signs)}" if shown.signs else ""
    kind = f"article {shown.key}" if shown.key else "a list"
    head = Text(safe(f"{shown.url}\n{kind} of {shown.site} ({shown.family}{signs})\n"))
    return Group(head, _selectors(shown), Text(), _fields(shown))


def changes(found: Sequence[Change]) -> RenderableType:
    """Return how saved pages are read otherwise than expected."""
    if not found:
        return "Every page is read as expected."
    lines: list[str] = []
    for change in found:
        lines.append(f"{change.name}{' (new)' if change.new else ''}: {change.url}")
        for name, old, new in change.changes:
            gone = "   LOST" if name in change.lost else ""
            lines.append(f"  {name}{gone}")
            lines += [f"    {line}" for line in told(old, new)]
    return Text(safe("\n".join(lines)))


def sight(seen: Sight) -> RenderableType:
    """Return what a look at the site found."""
    head = f"The site answers: lists {seen.lists}, articles that they name {seen.articles}. One is:"
    return Group(head, trial(seen.record) if seen.record else "")


def _selectors(shown: Trial) -> RenderableType:
    table = Table(box=None, pad_edge=False)
    for name in ("selector", "css", "found", "first"):
        table.add_column(name, overflow="fold")
    for found in shown.selectors:
        count = str(found.count) if found.count else "EMPTY"
        table.add_row(found.name, safe(found.selector), count, safe(found.text))
    return table


def _fields(shown: Trial) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in shown.fields.items():
        items = value if isinstance(value, list) else [value]
        for place, item in enumerate(items[:MOST]):
            text = item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)
            label = f"{name} ({len(items)})" if name in LINKS else name
            grid.add_row(label if not place else "", safe(text[:LONGEST]))
        if len(items) > MOST:
            grid.add_row("", f"… {len(items) - MOST} more")
    return grid
