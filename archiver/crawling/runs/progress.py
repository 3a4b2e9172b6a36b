"""Progress: one line on a terminal while a run goes on, nothing anywhere else."""

from __future__ import annotations

from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from rich.live import Live
from rich.text import Text

from archiver.ledger import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from archiver.crawling.job import Job

SHOWN = (Outcome.NEW, Outcome.REVISED, Outcome.UNCHANGED, Outcome.REJECTED, Outcome.FAILED)


@contextmanager
def progress(job: Job, console: Console) -> Iterator[None]:
    """Show how far the run is, until it ends."""
    if not console.is_terminal:
        yield
        return
    began = monotonic()
    with Live(
        get_renderable=lambda: _line(job, monotonic() - began), console=console, transient=True
    ):
        yield


def _line(job: Job, seconds: float) -> Text:
    seen = job.recorder.seen
    counts = ", ".join(f"{seen[outcome]} {outcome}" for outcome in SHOWN if seen[outcome])
    pages = sum(seen.values())
    text = f"{job.parser.name}: {pages} pages in {seconds:.0f} s"
    return Text(f"{text}, {counts}" if counts else text)
