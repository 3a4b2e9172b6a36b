"""Opening what a run needs, in order, and closing it whatever happens."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archiver.crawling.job import Job, now
from archiver.crawling.recorder import Recorder
from archiver.crawling.runs.mended import catch_up, is_mended
from archiver.crawling.settings import user_agent
from archiver.crawling.sources.holdings import Holdings
from archiver.crawling.sources.tls import refuse_unusable
from archiver.crawling.walk import Walk
from archiver.errors import SettingsError, SourceError
from archiver.hours import Hours
from archiver.ledger import LIVE, Plan
from archiver.locking import locked
from archiver.proving import sources
from archiver.settings import StorageSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from archiver.captures import Source
    from archiver.parsing.parser import Parser
    from archiver.registry import Registry
    from archiver.settings import Settings
    from archiver.storage import Storage

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
    for named in settings.sites:
        registry.parser(named)  # a name that is wrong would do nothing
    holdings = _holdings(registry, parser, walk, settings, clock().date())
    if holdings is not None:
        refuse_nameless(settings)
    elif walk.source == LIVE:
        refuse_live(parser, settings, clock())
    with ExitStack() as stack:
        place = LIVE if holdings else walk.source
        source = stack.enter_context(source_at(registry, place))
        folder, settings = stack.enter_context(_place(settings, dry=walk.dry))
        storage = stack.enter_context(_storage(registry, site, settings, folder))
        recorder = Recorder(storage, None if source else registry.captures(settings, folder))
        stack.callback(recorder.close)
        if source is not None and not walk.dry:
            sources.note(folder, Plan(site=site, source=lasting(walk.source), arguments=arguments))
        given = dict(sorted(arguments.items()))
        plan = Plan(site=site, source=walk.source, arguments=given, parser=parser.label)
        recorder.call(lambda: _open(recorder, plan, settings))
        mended = recorder.call(lambda: is_mended(storage, parser))
        if mended:
            recorder.call(lambda: catch_up(storage, parser, registry, settings, clock))
        recorder.call(lambda: _begin(recorder, plan, settings, clock()))
        yield Job(
            parser=parser,
            walk=walk,
            settings=settings,
            recorder=recorder,
            source=source,
            holdings=holdings,
            clock=clock,
            mended=mended,
            known_before=recorder.call(lambda: _come_back(recorder, walk, clock())),
        )


def refuse_live(parser: Parser, settings: Settings, at: datetime) -> None:
    """Ask the web only in somebody's name, and a host only as long as it was the site's."""
    refuse_nameless(settings)
    hours = settings.site(parser.name).hours
    if hours is not None and not Hours.of(hours).cover(at):
        message = (
            f"{parser.name} is asked from {hours} only, by Viet Nam's clock: "
            f"begin then, or change sites.{parser.name}.hours"
        )
        raise SettingsError(message)
    refuse_unusable(parser.name, settings.site(parser.name).tls)
    ended = parser.valid_until
    elsewhere = any(host in settings.crawl.connect for host in parser.hosts)
    if ended is not None and ended < at.date() and not elsewhere:
        message = (
            f"{parser.hosts[0]} is not {parser.title}'s since {ended}: "
            "give a capture of it with -a source=FILE, or ask a web archive: "
            f"archiver recover {parser.name}"
        )
        raise SettingsError(message)


def refuse_nameless(settings: Settings) -> None:
    """Ask the web, and web archives, only in somebody's name."""
    if not settings.contact:
        message = (
            "the live web is only asked with a contact in the User-Agent: set "
            'contact = "mailto:you@example.org" in archiver.toml, or ARCHIVER_CONTACT'
        )
        raise SettingsError(message)


def _holdings(
    registry: Registry, parser: Parser, walk: Walk, settings: Settings, today: date
) -> Holdings | None:
    """Return what the walk takes from a web archive, ``None`` where its source is another."""
    archive = registry.web_archive(walk.source, settings)
    if archive is not None:
        return Holdings.of(archive, parser, walk, today)
    if walk.captured_from or walk.captured_to:
        message = f"`from` and `to` choose captures of a web archive, which {walk.source} is not"
        raise SettingsError(message)
    return None


@contextmanager
def source_at(registry: Registry, address: str) -> Iterator[Source | None]:
    """Open the source of an address, ``None`` for the live web. Raises ``SourceError``."""
    if address == LIVE:
        yield None
        return
    source = kind_of(registry, address).open(address)
    try:
        yield source
    finally:
        source.close()


def kind_of(registry: Registry, address: str) -> type[Source]:
    """Return what opens a source at an address. Raises ``SourceError`` where nothing does."""
    kinds = [kind for _, kind in sorted(registry.sources.items()) if kind.opens(address)]
    if not kinds:
        message = (
            f"there is no file {address}"
            if not urlsplit(address).scheme and not Path(address).exists()
            else f"{address} is of no known kind; known are {', '.join(sorted(registry.sources))}"
        )
        raise SourceError(message)
    return kinds[0]


@contextmanager
def _place(settings: Settings, *, dry: bool) -> Iterator[tuple[Path, Settings]]:
    """Return the archive's folder; of a dry run one that vanishes, and no place beside it."""
    if not dry:
        yield settings.folder.resolve(), settings
        return
    kinds = settings.storage
    plain = StorageSettings(records=kinds.records, captures=kinds.captures)
    with TemporaryDirectory(prefix="archiver-") as temporary:
        yield Path(temporary), settings.model_copy(update={"storage": plain})


@contextmanager
def _storage(registry: Registry, site: str, settings: Settings, folder: Path) -> Iterator[Storage]:
    """Return the storage, with other runs kept out: only those of the site where it is shared."""
    storage = registry.storage(settings, folder)
    with locked(folder, site if storage.shared else None):
        yield storage


def lasting(address: str) -> str:
    """Return an address that holds from wherever the archive is asked."""
    return str(Path(address).resolve()) if Path(address).exists() else address


def _open(recorder: Recorder, plan: Plan, settings: Settings) -> None:
    recorder.storage.open()
    if recorder.captures is not None:
        recorder.captures.open(
            site=plan.site,
            operator=settings.contact,
            user_agent=user_agent(settings.contact),
            robots="obey" if settings.crawl.robots and plan.source == LIVE else "ignore",
            source=plan.source,
        )


def _begin(recorder: Recorder, plan: Plan, settings: Settings, at: datetime) -> None:
    recorder.begin(recorder.storage.start_run(plan, at, settings.schedule))


def _come_back(recorder: Recorder, walk: Walk, at: datetime) -> datetime | None:
    """Put what is due into the ledger; return before when an article is known from lists."""
    if walk.source != LIVE:
        return None
    recorder.storage.revisit(recorder.run, at, full=walk.full)
    return None if walk.full else _known_before(recorder, walk)


def _known_before(recorder: Recorder, walk: Walk) -> datetime | None:
    """Return before when lists were read as far as this walk is to, ``None`` if never.

    What a narrower run saw since then may stand above articles that none has met.
    """
    run = recorder.run
    before = run.horizon or run.started_at
    for earlier in recorder.storage.runs(run.plan.site, EVERY):
        if earlier.id == run.id or earlier.plan.source != LIVE:
            continue
        if Walk.of(earlier.plan.arguments).covers(walk):
            return before
        before = min(before, earlier.started_at)
    return None
