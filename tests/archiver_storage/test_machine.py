"""Any run of events: the ledger's sum is right, and both storages say the same."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from archiver import Article, Kind, Link, Outcome, Plan, Verdict, Visit
from archiver.testing import dump
from archiver.testing.desk import AT, article, capture_of
from archiver_storage.jsonl import JsonLinesStorage
from archiver_storage.sql import SqlStorage

if TYPE_CHECKING:
    from datetime import datetime

    from archiver import Capture, Run, Settled, Storage, Task

PLANS = st.builds(
    Plan,
    site=st.sampled_from(["toy", "another"]),
    source=st.sampled_from(["live", "a.warc"]),
    arguments=st.sampled_from([{}, {"limit": "3"}]),
)
LINKS = st.builds(
    Link,
    url=st.sampled_from([f"http://toy/{number}" for number in range(9)]),
    kind=st.sampled_from(Kind),
    key=st.sampled_from([None, "1", "2"]),
    section=st.sampled_from([None, "a", "b"]),
    page=st.integers(1, 2),
    form=st.sampled_from([(), (("page", "1"),)]),
    published_at=st.sampled_from([None, article().published_at]),
)
ARTICLES = st.builds(
    article,
    st.sampled_from(["1", "2", "3"]),
    title=st.sampled_from(["A", "B"]),
    abstract=st.sampled_from([None, "C"]),
    body=st.sampled_from([(), ("D",)]),
    published_at=st.sampled_from([None, article().published_at]),
    section=st.sampled_from([None, "Tên"]),
    views=st.integers(0, 3),
    byline=st.none(),
)
MOMENTS = st.integers(0, 4).map(lambda hours: AT + timedelta(hours=hours))
ENDINGS = st.one_of(ARTICLES, st.sampled_from(Outcome), MOMENTS)
"""What comes of a visit: a record, an outcome, or a time to try again."""


class Machine(RuleBasedStateMachine):
    """Does the same to both storages."""

    empty: Path | None = None

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.storages: list[Storage] = [
            SqlStorage(folder=Path(self.folder.name)),
            JsonLinesStorage(folder=Path(self.folder.name)),
        ]
        shutil.copy(_empty_database(), self.folder.name)
        for storage in self.storages:
            storage.open()
        self.runs: list[Run] = []
        self.tasks: list[list[Task]] = []
        self.captures = 0

    def teardown(self) -> None:
        for storage in getattr(self, "storages", ()):
            storage.close()
        if hasattr(self, "folder"):
            self.folder.cleanup()

    # --- what can happen

    @rule(plan=PLANS)
    def start(self, plan: Plan) -> None:
        self.runs = [storage.start_run(plan, AT) for storage in self.storages]
        self.tasks = []
        assert self.runs[0] == self.runs[1]

    @precondition(lambda self: self.runs)
    @rule(links=st.lists(LINKS, max_size=6))
    def add(self, links: list[Link]) -> None:
        one, other = (s.add(run, links) for s, run in zip(self.storages, self.runs, strict=True))
        assert one == other

    @precondition(lambda self: self.runs)
    @rule(count=st.integers(1, 4), at=MOMENTS, once=st.booleans())
    def lease(self, count: int, at: datetime, *, once: bool) -> None:
        one, other = (
            storage.lease(run, count, at, once=once)
            for storage, run in zip(self.storages, self.runs, strict=True)
        )
        assert [(t.link, t.attempt) for t in one] == [(t.link, t.attempt) for t in other]
        self.tasks.extend(map(list, zip(one, other, strict=True)))

    @precondition(lambda self: self.tasks)
    @rule(
        endings=st.lists(st.tuples(ENDINGS, st.lists(LINKS, max_size=4), MOMENTS), max_size=4),
        again=st.booleans(),
    )
    def save(
        self,
        endings: list[tuple[Article | Outcome | datetime, list[Link], datetime]],
        *,
        again: bool,
    ) -> None:
        pairs = self.tasks[: len(endings)]
        self.tasks = self.tasks[len(pairs) :]
        self.captures += not again
        given = [
            [self._visit(p[number], *end) for p, end in zip(pairs, endings, strict=False)]
            for number in range(2)
        ]
        one, other = (
            storage.save(run, _captures(visits), visits)
            for storage, run, visits in zip(self.storages, self.runs, given, strict=True)
        )
        assert list(map(_told, one)) == list(map(_told, other))

    @precondition(lambda self: self.runs)
    @rule(verdict=st.sampled_from(Verdict))
    def finish(self, verdict: Verdict) -> None:
        one, other = (
            storage.finish_run(run, verdict, AT, later="not reached")
            for storage, run in zip(self.storages, self.runs, strict=True)
        )
        assert one == other
        assert one.balanced
        self.runs, self.tasks = [], []

    @rule()
    def kill(self) -> None:
        for storage in self.storages:
            storage.close()
            storage.open()
        self.runs, self.tasks = [], []

    @precondition(lambda self: self.captures)
    @rule(first=st.sampled_from([SqlStorage, JsonLinesStorage]))
    def move(self, first: type[SqlStorage | JsonLinesStorage]) -> None:
        told = [list(storage.articles()) for storage in self.storages]
        with TemporaryDirectory() as name:
            shutil.copy(_empty_database(), name)
            with first(folder=Path(name)) as other:
                run = other.start_run(Plan(site="toy", source="export.jsonl"), AT)
                other.take_in(run, told[0])
                assert list(other.articles()) == told[1]
                assert other.finish_run(run, Verdict.WELL, AT, later="none").balanced

    # --- what always holds

    @invariant()
    def both_say_the_same(self) -> None:
        one, other = map(dump, getattr(self, "storages", ()))
        assert one == other

    @invariant()
    def every_url_of_a_run_has_one_outcome_or_is_open(self) -> None:
        for storage in self.storages[:1]:
            stories = list(storage.urls())
            for run in storage.runs(limit=1000):
                ended = [e for story in stories for e in story.endings if e.run == run.id]
                assert len(ended) == sum(run.outcomes.values())
                if run.finished_at is not None:
                    assert run.balanced
                else:
                    assert len(ended) <= run.discovered

    @invariant()
    def both_know_what_is_due(self) -> None:
        due = [s.due(run) for s, run in zip(self.storages, self.runs, strict=False)]
        assert len(set(due)) <= 1

    @invariant()
    def both_count_the_same(self) -> None:
        one, other = (storage.status() for storage in self.storages)
        assert one == other

    def _visit(
        self, task: Task, end: Article | Outcome | datetime, links: list[Link], at: datetime
    ) -> Visit:
        capture = f"urn:{self.captures}:{task.link.url}:{task.link.form}"
        seen = Visit(task=task, at=at, capture=capture, links=tuple(links), parser="toy/1")
        if isinstance(end, Outcome):
            return replace(seen, outcome=end, reason="said")
        if isinstance(end, Article):
            return replace(seen, article=end)
        return replace(seen, retry_at=end)


def _captures(visits: list[Visit]) -> list[Capture]:
    return [capture_of(visit) for visit in visits]


def _told(settled: Settled) -> tuple[object, ...]:
    return settled.task.link, settled.outcome, settled.reason, settled.discovered


def _empty_database() -> Path:
    """Make the tables once: an example has no time for it."""
    if Machine.empty is None:
        folder = Path(mkdtemp())
        with SqlStorage(folder=folder):
            Machine.empty = folder / "archive.db"
    return Machine.empty


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=60,
    phases=[Phase.generate],
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
