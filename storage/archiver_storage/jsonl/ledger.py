"""The ledger: runs and URLs, in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from archiver import Kind, Outcome, Run, Task, Verdict
from archiver.dates import HANOI
from archiver.errors import NotInArchive
from archiver.health.chart import ILL, USUAL, Acceptance, Chart, Night
from archiver.health.vitals import Vitals
from archiver.ledger import LIVE
from archiver_storage import reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from archiver import Capture, Link, Plan, Settled, Visit

Address = tuple[str, str, tuple[tuple[str, str], ...]]
"""Site, URL and form."""

ANSWERED = {Outcome.NEW, Outcome.REVISED, Outcome.UNCHANGED, Outcome.DUPLICATE}
AGAIN = {Outcome.FAILED, Outcome.LATER}
TORN = "the run was interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a URL ended in one run."""

    run: int
    at: datetime
    outcome: Outcome
    reason: str | None = None
    capture: str | None = None


@dataclass(slots=True, kw_only=True)
class Entry:
    """A URL: what is to become of it, and how it ended in each run."""

    id: int
    site: str
    link: Link
    found_on: str | None
    run: int
    position: int
    state: str = "pending"
    due: datetime | None = None
    attempts: int = 0
    sections: set[str] = field(default_factory=set)
    ended: dict[int, Ended] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    original: Capture | None = None
    named: Sequence[str] = ()
    """Keys of the articles that its list names."""

    @property
    def task(self) -> Task:
        """What is leased."""
        return Task(
            id=self.id,
            link=self.link,
            attempt=self.attempts + 1,
            etag=self.etag,
            last_modified=self.last_modified,
            original=self.original,
        )

    @property
    def slugs(self) -> set[str]:
        """The sections that it stands in."""
        own = {self.link.section} if self.link.section else set()
        return self.sections | own

    @property
    def outcome(self) -> Outcome | None:
        """How it ended in its last run, if it has."""
        ended = self.ended.get(self.run)
        return ended.outcome if ended else None

    @property
    def answered(self) -> bool:
        """Whether other addresses of the same thing need not be visited."""
        if self.link.kind is Kind.LIST and self.outcome is Outcome.NOT_ARTICLE:
            return True
        return self.outcome in ANSWERED

    @property
    def order(self) -> tuple[bool, int, int]:
        """Its place among what is pending."""
        return self.link.kind is Kind.LIST, self.link.page, self.position


