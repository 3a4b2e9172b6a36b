"""Reports of long work: one line on a terminal while it goes on, then what it brought."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from archiver.cli.words import holdings
from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import RenderableType

    from archiver.crawling.again.importing import Imported
    from archiver.crawling.again.rebuild import Rebuilt
    from archiver.proving.checks import Finding
    from archiver.proving.reparsed import Comparison
    from archiver.proving.verifying import Verified

SHOWN = 60
"""Characters of a value that are shown."""


@contextmanager
def telling() -> Iterator[Callable[[str], None]]:
    """Give what tells on stderr how far the work is, on a terminal and nowhere else."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("") as status:
        yield lambda line: status.update(Text(safe(line)))


def rebuilt(answers: Sequence[Rebuilt]) -> RenderableType:
    """Return what a rebuild brought."""
    parts: list[RenderableType] = []
    for answer in answers:
        parts.append(holdings.runs(answer.runs))
        parts += [Text(safe(note)) for note in answer.notes]
        kept = f"; the old one is kept as {answer.kept}" if answer.kept else ""
        parts.append(Text(safe(f"The database was made anew{kept}.")))
    return Group(*parts)


def verified(answers: Sequence[Verified]) -> RenderableType:
    """Return every finding, and what was checked."""
    parts: list[RenderableType] = []
    for answer in answers:
        parts += [Text(safe(_finding(finding))) for finding in answer.findings]
        untold = answer.count - len(answer.findings)
        parts += [f"{untold:,} findings more, of files that have many"] if untold else []
        wrong = f"{answer.count:,} findings" if answer.count else "nothing is wrong"
        size = f"{answer.bytes / 1_000_000:,.1f} MB"
        parts.append(f"{answer.files:,} files, {answer.records:,} captures, {size}: {wrong}.")
    return Group(*parts)


def _finding(finding: Finding) -> str:
    place = f" at byte {finding.offset:,}" if finding.offset is not None else ""
    record = f" ({finding.record})" if finding.record else ""
    return f"{finding.file}{place}{record}: {finding.what}"


def reparsed(answers: Sequence[Comparison]) -> RenderableType:
    """Return by site how many pages are read otherwise, and in which fields, with an example."""
    parts: list[RenderableType] = []
    for answer in answers:
        counts = f"{answer.pages:,} pages, {answer.changed:,} read otherwise"
        parts.append(Text(safe(f"{answer.site}: {counts}")))
        table = Table(box=None, pad_edge=False)
        table.add_column("pages", justify="right")
        for name in ("field", "was", "is", "for example"):
            table.add_column(name, overflow="fold")
        for deviation in answer.deviations:
            example = deviation.examples[0]
            was, now = _start(example.old), _start(example.new)
            table.add_row(str(deviation.count), deviation.field, was, now, safe(example.url))
        parts += [table] if answer.deviations else []
    return Group(*parts) if parts else "The archive is empty."


def _start(text: str | None) -> str:
    line = safe(" ".join((text or "").split()))
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def imported(answers: Sequence[Imported]) -> RenderableType:
    """Return what each file brought, and what of it was passed over."""
    parts: list[RenderableType] = []
    for answer in answers:
        over = ", ".join(f"{count:,} {why}" for why, count in answer.passed_over.items())
        parts.append(Text(safe(f"{answer.file}: {over or 'nothing'} passed over")))
        parts += [holdings.runs(answer.runs)] if answer.runs else []
        parts += [Text(safe(note)) for note in answer.notes]
    return Group(*parts)
