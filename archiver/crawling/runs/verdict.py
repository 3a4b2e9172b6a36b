"""The verdict: how a run ended, and the exit code that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.ledger import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archiver.crawling.job import Job
    from archiver.health.findings import Checkup

EXIT_CODES = {
    Verdict.WELL: 0,
    Verdict.FAILED: 1,
    Verdict.NOTHING: 3,
    Verdict.LOSS: 4,
    Verdict.INTERRUPTED: 130,
}
WRONG_USE = 2
ARTICLES = (Outcome.NEW, Outcome.REVISED, Outcome.UNCHANGED, Outcome.DUPLICATE)
"""Outcomes of a page that was read."""
MOST_REJECTED = 0.1
"""Share of article pages that may be unreadable where no history tells what is usual."""
KNOWN = 3
"""Nights that make a history."""


def judge(
    job: Job, ended: str | None, outcomes: Mapping[Outcome, int], checkup: Checkup | None = None
) -> Verdict:
    """Return the verdict of a run; ``ended`` is Scrapy's reason, ``None`` if it was torn off.

    ``checkup`` tells how the site is, if that was judged.
    """
    found = sum(outcomes.get(outcome, 0) for outcome in ARTICLES)
    if job.trouble is not None:
        return Verdict.FAILED
    if ended in {None, "shutdown"}:
        return Verdict.INTERRUPTED
    changed = checkup is not None and bool(checkup.findings) and checkup.nights > 0
    if job.blocked is not None or changed:
        return Verdict.LOSS
    failed = outcomes.get(Outcome.FAILED, 0)
    if not found and not outcomes.get(Outcome.NOT_DUE):
        return Verdict.FAILED if failed else Verdict.NOTHING
    rejected = outcomes.get(Outcome.REJECTED, 0)
    known = checkup is not None and checkup.nights >= KNOWN
    many = not known and rejected > MOST_REJECTED * (found + rejected)
    return Verdict.LOSS if failed or many else Verdict.WELL


def left_because(job: Job, verdict: Verdict) -> str:
    """Return why URLs that were not visited are left for a later run."""
    if job.trouble is not None:
        return "the run failed"
    if verdict is Verdict.INTERRUPTED:
        return "the run was interrupted"
    if job.blocked is not None:
        return job.refusal(job.blocked)
    if job.resting is not None:
        return job.resting
    return f"beyond limit={job.walk.limit}" if job.walk.limit else "not reached"
