"""The re-parse: every kept page through today's parsers, and nobody is asked."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from archiver.crawling.again.pages import PageReader, read_all
from archiver.crawling.job import now
from archiver.errors import StorageError
from archiver.ledger import Kind, Plan, Verdict
from archiver.lifecycle import Presence
from archiver.locking import locked
from archiver.proving.reparsed import Comparison
from archiver.webarchives.mementos import original

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from archiver.crawling.again.pages import Kept
    from archiver.evidence import Earlier
    from archiver.ledger import Run, Visit
    from archiver.registry import Registry
    from archiver.settings import Settings
    from archiver.storage import Storage

BATCH = 64
"""Pages that are read, and saved, at once."""
SOURCE = "captures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reparsed:
    """What came of it: a comparison a site, and the runs that wrote."""

    sites: tuple[Comparison, ...]
    runs: tuple[Run, ...]


@dataclass(slots=True)
class Reparse:
    """Reads pages again; with ``dry``, nothing is written.

    ``processes`` read at once, by default one a core if there are many pages. ``since`` is a time
    of capture; with ``rejected``, only pages are read that none could read.
    """

    settings: Settings
    registry: Registry
    tell: Callable[[str], None]
    processes: int | None = None
    dry: bool = False
    since: datetime | None = None
    rejected: bool = False
    clock: Callable[[], datetime] = now
    _runs: list[Run] = field(default_factory=list)

    def run(self, site: str | None = None) -> Reparsed:
        """Read a site's pages, or those of every site. Raises ``ArchiverError``."""
        folder = self.settings.folder.resolve()
        storage = self.registry.storage(self.settings, folder)
        with ExitStack() as stack:
            if not self.dry and not storage.shared:
                stack.enter_context(locked(folder))
            stack.callback(storage.close)
            storage.open(create=not self.dry)
            sites = tuple(self.read(storage, name) for name in self._sites(storage, site))
        return Reparsed(sites=sites, runs=tuple(self._runs))

    def _sites(self, storage: Storage, wanted: str | None) -> list[str]:
        held = [status.site for status in storage.status()]
        if wanted is not None:
            self.registry.parser(wanted)
            if wanted not in held:
                message = f"the archive holds nothing of {wanted}; `archiver status` shows what"
                raise StorageError(message)
            return [wanted]
        for name in held:
            self.registry.parser(name)
        return held

    def read(self, storage: Storage, site: str) -> Comparison:
        """Read a site's pages again, in a storage that is open."""
        comparison = Comparison(site)
        run = None if self.dry else self._begin(storage, site)
        waiting: deque[list[Earlier]] = deque()
        batches = self._batches(storage, site, waiting)
        for visits in read_all(PageReader(self.settings, site), batches, self.processes):
            pairs = zip(waiting.popleft(), visits, strict=True)
            differing = [pair for pair in pairs if comparison.add(*pair) or _other(*pair)]
            news = [visit for page, visit in differing if _is_news(page, visit)]
            if run is not None and news:
                storage.evidence().save(run, [], news)
            self.tell(f"{site}: {comparison.pages:,} pages, {comparison.changed:,} read otherwise")
        if run is not None:
            self._runs.append(storage.finish_run(run, Verdict.WELL, self.clock(), later=""))
        return comparison

    def _begin(self, storage: Storage, site: str) -> Run:
        parser = self.registry.parser(site).label
        arguments = {"parser": parser}
        if self.since is not None:
            arguments["since"] = self.since.isoformat()
        if self.rejected:
            arguments["rejected"] = "yes"
        plan = Plan(site=site, source=SOURCE, arguments=arguments, parser=parser)
        return storage.start_run(plan, self.clock(), self.settings.schedule)

    def _batches(
        self, storage: Storage, site: str, waiting: deque[list[Earlier]]
    ) -> Iterator[list[Kept]]:
        """Yield the site's articles, as far as today's parser or an earlier one knows them."""
        key_of, after = self.registry.parser(site).key, 0
        while found := self._next(storage, site, after):
            after = found[-1].number
            pages = [page for one in found if (page := _as_article(one, key_of)) is not None]
            waiting.append(pages)
            yield [(page.task, page.capture, page.original) for page in pages]

    def _next(self, storage: Storage, site: str, after: int) -> list[Earlier]:
        if self.rejected:
            return storage.evidence().rejected(site, after, BATCH)
        return storage.evidence().earlier(site, self.since, after, BATCH)


def _as_article(page: Earlier, key_of: Callable[[str], str | None]) -> Earlier | None:
    link = page.task.link
    key = key_of(original(link.url)) or (link.key if link.kind is Kind.ARTICLE else None)
    if key is None:
        return None
    task = replace(page.task, link=replace(link, kind=Kind.ARTICLE, key=key))
    return replace(page, task=task)


def _other(page: Earlier, visit: Visit) -> bool:
    """Tell whether another version of the parser has read the same."""
    return visit.article is not None and visit.parser != page.parser


def _is_news(page: Earlier, visit: Visit) -> bool:
    """Tell whether a reading is to be kept: a page that cannot be read any more is not."""
    if visit.article is not None:
        return True
    return visit.presence is Presence.ABSENT and page.presence is not Presence.ABSENT
