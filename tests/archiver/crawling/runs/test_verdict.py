"""The verdict on a run, and what the summary says of it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from io import StringIO
from typing import Any, ClassVar

import pytest
from rich.console import Console

from archiver.crawling.job import Job
from archiver.crawling.runs.progress import progress
from archiver.crawling.runs.summary import summary
from archiver.crawling.runs.verdict import EXIT_CODES, judge, left_because
from archiver.crawling.walk import Walk
from archiver.errors import StorageError
from archiver.ledger import Outcome, Plan, Run, Verdict

NEW, FAILED, REJECTED = Outcome.NEW, Outcome.FAILED, Outcome.REJECTED


class Named:
    name = "longbien"


class Quiet:
    def notes(self) -> tuple[str, ...]:
        return ()


class Seen:
    seen: ClassVar = Counter({"new": 3, "rejected": 1})
    storage = Quiet()


def job(**changes: Any) -> Job:
    parts: dict[str, Any] = {"parser": Named(), "settings": None, "recorder": Seen()}
    return Job(**{"walk": Walk(), **parts, **changes})


@pytest.mark.parametrize(
    ("outcomes", "ended", "changes", "verdict"),
    [
        ({NEW: 5}, "finished", {}, Verdict.WELL),
        ({Outcome.UNCHANGED: 5}, "finished", {}, Verdict.WELL),
        ({NEW: 5, Outcome.NOT_IN_SOURCE: 50}, "finished", {}, Verdict.WELL),
        ({NEW: 5, FAILED: 1}, "finished", {}, Verdict.LOSS),
        ({NEW: 90, REJECTED: 10}, "finished", {}, Verdict.WELL),
        ({NEW: 80, REJECTED: 20}, "finished", {}, Verdict.LOSS),
        ({Outcome.NOT_ARTICLE: 9}, "finished", {}, Verdict.NOTHING),
        ({}, "finished", {}, Verdict.NOTHING),
        ({FAILED: 1}, "finished", {}, Verdict.FAILED),
        ({NEW: 5}, "shutdown", {}, Verdict.INTERRUPTED),
        ({NEW: 5}, None, {}, Verdict.INTERRUPTED),
        ({NEW: 5}, "blocked", {"blocked": "HTTP 429"}, Verdict.LOSS),
        ({NEW: 5}, "x", {"trouble": StorageError("disk")}, Verdict.FAILED),
    ],
)
def test_verdicts(
    outcomes: dict[Outcome, int], ended: str | None, changes: dict[str, Any], verdict: Verdict
) -> None:
    assert judge(job(**changes), ended, outcomes) is verdict


def test_every_verdict_has_an_exit_code_of_its_own() -> None:
    assert set(EXIT_CODES) == set(Verdict)
    assert len(set(EXIT_CODES.values())) == len(Verdict)


@pytest.mark.parametrize(
    ("changes", "verdict", "reason"),
    [
        ({"trouble": StorageError("disk")}, Verdict.FAILED, "the run failed"),
        ({}, Verdict.INTERRUPTED, "the run was interrupted"),
        ({"blocked": "HTTP 429"}, Verdict.LOSS, "the site refuses: HTTP 429"),
        ({"walk": Walk(limit=7)}, Verdict.WELL, "beyond limit=7"),
        ({}, Verdict.LOSS, "not reached"),
    ],
)
def test_why_something_is_left(changes: dict[str, Any], verdict: Verdict, reason: str) -> None:
    assert left_because(job(**changes), verdict) == reason


def run(**changes: Any) -> Run:
    counts = {NEW: 3, REJECTED: 7}
    reasons = {REJECTED: {f"reason {n}": n for n in range(1, 7)} | {"[bold]odd": 9}}
    parts: dict[str, Any] = {"verdict": Verdict.WELL, "outcomes": counts, "reasons": reasons}
    plan, at = Plan(site="longbien"), datetime(2025, 6, 30, tzinfo=UTC)
    return Run(**{"id": 4, "plan": plan, "started_at": at, "discovered": 10, **parts, **changes})


def printed(a_job: Job, a_run: Run) -> str:
    lines = StringIO()
    summary(Console(file=lines, width=300), a_job, a_run, 2.0)
    return lines.getvalue()


def test_the_summary_has_the_sum_the_reasons_and_the_verdict() -> None:
    text = printed(job(), run())
    assert "longbien, run 4: 10 URLs, 10 settled in 2.0 s (5 a second)" in text
    assert "9 [bold]odd; 6 reason 6" in text
    assert "2 reasons more" in text
    assert text.rstrip().endswith("all well")


def test_the_summary_tells_what_is_odd() -> None:
    text = printed(
        job(blocked="HTTP 429", walk=Walk(dry=True)),
        run(discovered=11, resumed=2, verdict=Verdict.LOSS),
    )
    assert "the ledger is off: 11 URLs discovered, 10 outcomes" in text
    assert "taken up 2 times" in text
    assert "left alone: HTTP 429" in text
    assert "nothing was kept" in text


def test_progress_is_for_terminals_only() -> None:
    quiet, loud = StringIO(), StringIO()
    with progress(job(), Console(file=quiet)):
        pass
    with progress(job(), Console(file=loud, force_terminal=True, width=100)):
        pass
    assert quiet.getvalue() == ""
    assert "longbien: 4 pages in 0 s, 3 new, 1 rejected" in loud.getvalue()
