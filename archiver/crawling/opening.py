"""Opening what a run needs, in order, and closing it whatever happens."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from archiver.crawling.job import LIVE, Job, Walk, now
from archiver.crawling.recorder import Recorder
from archiver.crawling.settings import user_agent
from archiver.errors import SettingsError, SourceError, StorageError
from archiver.ledger import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from archiver.captures import Source
    from archiver.parser import Parser
    from archiver.registry import Registry
    from archiver.settings import Settings

LOCK = "archive.lock"
EVERY = 1_000_000


@contextmanager
def opened(
    registry: Registry,
    site: str,
    walk: Walk,
    arguments: Mapping[str, str],
    settings: Settings,
    clock: Callable[[], datetime] = now,
) -> Iterator[Job]:
    """Open the source and the storages, and begin the run. Raises ``ArchiverError``."""
    parser = registry.parser(site)
    if walk.source == LIVE:
        _refuse_live(parser, settings, clock())
    with ExitStack() as stack:
        source = stack.enter_context(_source(registry, walk.source))
        folder = stack.enter_context(_folder(settings.folder, dry=walk.dry))
        recorder = Recorder(
            registry.storage(settings, folder),
            None if source else registry.captures(settings, folder),
        )
        stack.callback(recorder.close)
        plan = Plan(site=site, source=walk.source, arguments=dict(sorted(arguments.items())))
        recorder.call(lambda: _begin(recorder, plan, settings, clock()))
        yield Job(
            parser=parser,
            walk=walk,
            settings=settings,
            recorder=recorder,
            source=source,
            clock=clock,
            known_before=recorder.call(lambda: _come_back(recorder, walk, clock())),
        )


def _refuse_live(parser: Parser, settings: Settings, at: datetime) -> None:
    """Ask the web only in somebody's name, and a host only as long as it was the site's."""
    if not settings.contact:
        message = (
            "the live web is only asked with a contact in the User-Agent: set "
            'contact = "mailto:you@example.org" in archiver.toml, or ARCHIVER_CONTACT'
        )
        raise SettingsError(message)
    ended = parser.valid_until
    elsewhere = any(host in settings.crawl.connect for host in parser.hosts)
    if ended is not None and ended < at.date() and not elsewhere:
        message = (
            f"{parser.hosts[0]} is not {parser.title}'s since {ended}: "
            "give a capture of it with -a source=FILE"
        )
        raise SettingsError(message)


@contextmanager
def _source(registry: Registry, address: str) -> Iterator[Source | None]:
    if address == LIVE:
        yield None
        return
    kinds = [kind for _, kind in sorted(registry.sources.items()) if kind.opens(address)]
    if not kinds:
        message = (
            f"there is no file {address}"
            if not urlsplit(address).scheme and not Path(address).exists()
            else f"{address} is of no known kind; known are {', '.join(sorted(registry.sources))}"
        )
        raise SourceError(message)
    source = kinds[0].open(address)
    try:
        yield source
    finally:
        source.close()


@contextmanager
def _folder(folder: Path, *, dry: bool) -> Iterator[Path]:
    """Make the archive's folder and keep other runs out of it."""
    if dry:
        with TemporaryDirectory(prefix="archiver-") as temporary:
            yield Path(temporary)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK, timeout=0):
            yield folder.resolve()
    except Timeout:
        message = f"another run is writing to {folder}; wait for it, or give another folder"
        raise StorageError(message) from None
    except OSError as error:
        message = f"cannot write to the folder {folder}: {error.strerror or error}"
        raise StorageError(message) from error


def _begin(recorder: Recorder, plan: Plan, settings: Settings, at: datetime) -> None:
    recorder.storage.open()
    if recorder.captures is not None:
        recorder.captures.open(
            site=plan.site,
            operator=settings.contact,
            user_agent=user_agent(settings.contact),
            robots="obey" if settings.crawl.robots else "ignore",
        )
    recorder.begin(recorder.storage.start_run(plan, at, settings.schedule))


def _come_back(recorder: Recorder, walk: Walk, at: datetime) -> datetime | None:
    """Put what is due into the ledger; return before when an article is known from lists."""
    if walk.source != LIVE:
        return None
    recorder.storage.revisit(recorder.run, at, full=walk.full)
    return None if walk.full or not _was_walked(recorder, walk) else recorder.run.horizon


def _was_walked(recorder: Recorder, walk: Walk) -> bool:
    """Tell whether an earlier run read the lists as far back as this one is to."""
    run = recorder.run
    plans = [r.plan for r in recorder.storage.runs(run.plan.site, EVERY) if r.id != run.id]
    reached = [Walk.of(plan.arguments).since for plan in plans if plan.source == LIVE]
    return any(since is None or (walk.since and since <= walk.since) for since in reached)
