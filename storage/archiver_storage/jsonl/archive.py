"""The archive in memory: what the events of the log have made of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from archiver import Kind, Outcome, Settled, StorageError, lists
from archiver.health.chart import PUBLISHED
from archiver.lifecycle import life, missing_since
from archiver.records import Address, Ending, History, Story
from archiver.storage import SiteStatus
from archiver_storage import readings
from archiver_storage.jsonl.ledger import Ended, Ledger
from archiver_storage.jsonl.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from archiver import Capture, Link, Run, Visit
    from archiver.health.chart import Chart
    from archiver.schedule import Schedule
    from archiver_storage.jsonl.ledger import Entry
    from archiver_storage.jsonl.library import Key


@dataclass(slots=True)
class Archive:
    """Runs, URLs, captures and articles."""

    ledger: Ledger = field(default_factory=Ledger)
    library: Library = field(default_factory=Library)
    captures: dict[str, Capture] = field(default_factory=dict)
    kept_by: dict[str, str] = field(default_factory=dict)
    """Sites by record id of their captures."""

    # --- writing

    def refuse(self, captures: Sequence[Capture], visits: Iterable[Visit]) -> None:
        """Raise for visits that cannot be saved."""
        known = {capture.record_id for capture in captures}
        for visit in visits:
            url, capture = visit.task.link.url, visit.capture
            if visit.article is None and visit.outcome is None and visit.retry_at is None:
                message = f"the visit of {url} has no article, no outcome and no retry"
                raise ValueError(message)
            if capture is not None and capture not in known and capture not in self.captures:
                message = f"a visit names the capture {capture}, which was not saved"
                raise StorageError(message)

    def save(self, run: int, captures: Iterable[Capture], visits: Sequence[Visit]) -> list[Settled]:
        """Save captures and visits."""
        for capture in captures:
            known = self.captures.get(capture.record_id, capture)
            self.captures[capture.record_id] = _moved(known, capture)
            self.kept_by.setdefault(capture.record_id, self.ledger.runs[run].plan.site)
        found = [self.ledger.add(run, visit.links, visit.task.link.url) for visit in visits]
        missed = [self._missed(run, visit) for visit in visits]
        settled = [
            self._visit(run, visit, count + more, keys)
            for visit, count, (keys, more) in zip(visits, found, missed, strict=True)
        ]
        self.ledger.note(run, visits, settled)
        for visit in visits:
            if visit.presence is not None:
                self.library.look(visit, self.ledger.runs[run].plan.site)
            if visit.content and visit.capture:
                self.ledger.remember(visit, self.captures[visit.capture])
        return settled

    def _missed(self, run: int, visit: Visit) -> tuple[list[str], int]:
        """Make due what a page of a list names no longer; return the keys, and new URLs."""
        now = lists.named(visit)
        if now is None:
            return [], 0
        site, entry = self.ledger.runs[run].plan.site, self.ledger.entries[visit.task.id]
        gone = lists.dropped(entry.named, now)
        entry.named = lists.remembered(entry.named, now)
        unmet = {key: self.library.records.get((site, key)) for key in gone}
        missed = {
            key: record.call(visit.at)
            for key, record in unmet.items()
            if record and not record.is_missing and not self.ledger.has_met(run, site, key)
        }
        links = [self.ledger.entries[task.id].link for task in missed.values()]
        return [*missed], self.ledger.add(run, links, visit.task.link.url)

    def _visit(self, run: int, visit: Visit, found: int, missed: list[str]) -> Settled:
        task = visit.task
        outcome, reason = visit.outcome, lists.reason(visit.reason, missed)
        if visit.article is not None:
            came = self.library.put(visit.article, visit, self._payload(visit))
            outcome, reason = came.outcome, reason or came.reason
        elif visit.retry_at is not None:
            self.ledger.retry(task.id, visit.retry_at)
            return Settled(task=task, outcome=None, reason=reason, discovered=found)
        if outcome is not None:
            ended = Ended(
                run=run, at=visit.at, outcome=outcome, reason=reason, capture=visit.capture
            )
            self.ledger.settle(task.id, ended, visits=int(outcome is not Outcome.LATER))
        return Settled(task=task, outcome=outcome, reason=reason, discovered=found)

    def _payload(self, visit: Visit) -> str | None:
        return self.captures[visit.capture].digest if visit.capture else None

    def take_in(self, run: int, histories: Iterable[History]) -> list[Outcome]:
        """Save articles as another archive tells them; return what came of each."""
        return [self._take_in(self.ledger.runs[run], history) for history in histories]

    def _take_in(self, run: Run, history: History) -> Outcome:
        site = run.plan.site
        for capture in readings.captures([history]):
            known = self.captures.get(capture.record_id, capture)
            self.captures[capture.record_id] = _moved(known, capture)
            self.kept_by.setdefault(capture.record_id, site)
        self.ledger.add(run.id, readings.links(history))
        numbers = {(e.link.url, e.link.form): e.id for e in self.ledger.entries.values()}
        visits = list(readings.visits(history, numbers.__getitem__))
        read = [
            self.library.put(v.article, v, self._payload(v)).outcome
            for v in visits
            if v.article is not None
        ]
        for visit in visits:
            if visit.presence is not None:
                self.library.look(visit, site)
        outcome = readings.outcome(read)
        for address in readings.addresses(history):
            place = (address.url, address.form)
            how, why = readings.ending(history, place, outcome)
            ended = Ended(run=run.id, at=run.started_at, outcome=how, reason=why)
            self.ledger.settle(numbers[place], ended, visits=1)
        return outcome

    # --- coming back

    def due(self, site: str, at: datetime | None, schedule: Schedule) -> list[Link]:
        """Return addresses of the articles that are due, or of all where ``at`` is ``None``."""
        records = [record for key, record in self.library.records.items() if key[0] == site]
        told = [(record.outlook(schedule), record) for record in records]
        return [
            self.ledger.entries[task.id].link
            for outlook, record in sorted(told, key=lambda pair: pair[0].due)
            if at is None or outlook.due <= at
            for task in record.addresses(every=outlook.missing is not None)
        ]

    def rested(self, site: str, key: str, at: datetime, schedule: Schedule) -> datetime | None:
        """Return when an article is due that is there and need not be looked at."""
        record = self.library.records.get((site, key))
        outlook = record.outlook(schedule) if record else None
        rests = outlook is not None and outlook.missing is None and outlook.due > at
        return outlook.due if outlook and rests else None

    def known(self, site: str, keys: Iterable[str], before: datetime) -> set[str]:
        """Return the keys of articles that were first seen before."""
        records = {key: self.library.records.get((site, key)) for key in keys}
        return {key for key, record in records.items() if record and record.first_seen < before}

    # --- reading

    def chart(self, site: str) -> Chart:
        """Return what a site's health is judged by."""
        records = [record for key, record in self.library.records.items() if key[0] == site]
        told = ((record.latest.published_at, record.first_seen) for record in records)
        newest = sorted(((at, seen) for at, seen in told if at), reverse=True)[:PUBLISHED]
        seen = newest[0][1] if newest else None
        dates = [at for at, _ in newest]
        return replace(self.ledger.chart(site), published=dates, newest_seen=seen)

    def status(self) -> list[SiteStatus]:
        """Return what there is, by site name."""
        return [self._status(name) for name in sorted(self._sites())]

    def find(self, key_or_url: str, site: str | None) -> list[History]:
        """Return the articles with this key, or that were seen at this URL."""
        found = {key for key in self.library.records if key[1] == key_or_url}
        found |= {self._key(e) for e in self.ledger.entries.values() if e.link.url == key_or_url}
        for key, record in self.library.records.items():
            urls = (visit.task.link.url for _, visit in record.visits.values())
            found |= {key for url in urls if url == key_or_url}
        known = sorted(key for key in found if key in self.library.records)
        return [self.history(key) for key in known if site in {None, key[0]}]

    def articles(self, site: str | None) -> Iterator[History]:
        """Return every article, by site and key."""
        keys = sorted(self.library.records)
        return (self.history(key) for key in keys if site in {None, key[0]})

    def missing(self, site: str | None) -> Iterator[History]:
        """Return the articles that are missing or gone."""
        return (h for h in self.articles(site) if missing_since(life(h.observations)))

    def stories(self, *, site: str | None = None, url: str | None = None) -> Iterator[Story]:
        """Return the stories of URLs, by site, URL and form."""
        for entry in sorted(self.ledger.entries.values(), key=_address):
            if site in {None, entry.site} and url in {None, entry.link.url}:
                yield self._story(entry)

    def history(self, key: Key) -> History:
        """Return everything that is known of an article."""
        record = self.library.records[key]
        named = self._named(key)
        return History(
            site=key[0],
            key=key[1],
            sections=tuple(sorted(self._sections(key, named).items())),
            duplicate_of=self.library.first(key),
            revisions=record.revisions(self.captures),
            observations=record.observations(self.captures),
            addresses=tuple(sorted(map(_named, named), key=lambda a: (a.url, a.form))),
        )

    def _sites(self) -> set[str]:
        return {run.plan.site for run in self.ledger.runs.values()} | {
            site for site, _ in self.library.records
        }

    def _status(self, site: str) -> SiteStatus:
        keys = [key for key in self.library.records if key[0] == site]
        records = [self.library.records[key] for key in keys]
        dates = [r.latest.published_at for r in records if r.latest.published_at is not None]
        runs = [run for run in self.ledger.runs.values() if run.plan.site == site]
        return SiteStatus(
            site=site,
            articles=len(keys),
            revisions=sum(len(record.line) for record in records),
            observations=sum(record.looks for record in records),
            captures=sum(owner == site for owner in self.kept_by.values()),
            duplicates=sum(self.library.first(key) is not None for key in keys),
            first_published=min(dates, default=None),
            last_published=max(dates, default=None),
            last_run=self.ledger.counted(runs[-1].id) if runs else None,
        )

    def _named(self, key: Key) -> list[Entry]:
        """Return the addresses that showed an article or are thought to."""
        record = self.library.records[key]
        visits = [*(visit for _, visit in record.visits.values()), *record.wordless.values()]
        visited = {visit.task.id for visit in visits}
        entries = self.ledger.entries.values()
        return [e for e in entries if e.id in visited or self._key(e) == key]

    def _sections(self, key: Key, named: Iterable[Entry]) -> dict[str, str | None]:
        """Return slugs and names; a name belongs to a slug if its page stands there alone."""
        visits = self.library.records[key].visits.values()
        slugs = {entry.id: entry.slugs for entry in named}
        found: dict[str, str | None] = dict.fromkeys(s for some in slugs.values() for s in some)
        for article, visit in sorted(visits, key=lambda v: (v[1].at, v[0].section or "")):
            some = slugs[visit.task.id]
            if article.section is not None and len(some) <= 1:
                found[next(iter(some), "")] = article.section
        return found

    def _key(self, entry: Entry) -> Key:
        article = entry.link.kind is Kind.ARTICLE
        return entry.site, (entry.link.key or "") if article else ""

    def _story(self, entry: Entry) -> Story:
        endings = (
            Ending(
                run=one.run,
                at=one.at,
                outcome=one.outcome,
                reason=one.reason,
                capture=self.captures[one.capture] if one.capture else None,
            )
            for _, one in sorted(entry.ended.items())
        )
        return Story(
            site=entry.site,
            link=entry.link,
            found_on=entry.found_on,
            state="pending" if entry.state == "later" else entry.state,
            attempts=entry.attempts,
            endings=tuple(endings),
        )


def _named(entry: Entry) -> Address:
    link = entry.link
    return Address(
        url=link.url,
        kind=link.kind,
        key=link.key,
        form=link.form,
        sections=tuple(sorted(entry.slugs)),
    )


def _moved(capture: Capture, to: Capture) -> Capture:
    return replace(capture, file=to.file, offset=to.offset, length=to.length)


def _address(entry: Entry) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return entry.site, entry.link.url, entry.link.form