@dataclass(slots=True)
class Ledger:
    """Runs and URLs by number, which are given in order."""

    runs: dict[int, Run] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    addresses: dict[Address, Entry] = field(default_factory=dict)
    vitals: dict[int, Vitals] = field(default_factory=dict)
    findings: dict[int, tuple[str, ...]] = field(default_factory=dict)
    acceptances: list[Acceptance] = field(default_factory=list)

    # --- runs

    def start(self, plan: Plan, at: datetime) -> Run:
        """Begin a run, or take up the last one of the site."""
        own = [run for run in self.runs.values() if run.plan.site == plan.site]
        if own and own[-1].plan == plan and own[-1].verdict in {None, Verdict.INTERRUPTED}:
            return self._take_up(own[-1])
        for dead in (run for run in own if run.finished_at is None):
            self.finish(dead.id, Verdict.INTERRUPTED, at, TORN)
        run = Run(id=len(self.runs) + 1, plan=plan, started_at=at)
        self.runs[run.id] = replace(run, horizon=self._horizon(own, plan, at))
        self._take_over(run, {r.id for r in own if r.plan.source == plan.source})
        return self.counted(run.id)

    def finish(
        self,
        run: int,
        verdict: Verdict,
        at: datetime,
        later: str,
        findings: Sequence[str] | None = None,
    ) -> Run:
        """End a run; what it has not visited is left for a later one."""
        if findings is not None:
            self.findings[run] = tuple(findings)
        for entry in self._of(run, "pending", "leased"):
            self.settle(entry.id, Ended(run=run, at=at, outcome=Outcome.LATER, reason=later))
        self.runs[run] = replace(self.runs[run], finished_at=at, verdict=verdict)
        return self.counted(run)

    def counted(self, run: int) -> Run:
        """Return a run with its counts."""
        ended = (entry.ended.get(run) for entry in self.entries.values())
        rows = Counter((one.outcome, one.reason) for one in ended if one is not None)
        counts = reasons.counted((o, r, n) for (o, r), n in rows.items())
        told = reasons.told(counts)
        return replace(self.runs[run], outcomes=reasons.totals(counts), reasons=told)

    # --- health

    def note(self, run: int, visits: Sequence[Visit], settled: Sequence[Settled]) -> None:
        """Add what visits saw to the vitals of their run."""
        if self.runs[run].plan.source == LIVE:
            self.vitals[run] = self.vitals.get(run, Vitals()).after(visits, settled)

    def accept(self, site: str, reason: str, at: datetime) -> Acceptance:
        """Take what the last judged run found for right."""
        judged = [run for run in self.findings if self.runs[run].plan.site == site]
        found = self.findings[max(judged)] if judged else ()
        if not found:
            message = f"there is nothing to accept: the last run of {site} found nothing wrong"
            raise NotInArchive(message)
        done = Acceptance(site=site, run=max(judged), at=at, findings=found, reason=reason)
        self.acceptances.append(done)
        self.findings[done.run] = ()
        return done

    def chart(self, site: str) -> Chart:
        """Return what a site's health is judged by, without times of publication."""
        nights = [self._night(run) for run in self.runs.values() if run.id in self.vitals]
        own = [n for n in nights if (p := self.runs[n.run].plan).site == site and p.source == LIVE]
        usual = [night for night in own if night.healthy][-USUAL:]
        last = usual[-1].run if usual else 0
        since = [n for n in own if n.run > last and not self._unjudged(n)]
        accepted = [one for one in self.acceptances if one.site == site]
        return Chart(site=site, nights=[*usual, *since[-ILL:]], acceptances=accepted)

    def _night(self, run: Run) -> Night:
        return Night(
            run=run.id,
            at=run.started_at,
            vitals=self.vitals[run.id],
            full="full" in run.plan.arguments,
            parser=run.plan.parser,
            findings=self.findings.get(run.id),
        )

    def _unjudged(self, night: Night) -> bool:
        return night.findings is None and self.runs[night.run].verdict is not None

    # --- what runs do to URLs

    def _take_up(self, run: Run) -> Run:
        left = (e for e in self._of(run.id, "later") if e.outcome is Outcome.LATER)
        for entry in [*self._of(run.id, "leased"), *left]:
            entry.ended.pop(run.id, None)
            entry.state = "pending"
        again = replace(run, resumed=run.resumed + 1, finished_at=None, verdict=None)
        self.runs[run.id] = again
        return self.counted(run.id)

    def _horizon(self, own: Iterable[Run], plan: Plan, at: datetime) -> datetime:
        """Return the least horizon of the runs that left list pages."""
        earlier = {run.id: run.horizon or at for run in own if run.plan.source == plan.source}
        left = (e for e in self.entries.values() if e.run in earlier and e.state == "later")
        lists = (e for e in left if e.link.kind is Kind.LIST)
        return min([at, *(earlier[entry.run] for entry in lists)])

    def _take_over(self, run: Run, earlier: set[int]) -> None:
        left = [e for e in self.entries.values() if e.run in earlier and e.state == "later"]
        for entry in sorted(left, key=attrgetter("run", "position")):
            self._renew(entry, run.id)

    # --- URLs

    def add(self, run: int, links: Iterable[Link], page: str | None = None) -> int:
        """Put links into the ledger of a run; return how many were new to it."""
        return sum(self._add(run, link, page) for link in links)

    def lease(
        self,
        run: int,
        count: int,
        at: datetime,
        *,
        once: bool,
        rested: Callable[[str, str], datetime | None],
    ) -> tuple[list[Task], list[tuple[int, Ended]]]:
        """Lease URLs that are due; return with them those that need no visit.

        ``rested`` tells when an article is due that need not be looked at.
        """
        things = self._things(run) if once else {}
        leased: list[Entry] = []
        settled: list[tuple[int, Ended]] = []
        for entry in sorted(self._due(run, at), key=attrgetter("order")):
            same = things.setdefault((entry.link.kind, entry.link.key), []) if once else []
            other = _answering(same) if entry.link.key is not None else None
            if other is not None:
                settled.append((entry.id, _as_duplicate(run, at, other)))
            elif (due := _rested(entry, same, rested)) is not None:
                settled.append((entry.id, _as_not_due(run, at, due)))
            elif entry.link.key is None or not any(e.state == "leased" for e in same):
                entry.state = "leased"
                leased.append(entry)
                same.append(entry)
            if len(leased) == count:
                break
        return [entry.task for entry in leased], settled

    def settle(self, entry_id: int, ended: Ended, *, visits: int = 0) -> None:
        """Note how a URL ended; what failed or was left is pending in the next run."""
        entry = self.entries[entry_id]
        entry.ended[ended.run] = ended
        entry.state = "later" if ended.outcome in AGAIN else "done"
        entry.due = None
        entry.attempts += visits

    def remember(self, visit: Visit, capture: Capture) -> None:
        """Keep what a later visit needs to ask whether its address has changed."""
        entry = self.entries[visit.task.id]
        if visit.etag or visit.last_modified:
            entry.etag, entry.last_modified = visit.etag, visit.last_modified
        if capture.refers_to is None:
            entry.original = capture

    def has_met(self, run: int, site: str, key: str) -> bool:
        """Tell whether a run has met an address of an article."""
        return any(
            (e.run, e.site, e.link.kind, e.link.key) == (run, site, Kind.ARTICLE, key)
            for e in self.entries.values()
        )

    def retry(self, entry_id: int, due: datetime) -> None:
        """Make a URL pending again."""
        entry = self.entries[entry_id]
        entry.state, entry.due = "pending", due
        entry.attempts += 1

    def due(self, run: int) -> datetime | None:
        """Return when the next pending URL of a run is due."""
        started = self.runs[run].started_at
        return min((entry.due or started for entry in self._of(run, "pending")), default=None)

    def visited(self, run: int) -> int:
        """Return how many addresses of articles a run has visited."""
        own = (entry for entry in self.entries.values() if entry.run == run and entry.attempts)
        return sum(entry.link.kind is Kind.ARTICLE for entry in own)

    def _add(self, run: int, link: Link, page: str | None) -> bool:
        address = (self.runs[run].plan.site, link.url, link.form)
        entry = self.addresses.get(address)
        if entry is not None and entry.run == run:
            _notice(entry, link)
            return False
        if entry is None:
            number = len(self.entries) + 1
            entry = Entry(id=number, site=address[0], link=link, found_on=page, run=run, position=0)
            self.entries[number] = self.addresses[address] = entry
        elif entry.link.section is not None:
            entry.sections.add(entry.link.section)
        entry.link = link
        self._renew(entry, run)
        return True

    def _renew(self, entry: Entry, run: int) -> None:
        self.runs[run] = replace(self.runs[run], discovered=self.runs[run].discovered + 1)
        entry.run, entry.position = run, self.runs[run].discovered
        entry.state, entry.due, entry.attempts = "pending", None, 0

    def _of(self, run: int, *states: str) -> list[Entry]:
        return [e for e in self.entries.values() if e.run == run and e.state in states]

    def _due(self, run: int, at: datetime) -> Iterator[Entry]:
        pending = self._of(run, "pending")
        return (entry for entry in pending if entry.due is None or entry.due <= at)

    def _things(self, run: int) -> dict[tuple[Kind, str | None], list[Entry]]:
        things: dict[tuple[Kind, str | None], list[Entry]] = {}
        for entry in self.entries.values():
            if entry.run == run and entry.state != "pending" and entry.link.key is not None:
                things.setdefault((entry.link.kind, entry.link.key), []).append(entry)
        return things


