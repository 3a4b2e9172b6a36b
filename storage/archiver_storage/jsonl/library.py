"""The library: articles as their readings, in memory."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from archiver import Capture, Outcome
from archiver.lifecycle import Presence, life, missing_since
from archiver.likeness import fingerprint
from archiver.records import Cause, Observation, Revision
from archiver_storage.timeline import COPY, UNKNOWN, Came, Reading, Timeline, line, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from archiver import Article, Task, Visit
    from archiver.schedule import Outlook, Schedule

Key = tuple[str, str]
"""Site and key of an article."""


@dataclass(slots=True)
class Record:
    """One article: what each of its captures said."""

    timeline: Timeline = field(default_factory=lambda: Timeline({}))
    visits: dict[str, tuple[Article, Visit]] = field(default_factory=dict)
    wordless: dict[str, Visit] = field(default_factory=dict)
    """Looks that read no words."""
    called: datetime | None = None
    """When a list no longer named it, until it is looked at."""

    def put(self, article: Article, visit: Visit, payload: str | None) -> Came:
        """Add what a visit read in bytes of this digest."""
        source = _source(visit)
        self.visits[source] = (article, visit)
        self.wordless.pop(source, None)
        self.called = None
        reading = Reading(
            at=visit.at,
            wording=fingerprint.wording(article),
            source=source,
            parser=visit.parser or UNKNOWN,
            address=(visit.task.link.url, visit.task.link.form),
            payload=payload,
        )
        return self.timeline.put(reading)

    def look(self, visit: Visit) -> None:
        """Add a look that read no words."""
        source = _source(visit)
        self.called = None
        if self.timeline.drop(source):
            self.visits.pop(source, None)
            self.wordless[source] = visit

    @property
    def line(self) -> list[tuple[Article, Visit]]:
        """The first reading of each revision."""
        return [self._read(reading) for reading in line(self.timeline.readings.values())]

    def _read(self, reading: Reading) -> tuple[Article, Visit]:
        """Return a visit; where its page prints no time, with the one that the time line knows."""
        article, visit = self.visits[reading.source]
        own = self.timeline.readings[reading.source].wording
        if own == reading.wording:
            return article, visit
        other = next(r for r in self.timeline.readings.values() if r.wording == reading.wording)
        published_at = self.visits[other.source][0].published_at
        return replace(article, published_at=published_at), visit

    @property
    def looks(self) -> int:
        """How often it was looked at."""
        return len(self.visits) + len(self.wordless)

    @property
    def latest(self) -> Article:
        """The latest wording."""
        return self.line[-1][0]

    @property
    def age(self) -> datetime:
        """When it was published, or else first seen."""
        first = min(reading.at for reading in self.timeline.readings.values())
        return self.latest.published_at or first

    def outlook(self, schedule: Schedule) -> Outlook:
        """Return when it is to be looked at again."""
        seen = self.observations({})
        line = zip(self.line, self.timeline.causes(), strict=True)
        worded = [visit.at for (_, visit), cause in line if cause is Cause.SITE]
        if self.latest.published_at is not None:
            worded.append(self.latest.published_at)
        outlook = schedule.outlook(seen, max(worded, default=self.first_seen))
        return replace(outlook, due=self.called) if self.called else outlook

    def call(self, at: datetime) -> Task:
        """Make it due; return the visit of the address that last showed it."""
        self.called = at
        return self.addresses(every=False)[0]

    @property
    def is_missing(self) -> bool:
        """Whether it was not there when it was last looked for."""
        return missing_since(life(self.observations({}))) is not None

    @property
    def first_seen(self) -> datetime:
        """When it was first there."""
        return min(o.at for o in self.observations({}) if o.presence is not Presence.ABSENT)

    def addresses(self, *, every: bool) -> list[Task]:
        """Return the visits of the address that last showed it, or of every one that did."""
        visits = [visit for _, visit in self.visits.values()]
        visits += [v for v in self.wordless.values() if v.presence is Presence.UNCHANGED]
        last = sorted(visits, key=lambda visit: (visit.at, -visit.task.id), reverse=True)
        tasks = list({visit.task.id: visit.task for visit in last}.values())
        return tasks if every else tasks[:1]

    def revisions(self, captures: Mapping[str, Capture]) -> tuple[Revision, ...]:
        """Return the revisions, oldest first."""
        line = zip(self.line, self.timeline.causes(), strict=True)
        return tuple(
            Revision(
                number=number,
                at=visit.at,
                article=article,
                capture=captures[visit.capture] if visit.capture else None,
                parser=visit.parser or UNKNOWN,
                cause=cause,
            )
            for number, ((article, visit), cause) in enumerate(line, start=1)
        )

    def observations(self, captures: Mapping[str, Capture]) -> tuple[Observation, ...]:
        """Return what was seen, oldest first."""
        read = [(self.timeline.readings[s].wording, a, v) for s, (a, v) in self.visits.items()]
        seen = [*read, *(("", None, visit) for visit in self.wordless.values())]
        seen.sort(key=lambda look: (look[2].at, look[0], _source(look[2])))
        starts = {_source(visit): number for number, (_, visit) in enumerate(self.line, start=1)}
        numbers = shown((wording, starts.get(_source(visit))) for wording, _, visit in seen)
        return tuple(
            _observation(article, visit, number, captures.get(visit.capture or ""))
            for (_, article, visit), number in zip(seen, numbers, strict=True)
        )


def _observation(
    article: Article | None, visit: Visit, number: int, capture: Capture | None
) -> Observation:
    link = visit.task.link
    looked = Observation(
        at=visit.at,
        url=link.url,
        form=link.form,
        views=None,
        capture=capture,
        etag=visit.etag,
        last_modified=visit.last_modified,
        presence=Presence.PRESENT if article else visit.presence or Presence.ABSENT,
        parser=visit.parser or "unknown",
    )
    if article is None:
        return looked
    return replace(
        looked,
        views=article.views,
        revision=number,
        article_url=article.url,
        section=article.section,
        published_at=article.published_at,
        published_raw=article.published_raw,
        keywords=article.keywords,
        language=article.language,
    )


def _source(visit: Visit) -> str:
    return visit.capture or f"{visit.task.link.url} {visit.at.timestamp()}"


@dataclass(slots=True)
class Library:
    """Every article, and which of them share a text."""

    records: dict[Key, Record] = field(default_factory=dict)
    texts: dict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))

    def put(self, article: Article, visit: Visit, payload: str | None) -> Came:
        """Add what a visit read in bytes of this digest; return what came of it."""
        key = (article.site, article.key)
        came = self.records.setdefault(key, Record()).put(article, visit, payload)
        text = fingerprint.text(article)
        if text is None:
            return came
        shared = bool(self.texts[text])
        self.texts[text].add(key)
        is_copy = came.outcome is Outcome.NEW and shared
        return COPY if is_copy else came

    def look(self, visit: Visit, site: str) -> None:
        """Add a look that read no words, if the archive knows the article."""
        record = self.records.get((site, visit.task.link.key or ""))
        if record is not None:
            record.look(visit)

    def first(self, key: Key) -> Key | None:
        """Return the first published article of the same text, if that is another one."""
        text = fingerprint.text(self.records[key].latest)
        if text is None:
            return None
        first = min(self.texts[text], key=lambda other: (self.records[other].age, other))
        return None if first == key else first
