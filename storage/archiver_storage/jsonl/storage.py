"""The storage of records in a file of JSON Lines."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from archiver import Capture, Link, Plan, SettingsError, Storage, StorageError, Verdict, Visit
from archiver.records import History
from archiver.schedule import DEFAULT
from archiver_storage.jsonl.archive import Archive
from archiver_storage.jsonl.codec import decode, encode
from archiver_storage.jsonl.ledger import Ended
from archiver_storage.jsonl.log import Log

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from archiver import Outcome, Run, Settled, Task
    from archiver.health.chart import Acceptance, Chart
    from archiver.records import Story
    from archiver.schedule import Schedule
    from archiver.storage import SiteStatus, Upgrade

FILE = "records/log.jsonl"


class JsonLinesStorage(Storage):
    """Keeps records in ``FOLDER/records/log.jsonl``: one event a line, only ever appended to.

    What the events made is kept in memory while the storage is open, so memory and the time to
    open it grow with the archive: it is for small ones, and for those who want to read the file
    with a text editor. Raises ``SettingsError`` for options that are none.
    """

    name: ClassVar[str] = "jsonl"

    def __init__(self, folder: Path, **unknown: object) -> None:
        if unknown:
            message = f"there is no option storage.jsonl.{next(iter(unknown))}; it has none"
            raise SettingsError(message)
        self._log = Log(folder / FILE)
        self._archive = Archive()
        self._schedule = DEFAULT

    # --- life

    def open(self, *, create: bool = True) -> None:
        """Read the log and make ready to append to it."""
        self._archive = Archive()
        for event in self._log.open(create=create):
            self._apply(event)

    def close(self) -> None:
        """Let go of the log."""
        self._log.close()

    def upgrade(self) -> Upgrade | None:
        """See that there is a log that can be read: there has been one version of it so far."""
        self.open(create=False)
        self.close()
        return None

    # --- a run

    def start_run(self, plan: Plan, at: datetime, schedule: Schedule = DEFAULT) -> Run:
        """Begin a run, or take up the last one."""
        self._schedule = schedule
        self._log.append("run", plan=encode(plan), at=encode(at))
        return self._archive.ledger.start(plan, at)

    def add(self, run: Run, links: Sequence[Link]) -> int:
        """Put links into the ledger."""
        self._log.append("add", run=run.id, links=encode(links))
        return self._archive.ledger.add(run.id, links)

    def revisit(self, run: Run, at: datetime, *, full: bool = False) -> int:
        """Put articles that are due into the ledger."""
        return self.add(run, self._archive.due(run.plan.site, None if full else at, self._schedule))

    def known(self, run: Run, keys: Collection[str], before: datetime) -> set[str]:
        """Return the keys of articles that were seen before."""
        return self._archive.known(run.plan.site, keys, before)

    def lease(
        self, run: Run, count: int, at: datetime, *, once: bool, due_only: bool = False
    ) -> list[Task]:
        """Lease pending tasks that are due; leases end with the process and are not written."""

        def rested(site: str, key: str) -> datetime | None:
            return self._archive.rested(site, key, at, self._schedule) if due_only else None

        ledger = self._archive.ledger
        tasks, settled = ledger.lease(run.id, count, at, once=once, rested=rested)
        if settled:
            ended = [{"id": id_, "ended": encode(one)} for id_, one in settled]
            self._log.append("settle", sync=False, ended=ended)
        for id_, one in settled:
            self._archive.ledger.settle(id_, one)
        return tasks

    def due(self, run: Run) -> datetime | None:
        """Return when the next pending task is due."""
        return self._archive.ledger.due(run.id)

    def visited(self, run: Run) -> int:
        """Return how many addresses of articles were visited."""
        return self._archive.ledger.visited(run.id)

    def save(self, run: Run, captures: Sequence[Capture], visits: Sequence[Visit]) -> list[Settled]:
        """Save captures and visits in one line."""
        self._archive.refuse(captures, visits)
        self._log.append("save", run=run.id, captures=encode(captures), visits=encode(visits))
        return self._archive.save(run.id, captures, visits)

    def take_in(self, run: Run, histories: Sequence[History]) -> list[Outcome]:
        """Save articles in one line."""
        self._log.append("take", run=run.id, histories=encode(histories))
        return self._archive.take_in(run.id, histories)

    def finish_run(
        self,
        run: Run,
        verdict: Verdict,
        at: datetime,
        *,
        later: str,
        findings: Sequence[str] | None = None,
    ) -> Run:
        """End a run."""
        told = {"verdict": verdict, "at": encode(at), "later": later}
        self._log.append("finish", run=run.id, **told, findings=encode(findings))
        return self._archive.ledger.finish(run.id, verdict, at, later, findings)

    def accept(self, site: str, reason: str, at: datetime) -> Acceptance:
        """Take what the last run found for right."""
        done = self._archive.ledger.accept(site, reason, at)
        self._log.append("accept", site=site, reason=reason, at=encode(at))
        return done

    def counts(self, run: Run) -> Run:
        """Return the run with its counts."""
        return self._archive.ledger.counted(run.id)

    # --- reading

    def chart(self, site: str) -> Chart:
        """Return what a site's health is judged by."""
        return self._archive.chart(site)

    def status(self) -> list[SiteStatus]:
        """Return what the archive holds."""
        return self._archive.status()

    def runs(self, site: str | None = None, limit: int = 20) -> list[Run]:
        """Return the last runs."""
        ledger = self._archive.ledger
        own = [run.id for run in ledger.runs.values() if site in {None, run.plan.site}]
        return [ledger.counted(id_) for id_ in reversed(own[-limit:])]

    def find(self, key_or_url: str, site: str | None = None) -> list[History]:
        """Return articles by key or URL."""
        return self._archive.find(key_or_url, site)

    def explain(self, url: str) -> list[Story]:
        """Return the stories of a URL."""
        return list(self._archive.stories(url=url))

    def articles(self, site: str | None = None) -> Iterator[History]:
        """Return every article."""
        return self._archive.articles(site)

    def missing(self, site: str | None = None) -> Iterator[History]:
        """Return the articles that are missing or gone."""
        return self._archive.missing(site)

    def urls(self, site: str | None = None) -> Iterator[Story]:
        """Return the story of every URL."""
        return self._archive.stories(site=site)

    # --- the log

    def _apply(self, event: dict[str, Any]) -> None:
        """Do again what an event of the log says."""
        ledger = self._archive.ledger
        match event:
            case {"event": "run", "plan": plan, "at": at}:
                ledger.start(decode(Plan, plan), datetime.fromisoformat(at))
            case {"event": "add", "run": run, "links": links}:
                ledger.add(run, [decode(Link, link) for link in links])
            case {"event": "settle", "ended": ended}:
                for one in ended:
                    ledger.settle(one["id"], decode(Ended, one["ended"]))
            case {"event": "save", "run": run, "captures": captures, "visits": visits}:
                kept = [decode(Capture, capture) for capture in captures]
                self._archive.save(run, kept, [decode(Visit, visit) for visit in visits])
            case {"event": "take", "run": run, "histories": histories}:
                self._archive.take_in(run, [decode(History, history) for history in histories])
            case {"event": "finish", "run": run, "verdict": verdict, "at": at, "later": later}:
                found = event.get("findings")
                ledger.finish(run, Verdict(verdict), datetime.fromisoformat(at), later, found)
            case {"event": "accept", "site": site, "reason": reason, "at": at}:
                ledger.accept(site, reason, datetime.fromisoformat(at))
            case _:
                message = f"the log has an event that is not known: {str(event)[:80]}"
                raise StorageError(message)
