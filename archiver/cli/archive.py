"""The archive as the commands see it: settings read, plugins loaded, storage open for reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archiver import settings as archiver_settings
from archiver.errors import NotInArchive
from archiver.registry import Registry, load_plugins

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from types import TracebackType

    from archiver.parser import Parser
    from archiver.records import History, Storage, Story
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

    def explain(self, url: str) -> list[Story]:
        """Return the stories of a URL. Raises ``NotInArchive`` where there is none."""
        stories = self.records.explain(url)
        if stories:
            return stories
        message = f"no run has met {url}; it must be given in full, as a page links to it"
        raise NotInArchive(message)
