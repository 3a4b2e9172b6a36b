"""The summary: what a run brought, for the person who started it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from archiver.health.telling import told
from archiver.ledger import Outcome, Verdict
from archiver.terminal import safe

if TYPE_CHECKING:
    from rich.console import Console

    from archiver.crawling.job import Job
    from archiver.health.findings import Checkup
    from archiver.ledger import Run

REASONS = 5
"""Most reasons that are shown of one outcome; `archiver runs` and the database have all."""
WORDS = {
    Verdict.WELL: "all well",
    Verdict.NOTHING: "no article was found",
    Verdict.LOSS: "something was lost or the site looks changed",
    Verdict.FAILED: "failed",
    Verdict.INTERRUPTED: "interrupted; the same command goes on from here",
}


def summary(
    console: Console, job: Job, run: Run, seconds: float, checkup: Checkup | None = None
) -> None:
    """Print what the run brought, its ledger's sum, what is wrong with the site, the verdict."""
    pages = sum(count for outcome, count in run.outcomes.items() if outcome is not Outcome.LATER)
    resumed = f", taken up {run.resumed} times" if run.resumed else ""
    what = "dry run" if job.walk.dry else f"run {run.id}"
    console.print(
        f"{job.parser.name}, {what}{resumed}: {run.discovered} URLs, {pages} settled "
        f"in {seconds:.1f} s ({pages / max(seconds, 0.001):.0f} a second)",
        highlight=False,
    )
    console.print(_outcomes(run))
    for note in [*_notes(job, run), *(told(checkup.findings) if checkup else ())]:
        console.print(safe(note), highlight=False, markup=False, soft_wrap=True)
    console.print(WORDS[run.verdict or Verdict.FAILED], highlight=False)


def _outcomes(run: Run) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    for outcome in Outcome:
        count = run.outcomes.get(outcome, 0)
        if count:
            table.add_row(str(count), outcome, Text(safe(_reasons(run, outcome))))
    return table


def _reasons(run: Run, outcome: Outcome) -> str:
    reasons = sorted(run.reasons.get(outcome, {}).items(), key=lambda pair: (-pair[1], pair[0]))
    told = [f"{count} {reason}" for reason, count in reasons[:REASONS]]
    if len(reasons) > REASONS:
        told.append(f"{len(reasons) - REASONS} reasons more")
    return "; ".join(told)


def _notes(job: Job, run: Run) -> list[str]:
    notes = [*job.recorder.storage.notes(), *(job.source.notes() if job.source else ())]
    if not run.balanced:
        total = sum(run.outcomes.values())
        notes.append(f"the ledger is off: {run.discovered} URLs discovered, {total} outcomes")
    if job.blocked is not None:
        notes.append(f"{job.asked} refuses, so it was left alone: {job.blocked}")
    if job.walk.dry:
        notes.append("dry run: nothing was kept")
    return notes
