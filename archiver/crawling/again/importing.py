"""The import: captures of anybody's WARC files, read by the parsers of their hosts."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archiver.crawling.again.rereading import Rereader
from archiver.crawling.again.retelling import Retelling
from archiver.crawling.job import Job, now
from archiver.crawling.reading import PAGES
from archiver.crawling.recorder import Recorder
from archiver.crawling.runs.opening import kind_of, lasting
from archiver.crawling.walk import Walk
from archiver.dates import HANOI
from archiver.ledger import Plan, Verdict
from archiver.locking import locked
from archiver.proving import sources
from archiver.webarchives.mementos import original

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from archiver.captures import Capture, Recorded
    from archiver.ledger import Run
    from archiver.parsing.parser import Parser
    from archiver.registry import Registry
    from archiver.settings import Settings
    from archiver.storage import Storage

MARK = {"import": "yes"}
"""Argument of every run of an import."""
NO_SITE = "of no site that is known"
NO_PAGE = "no pages"
STYLES = {"text/css", "text/javascript"}
FOUND_ARTICLES = ("new", "revised", "unchanged", "duplicate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a file brought: a run a site, what was passed over, and what could not be read."""

    file: str
    runs: tuple[Run, ...]
    passed_over: Mapping[str, int]
    notes: tuple[str, ...]


def import_captures(
    settings: Settings,
    registry: Registry,
    addresses: Sequence[str],
    tell: Callable[[str], None],
) -> list[Imported]:
    """Take the captures of files into the archive. Raises ``ArchiverError``.

    Nothing is copied: captures point into the files.
    """
    folder = settings.folder.resolve()
    for address in addresses:
        kind_of(registry, address)  # a name that is wrong is told before anything is done
    storage = registry.storage(settings, folder)
    with ExitStack() as stack:
        if not storage.shared:
            stack.enter_context(locked(folder))
        stack.callback(storage.close)
        storage.open()
        return [
            Intake(settings, registry, storage, tell).take(lasting(address))
            for address in addresses
        ]


@dataclass(slots=True)
class Intake:
    """Takes in one file after the other."""

    settings: Settings
    registry: Registry
    storage: Storage
    tell: Callable[[str], None]
    clock: Callable[[], datetime] = now
    marks: Mapping[str, str] = field(default_factory=dict)
    _sites: dict[str, Retelling] = field(default_factory=dict)
    _over: Counter[str] = field(default_factory=Counter)

    def take(self, address: str, only: str | None = None) -> Imported:
        """Take in a file, of all sites or one. Raises ``SourceError``."""
        kind, notes, count = kind_of(self.registry, address), list[str](), 0
        for one in kind.recorded(address, self._original):
            if isinstance(one, str):
                notes.append(one)
                continue
            count += 1
            self._take(address, one, only)
            if count % 100 == 0:
                self.tell(f"{address}: {count:,} captures")
        runs = tuple(self._end(retelling, whole=not notes) for retelling in self._sites.values())
        return Imported(file=address, runs=runs, passed_over=dict(self._over), notes=tuple(notes))

    def _take(self, address: str, recorded: Recorded, only: str | None) -> None:
        parser = self._parser(recorded.capture)
        if parser is None or only not in {None, parser.name}:
            self._over[NO_SITE] += 1
        elif not _is_page(recorded, parser):
            self._over[NO_PAGE] += 1
        else:
            if parser.name not in self._sites:
                self._sites[parser.name] = self._begin(address, parser)
            self._sites[parser.name].take(recorded)

    def _parser(self, capture: Capture) -> Parser | None:
        url = original(capture.url)
        if urlsplit(url).scheme not in {"http", "https"}:
            return None
        return self.registry.parser_for(url, capture.at.astimezone(HANOI).date())

    def _begin(self, address: str, parser: Parser) -> Retelling:
        plan = Plan(site=parser.name, source=address, arguments=MARK)
        if not self.marks:
            sources.note(self._folder, plan)
        plan = replace(plan, arguments={**MARK, **self.marks})
        job = Job(
            parser=parser,
            walk=Walk(),
            settings=self.settings,
            recorder=Recorder(self.storage, None),
            clock=self.clock,
        )
        return Retelling(
            storage=self.storage,
            rereader=Rereader.of(self.registry, job),
            run=self.storage.start_run(plan, self.clock(), self.settings.schedule),
            current=False,
        )

    def _end(self, retelling: Retelling, *, whole: bool) -> Run:
        retelling.end(self.clock)
        found = any(retelling.outcomes[outcome] for outcome in FOUND_ARTICLES)
        verdict = Verdict.LOSS if not whole else Verdict.WELL if found else Verdict.NOTHING
        return self.storage.finish_run(retelling.run, verdict, self.clock(), later="")

    def _original(self, record_id: str) -> Capture | None:
        capture = self.storage.evidence().kept({record_id}).get(record_id)
        return replace(capture, file=str(self._folder / capture.file)) if capture else None

    @property
    def _folder(self) -> Path:
        return self.settings.folder.resolve()


def _is_page(recorded: Recorded, parser: Parser) -> bool:
    """Tell whether a capture may be a page of the site, not a picture or a style sheet of one."""
    capture = recorded.capture
    if parser.key(original(capture.url)) is not None or capture.mime is None:
        return True
    return capture.mime.startswith(PAGES) and capture.mime not in STYLES