def _answering(same: Sequence[Entry]) -> Entry | None:
    answered = [entry for entry in same if entry.answered]
    return min(answered, key=lambda e: (e.attempts == 0, e.position), default=None)


def _rested(
    entry: Entry, same: Iterable[Entry], rested: Callable[[str, str], datetime | None]
) -> datetime | None:
    if entry.link.kind is not Kind.ARTICLE or entry.link.key is None:
        return None
    if any(other.attempts or other.state == "leased" for other in (entry, *same)):
        return None
    return rested(entry.site, entry.link.key)


def _as_not_due(run: int, at: datetime, due: datetime) -> Ended:
    reason = f"known, due {due.astimezone(HANOI):%Y-%m-%d}"
    return Ended(run=run, at=at, outcome=Outcome.NOT_DUE, reason=reason)


def _as_duplicate(run: int, at: datetime, other: Entry) -> Ended:
    reason = f"another address of {other.link.url}"
    return Ended(run=run, at=at, outcome=Outcome.DUPLICATE, reason=reason)


def _notice(entry: Entry, link: Link) -> None:
    """Keep the sections and the date that only a later page gives."""
    if link.section is not None and link.section != entry.link.section:
        entry.sections.add(link.section)
    if entry.link.published_at is None and link.published_at is not None:
        entry.link = replace(entry.link, published_at=link.published_at)
