"""The state of an article while a batch is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archiver import Outcome
from archiver.lifecycle import Presence
from archiver.likeness import fingerprint
from archiver_storage.timeline import COPY, UNKNOWN, Came, Reading, Timeline, line

if TYPE_CHECKING:
    from datetime import datetime

    from archiver import Article, Visit
    from archiver.records import Cause
    from archiver_storage.sql.types import AnyRow

Key = tuple[int, str]
"""Site's id and article's key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An article as one visit read it."""

    article: Article
    visit: Visit
    site: int
    capture: int | None
    payload: str | None
    wording: str
    text: str | None

    @classmethod
    def of(cls, article: Article, visit: Visit, site: int, capture: AnyRow | None) -> Seen:
        """Take the fingerprints."""
        return cls(
            article=article,
            visit=visit,
            site=site,
            capture=capture.id if capture else None,
            payload=capture.digest if capture else None,
            wording=fingerprint.wording(article),
            text=fingerprint.text(article),
        )

    @property
    def key(self) -> Key:
        """What tells articles apart."""
        return self.site, self.article.key

    @property
    def reading(self) -> Reading:
        """What was read, on the article's time line."""
        return Reading(
            at=self.visit.at,
            wording=self.wording,
            source=self.source,
            parser=self.visit.parser or UNKNOWN,
            address=(self.visit.task.link.url, self.visit.task.link.form),
            payload=self.payload,
        )

    @property
    def source(self) -> str:
        """What tells looks apart."""
        return self.visit.capture or without_capture(self.visit.task.link.url, self.visit.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordless:
    """A look at an article that read no words."""

    visit: Visit
    presence: Presence
    site: int
    capture: int | None

    @property
    def key(self) -> Key:
        """What tells articles apart."""
        return self.site, self.visit.task.link.key or ""

    @property
    def source(self) -> str:
        """What tells looks apart."""
        return self.visit.capture or without_capture(self.visit.task.link.url, self.visit.at)


@dataclass(frozen=True, slots=True)
class Looked:
    """When an article was looked at, and whether it was there."""

    at: datetime
    presence: Presence
    capture: None = None


@dataclass(slots=True)
class State:
    """One article, as the archive and the batch know it; readings are told by their source."""

    id: int = 0
    row: AnyRow | None = None
    timeline: Timeline = field(default_factory=lambda: Timeline({}))
    observed: dict[str, int] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)
    wordless: dict[str, Wordless] = field(default_factory=dict)
    looks: dict[str, Looked] = field(default_factory=dict)
    revisions: list[AnyRow] = field(default_factory=list)
    goes_on: bool = False
    """Whether the batch only sees the latest wording again."""
    linked: bool = False
    """Whether others may have its text, or its age changed."""

    def put(self, seen: Seen, texts: set[str]) -> Came:
        """Add what a visit read; ``texts`` are those of the archive."""
        came = Came(Outcome.UNCHANGED) if self.goes_on else self.timeline.put(seen.reading)
        self.seen[seen.reading.source] = seen
        self.looks[seen.reading.source] = Looked(seen.visit.at, Presence.PRESENT)
        if came.outcome is Outcome.NEW and seen.text in texts:
            came = COPY
        self.linked = self.linked or came.outcome is not Outcome.NEW
        if seen.text is not None:
            texts.add(seen.text)
        return came

    def look(self, wordless: Wordless) -> None:
        """Add a look that read no words; a capture that was thought to have some has none."""
        source = wordless.source
        if source in self.seen or not (self.goes_on or self.timeline.drop(source)):
            return
        self.wordless[source] = wordless
        self.looks[source] = Looked(wordless.visit.at, wordless.presence)

    @property
    def known(self) -> bool:
        """Whether there is such an article, not only looks for it."""
        return bool(self.row or self.seen)

    @property
    def line(self) -> list[Reading]:
        """The first reading of each revision."""
        return line(self.timeline.readings.values())

    @property
    def causes(self) -> list[Cause | None]:
        """What made each revision differ from the one before."""
        return self.timeline.causes()

    def contents(self) -> dict[str, tuple[str | None, datetime | None]]:
        """Return text and time of publication of each wording."""
        kept = {row.wording: (row.text, row.published_at) for row in self.revisions}
        read = {s.wording: (s.text, s.article.published_at) for s in self.seen.values()}
        return kept | read

    def texts(self) -> set[str]:
        """Return the texts that it has or had."""
        return {text for text, _ in self.contents().values() if text is not None}


def without_capture(url: str, at: datetime) -> str:
    """Name the source of a reading that has no capture."""
    return f"{url} {at.timestamp()}"
