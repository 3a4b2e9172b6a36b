"""The contract: a run that was torn off goes on where it stopped."""

# ruff: noqa: D102, PLR2004, S101  # tests, though they are shipped: names and asserts say it

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.ledger import Outcome, Verdict
from archiver.testing.desk import (
    AT,
    DAY,
    PLAN,
    Desk,
    article,
    crawl,
    folder,
    list_page,
    news,
    visit,
)
from archiver.testing.dumping import dump
from archiver.testing.maker import Maker

if TYPE_CHECKING:
    from pathlib import Path

    from archiver.testing.dumping import Dump

PAGES = tuple(
    tuple(news(str(n // 2), f"section-{n % 2}") for n in range(start, start + 6))
    for start in range(0, 18, 6)
)
"""Three list pages with nine articles at two addresses each."""


class ResumingContract(Maker):
    """An interrupted run and an unbroken one leave equal archives."""

    def test_a_run_that_was_killed_is_taken_up(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(list_page(1), news("1"), news("2"))
            place.save(visit(place.lease(1)[0], article=article("1")))
            place.lease(1)
        with self.make(tmp_path) as storage:
            run = storage.start_run(PLAN, AT + DAY)
            assert (run.id, run.resumed, run.verdict) == (place.run.id, 1, None)
            assert run.started_at == AT
            assert run.discovered == 3
            tasks = storage.lease(run, 9, AT, once=False)
            assert [(task.link, task.attempt) for task in tasks] == [
                (news("2"), 1),
                (list_page(1), 1),
            ]

    def test_a_run_that_was_interrupted_is_taken_up(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(news("1"), news("2"))
            place.save(visit(place.lease(1)[0], outcome=Outcome.FAILED, reason="503"))
            place.finish(Verdict.INTERRUPTED)
            again = place.again(at=AT + DAY)
            assert (again.run.id, again.run.resumed) == (place.run.id, 1)
            assert (again.run.verdict, again.run.finished_at) == (None, None)
            assert again.run.outcomes == {Outcome.FAILED: 1}
            assert again.leased() == [news("2").url]
            assert again.finish().balanced

    def test_a_run_that_ended_is_not(self, tmp_path: Path) -> None:
        for verdict in set(Verdict) - {Verdict.INTERRUPTED}:
            with self.desk(folder(tmp_path, verdict.name)) as place:
                place.finish(verdict)
                after = place.again()
                assert after.run.id != place.run.id
                assert after.run.resumed == 0

    def test_a_run_with_another_plan_closes_a_dead_one(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(news("1"), news("2"))
            place.lease(1)
            other = place.again(replace(PLAN, arguments={"limit": "3"}), at=AT + DAY)
            dead = place.storage.runs()[1]
            assert dead.id == place.run.id
            assert (dead.verdict, dead.finished_at) == (Verdict.INTERRUPTED, AT + DAY)
            assert dead.outcomes == {Outcome.LATER: 2}
            assert dead.balanced
            assert other.leased() == [news("1").url, news("2").url]

    def test_runs_of_two_sites_do_not_meet(self, tmp_path: Path) -> None:
        with self.desk(tmp_path) as place:
            place.add(news("1"))
            other = place.again(replace(PLAN, site="another"))
            assert other.add(news("1")) == 1
            assert len(other.lease()) == 1
            assert len(place.lease()) == 1
            assert len(place.storage.explain(news("1").url)) == 2
            assert place.storage.counts(place.run).verdict is None

    def test_an_unbroken_and_a_broken_run_leave_equal_archives(self, tmp_path: Path) -> None:
        for once in (False, True):
            expected = self._crawl(folder(tmp_path, f"whole {once}"), [], once=once)
            for stop in (0, 1, 3, 5):
                place = folder(tmp_path, f"{stop} {once}")
                assert self._crawl(place, [stop, stop], once=once) == expected

    def _crawl(self, place: Path, stops: list[int], *, once: bool) -> Dump:
        """Crawl, killed after so many batches each time; return what there is in the end."""
        for stop in stops:
            with self.make(place) as storage:
                broken = Desk(storage, storage.start_run(PLAN, AT))
                crawl(broken, PAGES, once=once, batches=stop)
                broken.lease(3, once=once)
        with self.make(place) as storage:
            whole = Desk(storage, storage.start_run(PLAN, AT))
            crawl(whole, PAGES, once=once)
            whole.finish()
            return dump(storage)
