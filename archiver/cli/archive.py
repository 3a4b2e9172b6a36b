"""The archive as the commands see it: settings read, plugins loaded, storage open for reading."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archiver import settings as archiver_settings
from archiver.errors import NotInArchive
from archiver.lifecycle import Presence, life, missing_since
from archiver.locking import locked
from archiver.registry import Registry, load_plugins

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from types import TracebackType

    from archiver.lifecycle import State
    from archiver.parser import Parser
    from archiver.records import History, Observation, Storage, Story, Upgrade
    from archiver.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInfo:
    """A site that can be crawled."""

    site: str
    title: str
    description: str
    family: str
    hosts: tuple[str, ...]
    confirmed: bool
    valid_from: date | None
    valid_until: date | None

    @classmethod
    def of(cls, parser: type[Parser]) -> Self:
        """Return what a parser says of its site."""
        return cls(
            site=parser.name,
            title=parser.title,
            description=parser.description,
            family=parser.family,
            hosts=parser.hosts,
            confirmed=parser.confirmed,
            valid_from=parser.valid_from,
            valid_until=parser.valid_until,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An article that is not there any more: its state, since when, and where it was last seen."""

    site: str
    key: str
    title: str
    url: str
    state: State
    since: datetime
    looked_at: datetime
    last_seen: Observation

    @classmethod
    def of(cls, history: History, confirmations: int) -> Self:
        """Return what a history says of an article that is missing."""
        turns = life(history.observations, confirmations)
        missing = missing_since(turns) or turns[-1]
        seen = [o for o in history.observations if o.presence is not Presence.ABSENT]
        last = history.revisions[-1].article
        return cls(
            site=history.site,
            key=history.key,
            title=last.title,
            url=last.url,
            state=turns[-1].state,
            since=missing.at,
            looked_at=history.observations[-1].at,
            last_seen=seen[-1],
        )


@dataclass(slots=True)
class Archive:
    """The archive's settings and plugins; a context in which its records are open for reading."""

    settings: Settings
    registry: Registry
    _records: Storage | None = None

    @classmethod
    def of(cls, overrides: Iterable[str]) -> Self:
        """Read the settings and load the plugins. Raises ``ArchiverError``."""
        settings = archiver_settings.load(overrides)
        return cls(settings, Registry.of(load_plugins(settings.disabled_plugins)))

    def __enter__(self) -> Self:
        self._records = self.registry.storage(self.settings, self.settings.folder.resolve())
        self._records.open(create=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.records.close()

    @property
    def records(self) -> Storage:
        """The storage of records, open."""
        if self._records is None:
            message = "the archive is not open: use it in a with statement"
            raise RuntimeError(message)
        return self._records

    def upgrade(self) -> list[Upgrade]:
        """Bring the archive up to date; return what was done, if anything was."""
        folder = self.settings.folder.resolve()
        storage = self.registry.storage(self.settings, folder)
        with locked(folder) if folder.is_dir() and not storage.shared else nullcontext():
            done = storage.upgrade()
        return [done] if done else []

    def sites(self) -> list[SiteInfo]:
        """Return every site that a plugin provides, by name."""
        return [SiteInfo.of(parser) for _, parser in sorted(self.registry.parsers.items())]

    def find(self, key_or_url: str, site: str | None) -> list[History]:
        """Return the articles of a key or URL. Raises ``NotInArchive`` where there is none."""
        found = self.records.find(key_or_url, site)
        if found:
            return found
        message = f"no article has the key or address {key_or_url}; `archiver explain` knows URLs"
        raise NotInArchive(message)

    def gone(self, site: str | None) -> list[Lost]:
        """Return the articles that are missing or gone, by site and key."""
        confirmations = self.settings.lifecycle.confirmations
        return [Lost.of(history, confirmations) for history in self.records.missing(site)]

    def explain(self, url: str) -> list[Story]:
        """Return the stories of a URL. Raises ``NotInArchive`` where there is none."""
        stories = self.records.explain(url)
        if stories:
            return stories
        message = f"no run has met {url}; it must be given in full, as a page links to it"
        raise NotInArchive(message)
