"""The rebuild: the database made anew from the archive's captures alone."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.crawling.again.importing import Intake
from archiver.crawling.again.rereading import Rereader
from archiver.crawling.again.retelling import Retelling
from archiver.crawling.again.walking import walk
from archiver.crawling.job import Job, now
from archiver.crawling.recorder import Recorder
from archiver.crawling.runs.opening import source_at
from archiver.crawling.runs.verdict import judge
from archiver.crawling.walk import Walk
from archiver.decisions import log as decisions
from archiver.errors import SourceError, StorageError
from archiver.ledger import Plan, Verdict
from archiver.locking import locked
from archiver.proving import sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from archiver.captures import Capture, CaptureStore, KeptFile
    from archiver.ledger import Run
    from archiver.registry import Registry
    from archiver.settings import Settings
    from archiver.storage import Storage

MARK = {"rebuild": "yes"}
"""Argument of every run of a rebuild."""
OWN = "archive"
"""Source of the runs that read the archive's own files."""
EVERY = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild brought: its runs, what could not be read, and where the old database is."""

    runs: tuple[Run, ...]
    notes: tuple[str, ...]
    kept: str | None


@dataclass(slots=True)
class Rebuild:
    """Builds a database beside the old one, and puts it in its place when it is whole."""

    settings: Settings
    registry: Registry
    tell: Callable[[str], None]
    clock: Callable[[], datetime] = now
    _notes: list[str] = field(default_factory=list)

    def run(self) -> Rebuilt:
        """Rebuild, or go on where one was interrupted. Raises ``ArchiverError``."""
        folder = self.settings.folder.resolve()
        captures = self.registry.captures(self.settings, folder)
        files, plans = captures.files(), sources.listed(folder)
        self._refuse_unreadable(folder, files, plans)
        records = self.registry.storage(self.settings, folder)
        with ExitStack() as stack:
            if not records.shared:
                stack.enter_context(locked(folder))
            with records.beside() as storage:
                _refuse_used(storage)
                runs = [
                    *(self._retell(storage, captures, site, of) for site, of in _by_site(files)),
                    *(self._walk_again(storage, plan) for plan in plans),
                ]
                self._decide_again(storage, folder)
            kept = records.succeed()
        return Rebuilt(runs=tuple(runs), notes=tuple(self._notes), kept=kept)

    def _refuse_unreadable(self, folder: Path, files: list[KeptFile], plans: list[Plan]) -> None:
        """See before anything is done that all that is needed is there."""
        if not files and not plans:
            message = f"there is nothing in {folder} to rebuild from: no WARC file, no source"
            raise StorageError(message)
        for site in sorted({file.site or "" for file in files} | {plan.site for plan in plans}):
            self.registry.parser(site)
        for plan in plans:
            if not Path(plan.source).exists():
                message = (
                    f"{plan.source} is not there, which captures of {plan.site} point into; put "
                    f"it back, or take its line out of {folder / sources.FILE}"
                )
                raise SourceError(message)

    # --- the archive's own files

    def _retell(
        self, storage: Storage, captures: CaptureStore, site: str, files: list[KeptFile]
    ) -> Run:
        plan = Plan(site=site, source=OWN, arguments=MARK)
        if (done := _finished(storage, plan)) is not None:
            return done
        run = storage.start_run(plan, self.clock(), self.settings.schedule)
        rereader = self._rereader(storage, site, Walk())
        retelling = Retelling(storage=storage, rereader=rereader, run=run, current=True)
        storage.add(run, list(rereader.spider.seeds()))
        whole = True
        reached = storage.evidence().reached()
        for number, file in enumerate(files, start=1):
            self.tell(f"{site}: file {number} of {len(files)}, {retelling.outcomes.total()} read")
            for one in captures.recorded(file, _finder(storage), reached.get(file.name, -1)):
                if isinstance(one, str):
                    self._notes.append(one)
                    whole = False
                else:
                    retelling.take(one)
            retelling.flush()
        retelling.end(self.clock)
        verdict = Verdict.WELL if whole else Verdict.LOSS
        return storage.finish_run(run, verdict, self.clock(), later="")

    # --- sources that a crawl read

    def _walk_again(self, storage: Storage, plan: Plan) -> Run:
        given = plan.arguments
        plan = replace(plan, arguments={**given, **MARK})
        if (done := _finished(storage, plan)) is not None:
            return done
        if "import" in given:
            return self._import_again(storage, plan)
        run = storage.start_run(plan, self.clock(), self.settings.schedule)
        with source_at(self.registry, plan.source) as source:
            if source is None:
                message = f"{plan.source} is no source that can be read again"
                raise SourceError(message)
            self.tell(f"{plan.site}: {plan.source}")
            rereader = self._rereader(storage, plan.site, Walk.of(given))
            rereader.spider.job.source = source
            walk(storage, rereader, source, run, self.clock)
            self._notes.extend(source.notes())
        verdict = judge(rereader.spider.job, "finished", storage.counts(run).outcomes)
        return storage.finish_run(run, verdict, self.clock(), later="not reached")

    def _import_again(self, storage: Storage, plan: Plan) -> Run:
        intake = Intake(self.settings, self.registry, storage, self.tell, self.clock, MARK)
        done = intake.take(plan.source, only=plan.site)
        self._notes.extend(done.notes)
        if not done.runs:
            message = f"{plan.source} holds nothing of {plan.site} any more; put the old file back"
            raise SourceError(message)
        return done.runs[0]

    # --- what persons decided

    def _decide_again(self, storage: Storage, folder: Path) -> None:
        for decision in decisions.listed(folder):
            names = (decision.article, *decision.others)
            absent = next((name for name in names if not storage.find(name[1], name[0])), None)
            if absent is None:
                decision.carry_out(storage)
            else:
                self._notes.append(
                    f"{'/'.join(absent)} is not there any more, of which {decisions.FILE} has a "
                    f"{decision.kind} of {decision.at.date()}"
                )

    def _rereader(self, storage: Storage, site: str, walk: Walk) -> Rereader:
        job = Job(
            parser=self.registry.parser(site),
            walk=walk,
            settings=self.settings,
            recorder=Recorder(storage, None),
            clock=self.clock,
        )
        return Rereader.of(self.registry, job)


def _by_site(files: list[KeptFile]) -> Iterator[tuple[str, list[KeptFile]]]:
    ordered = sorted(files, key=lambda file: file.site or "")
    for site, of in groupby(ordered, key=lambda file: file.site or ""):
        yield site, list(of)


def _finder(storage: Storage) -> Callable[[str], Capture | None]:
    def find(record_id: str) -> Capture | None:
        return storage.evidence().kept({record_id}).get(record_id)

    return find


def _refuse_used(storage: Storage) -> None:
    if any("rebuild" not in run.plan.arguments for run in storage.runs(limit=EVERY)):
        message = (
            "the database holds an archive already; make an empty one and name it: "
            "archiver rebuild -s storage.sql.url=URL"
        )
        raise StorageError(message)


def _finished(storage: Storage, plan: Plan) -> Run | None:
    """Return the run of a plan that an interrupted rebuild had brought to its end."""
    runs = storage.runs(plan.site, EVERY)
    return next((run for run in runs if run.plan == plan and run.verdict is not None), None)
