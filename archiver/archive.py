"""The archive as those see it who ask: one object for scripts, notebooks and the command line."""

from __future__ import annotations

from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from archiver import settings as archiver_settings
from archiver.decisions import deciding
from archiver.decisions.deciding import Deciding
from archiver.decisions.takedowns import shown
from archiver.errors import NotInArchive
from archiver.exchange import frame
from archiver.exchange.formats import FormatInfo, Pages
from archiver.exchange.rows import Row
from archiver.histories.lost import Lost
from archiver.histories.views import series
from archiver.locking import locked
from archiver.registry import Registry, load_plugins
from archiver.selection import Selection, day
from archiver.settings import StorageSettings
from archiver.sites import SiteInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from types import TracebackType
    from typing import BinaryIO

    import pyarrow as pa

    from archiver.catalogue import Catalogue
    from archiver.decisions.takedowns import Takedown
    from archiver.exchange.bag import Sum
    from archiver.health.chart import Acceptance
    from archiver.health.findings import Checkup
    from archiver.histories.changes import Edited
    from archiver.histories.views import Views
    from archiver.ledger import Run
    from archiver.likeness.clusters import Cluster, Parting
    from archiver.likeness.similarity import Name
    from archiver.records import History, Revision, Story
    from archiver.search.documents import Document
    from archiver.search.results import Results
    from archiver.settings import Settings
    from archiver.storage import SiteStatus, Storage, Upgrade
    from archiver.webarchives.gaps import Part


class Archive:
    """Answers questions about an archive, which it opens for reading when the first one comes.

    ``place`` is the archive's folder, its database (``archive.db``), or the URL of one; without it
    the settings say. Selections are given by name: ``archive.articles(site="longbien",
    since="2018", changed=True)``; see `archiver.Selection`. Used in one thread.
    """

    def __init__(
        self, place: str | Path | None = None, *, settings: Settings | None = None
    ) -> None:
        given = settings or archiver_settings.load()
        self.settings = given if place is None else _placed(given, str(place))
        self.registry = Registry(load_plugins(self.settings.disabled_plugins))
        self._records: Storage | None = None

    @classmethod
    def of(cls, overrides: Iterable[str]) -> Self:
        """Return the archive that the settings name, changed by ``name=value``."""
        return cls(settings=archiver_settings.load(overrides))

    def __enter__(self) -> Self:
        _ = self.records
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the storage; the next question opens it again."""
        if self._records is not None:
            self._records.close()
            self._records = None

    @property
    def records(self) -> Storage:
        """The storage of records, open for reading. Raises ``StorageError``."""
        if self._records is None:
            storage = self._storage()
            storage.open(create=False)
            self._records = storage
        return self._records

    @property
    def catalogue(self) -> Catalogue:
        """What answers questions beyond the records. Raises ``StorageError`` where nothing does."""
        return self.records.catalogue()

    # --- what there is

    def status(self) -> list[SiteStatus]:
        """Return what the archive holds, by site."""
        return self.records.status()

    def sites(self) -> list[SiteInfo]:
        """Return every site that a plugin provides, by name."""
        return [SiteInfo.of(parser) for _, parser in sorted(self.registry.parsers.items())]

    def runs(self, site: str | None = None, limit: int = 20) -> list[Run]:
        """Return the last runs, newest first."""
        return self.records.runs(site, limit)

    def explain(self, url: str) -> list[Story]:
        """Return the stories of a URL. Raises ``NotInArchive`` where there is none."""
        stories = self.records.explain(url)
        if stories:
            return stories
        message = f"no run has met {url}; it must be given in full, as a page links to it"
        raise NotInArchive(message)

    def gaps(self, site: str) -> list[Part]:
        """Return how many articles of a site are known and held, by month and section.

        Raises ``NotInArchive`` for a site of which nothing is known.
        """
        from archiver.webarchives.gaps import parts  # noqa: PLC0415  # most questions are others

        found = parts(site, self.catalogue.known(site))
        if found:
            return found
        message = f"no article of {site} is known; `archiver status` shows what the archive holds"
        raise NotInArchive(message)

    def health(self, site: str | None = None) -> list[Checkup]:
        """Return how sites were when a run last judged them, by name.

        Raises ``NotInArchive`` where the archive holds nothing of the site.
        """
        from archiver.health.judging import judge  # noqa: PLC0415  # most questions judge nothing

        if site is not None and not self.runs(site, 1):
            message = f"the archive holds nothing of {site}; `archiver status` shows what"
            raise NotInArchive(message)
        names = [site] if site is not None else [status.site for status in self.status()]
        return [judge(self.records.chart(name).judged) for name in names]

    def accept(self, site: str, reason: str) -> Acceptance:
        """Take what the site's last run found for right from then on.

        Raises ``NotInArchive`` where it found nothing, and ``StorageError`` where a run keeps
        others from writing.
        """
        self.close()
        storage = self._storage()
        with self._alone(storage), closing(storage):
            storage.open()
            return storage.accept(site, reason, datetime.now(UTC))

    # --- articles

    def articles(self, **selection: object) -> Iterator[History]:
        """Return the selected articles one by one, by site and key."""
        return self.catalogue.select(Selection.of(**selection))  # type: ignore[arg-type]  # by name

    def find(self, key_or_url: str, site: str | None = None) -> list[History]:
        """Return the articles of a key or URL; ``SITE/KEY`` names one.

        Raises ``NotInArchive`` where there is none, or none that is not taken down.
        """
        return shown(self._held(key_or_url, site), self.records.takedowns())

    def article(self, key_or_url: str, site: str | None = None) -> History:
        """Return the one article of a key or URL. Raises ``NotInArchive``: none, or several."""
        return _one(self.find(key_or_url, site), key_or_url)

    def revisions(self, key_or_url: str, site: str | None = None) -> tuple[Revision, ...]:
        """Return the wordings of an article, oldest first. Raises ``NotInArchive``."""
        return self.article(key_or_url, site).revisions

    def gone(self, site: str | None = None) -> list[Lost]:
        """Return the articles that are missing or gone, by site and key."""
        confirmations = self.settings.lifecycle.confirmations
        return [Lost.of(history, confirmations) for history in self.records.missing(site)]

    def changes(
        self, since: str | date | None = None, *, unclear: bool = False, **selection: object
    ) -> list[Edited]:
        """Return articles that were edited after publication, the most rewritten first.

        ``since`` is a day on which the edit was seen. With ``unclear``, also those that a newer
        parser may only read otherwise.
        """
        from archiver.histories.changes import Edited  # noqa: PLC0415  # most questions compare nothing

        given = {"edited_since": day(since), "unclear": unclear, "changed": True}
        chosen = Selection.of(**selection, **given)  # type: ignore[arg-type]  # by name
        found = (
            Edited.of(history, chosen.edited_since, chosen.causes)
            for history in self.catalogue.select(chosen)
        )
        return sorted(found, key=lambda edited: edited.order)

    def views(self, key_or_url: str, site: str | None = None) -> list[Views]:
        """Return what the reader counter showed over time. Raises ``NotInArchive``."""
        return [views for history in self.find(key_or_url, site) for views in series(history)]

    # --- copies

    def duplicates(self, **selection: object) -> list[Cluster]:
        """Return the clusters that a selected article is in, the largest first."""
        return list(self.catalogue.clusters(Selection.of(**selection)))  # type: ignore[arg-type]

    def cluster(self, key_or_url: str, site: str | None = None) -> Cluster | None:
        """Return the cluster of an article, ``None`` without one. Raises ``NotInArchive``."""
        return self.catalogue.cluster(self._name(key_or_url, site))

    def partings(self, key_or_url: str | None = None, site: str | None = None) -> list[Parting]:
        """Return what was unlinked, the latest first; also what was linked again."""
        if key_or_url is None:
            return self.catalogue.partings(site)
        return deciding.partings(self.catalogue, self._name(key_or_url, site))

    def unlink(
        self, key_or_url: str, other: str | None = None, site: str | None = None, *, reason: str
    ) -> list[Parting]:
        """Take an article out of its cluster for good, or only away from another one.

        Return the pairs that were put apart. Raises ``NotInArchive``, and ``StorageError`` where
        a run keeps others from writing.
        """
        name = self._name(key_or_url, site)
        away = None if other is None else self._name(other, site)
        with self._deciding() as desk:
            return desk.unlink(name, away, reason)

    def link(
        self, key_or_url: str, other: str | None = None, site: str | None = None
    ) -> list[Parting]:
        """Take back that an article was unlinked, from another one or from all.

        Return the pairs. Raises ``NotInArchive`` where it was not, and ``StorageError`` where a
        run keeps others from writing.
        """
        name = self._name(key_or_url, site)
        to = None if other is None else self._name(other, site)
        with self._deciding() as desk:
            return desk.link(name, to)

    def _name(self, key_or_url: str, site: str | None) -> Name:
        found = self.article(key_or_url, site)
        return found.site, found.key

    # --- takedowns

    def takedowns(self, site: str | None = None) -> list[Takedown]:
        """Return what was taken down, the latest first; also what is shown again."""
        return self.records.takedowns(site)

    def take_down(self, key_or_url: str, site: str | None = None, *, reason: str) -> Takedown:
        """Hide an article from every answer and every way out; what was captured stays.

        Raises ``NotInArchive``, and ``StorageError`` where a run keeps others from writing.
        """
        name = self._name(key_or_url, site)
        with self._deciding() as desk:
            return desk.take_down(name, reason)

    def lift(self, key_or_url: str, site: str | None = None) -> Takedown:
        """Show an article again that was taken down. Raises as ``take_down`` does."""
        found = _one(self._held(key_or_url, site), key_or_url)
        with self._deciding() as desk:
            return desk.lift((found.site, found.key))

    def _held(self, key_or_url: str, site: str | None) -> list[History]:
        """Return the articles of a key or URL, also those that are taken down."""
        found = self.records.find(key_or_url, site)
        if not found and "/" in key_or_url:
            named, _, key = key_or_url.partition("/")
            found = self.records.find(key, named) if site in {None, named} else []
        if found:
            return found
        message = f"no article has the key or address {key_or_url}; `archiver explain` knows URLs"
        raise NotInArchive(message)

    # --- ways out and in

    def export(
        self, kind: str, articles: Iterable[History], file: BinaryIO, *, whole: bool = False
    ) -> int:
        """Write articles as they come; return how many there were.

        ``kind`` is the name of a format, see ``formats``; ``whole``: these are all articles, and
        what else the archive has belongs to them. Raises ``SettingsError``.
        """
        told = _Counted(articles)
        pages = Pages(folder=self.settings.folder.resolve(), evidence=self.records.evidence)
        chosen = self.registry.format(kind, pages)
        (chosen.write_whole if whole else chosen.write)(told, file)
        return told.count

    def bag(self, folder: Path) -> Sum:
        """Put the whole archive into a new folder as BagIt has it; return what is in it.

        Raises ``StorageError``, also where a run keeps writing, and ``SourceError`` where a file
        of captures is not there.
        """
        from archiver.exchange.bagging import Bagging  # noqa: PLC0415  # most questions bag nothing

        self.close()
        storage, place = self._storage(), self.settings.folder.resolve()
        bagging = Bagging(
            folder=place,
            records=storage,
            captures=self.registry.captures(self.settings, place),
            lines=self.registry.format("jsonl"),
            contact=self.settings.contact,
        )
        with self._alone(storage):
            return bagging.run(folder)

    def formats(self) -> list[FormatInfo]:
        """Return the formats that articles can be exported in, by name."""
        return [FormatInfo.of(kind) for _, kind in sorted(self.registry.formats.items())]

    def frame(self, **selection: object) -> pa.Table:
        """Return the selected articles as an Arrow table, a row each (see `archiver.Row`).

        Raises ``SettingsError`` where pyarrow is not installed.
        """
        return frame.table(self.rows(**selection))

    def rows(self, **selection: object) -> Iterator[Row]:
        """Return the selected articles as flat rows one by one, by site and key."""
        return map(Row.of, self.articles(**selection))

    def datasette(self) -> Mapping[str, Any]:
        """Return the metadata with which Datasette shows the database to people."""
        return self.catalogue.datasette()

    def take_in(self, file: BinaryIO, source: str, kind: str = "jsonl") -> list[Run]:
        """Import what was exported; return the runs, one for each site.

        ``source`` is what the runs are said to have read. The archive is made where there is
        none. Raises ``SourceError``, which names the line, for what is cut or wrong: what stands
        before it is kept.
        """
        from archiver.exchange.intake import Intake  # noqa: PLC0415  # most questions take nothing in

        self.close()
        storage = self._storage()
        alone = nullcontext() if storage.shared else locked(self.settings.folder.resolve())
        with alone, storage:
            intake = Intake(storage, source, self.settings.schedule)
            return intake.take(self.registry.format(kind).read(file))

    # --- search

    def search(
        self,
        words: str,
        selection: Selection | None = None,
        *,
        limit: int = 20,
        newest: bool = False,
        **conditions: object,
    ) -> Results:
        """Return the best hits for what a person types, or the newest; see `archiver search`.

        Only among the articles of a selection, which may be given by name: ``site="longbien"``.
        Raises ``SettingsError`` where there is no word to look for.
        """
        among = replace(selection or Selection.of(**conditions), words=words)  # type: ignore[arg-type]  # by name
        return self.catalogue.search(among, limit, newest=newest)

    def document(
        self, number: str, selection: Selection | None = None, **conditions: object
    ) -> list[Document]:
        """Return the documents of a number, such as 22-KL/TW, with the articles that cite them.

        Raises ``NotInArchive`` where none of the selected articles does.
        """
        among = selection or Selection.of(**conditions)  # type: ignore[arg-type]  # by name
        found = self.catalogue.document(number, among)
        if found:
            return found
        message = f"no article cites {number}; `archiver search` finds it written otherwise"
        raise NotInArchive(message)

    # --- care

    def upgrade(self) -> list[Upgrade]:
        """Bring the archive up to date; return what was done, if anything was."""
        self.close()
        storage = self._storage()
        with self._alone(storage):
            done = storage.upgrade()
        return [done] if done else []

    def reindex(self) -> int:
        """Make the index of texts anew; return how many articles it holds."""
        self.close()
        storage = self._storage()
        with self._alone(storage):
            return storage.reindex()

    @contextmanager
    def _deciding(self) -> Iterator[Deciding]:
        """Open what is there for decisions. Raises ``StorageError``, also where a run writes."""
        self.close()
        storage = self._storage()
        with self._alone(storage), closing(storage):
            storage.open()
            yield Deciding(storage, self.settings.folder.resolve())

    @contextmanager
    def _alone(self, storage: Storage) -> Iterator[None]:
        """Keep runs out of the archive's folder, unless the storage takes several writers."""
        folder = self.settings.folder.resolve()
        with locked(folder) if folder.is_dir() and not storage.shared else nullcontext():
            yield

    def _storage(self) -> Storage:
        return self.registry.storage(self.settings, self.settings.folder.resolve())


def _one(found: list[History], key_or_url: str) -> History:
    if len(found) == 1:
        return found[0]
    sites = ", ".join(history.site for history in found)
    message = f"several sites have {key_or_url}: {sites}; name one, as SITE/KEY"
    raise NotInArchive(message)


@dataclass(slots=True)
class _Counted:
    """Counts articles as they pass."""

    articles: Iterable[History]
    count: int = 0

    def __iter__(self) -> Iterator[History]:
        for history in self.articles:
            self.count += 1
            yield history


def _placed(settings: Settings, place: str) -> Settings:
    """Return settings that name a folder, a database file or a database's URL."""
    if "://" not in place and not Path(place).is_file():
        return settings.model_copy(update={"folder": Path(place)})
    path = None if "://" in place else Path(place).resolve()
    storage = settings.storage.model_dump()
    storage |= {"records": "sql", "sql": {"url": f"sqlite:///{path}" if path else place}}
    folder = {"folder": path.parent} if path else {}
    return settings.model_copy(update={"storage": StorageSettings(**storage), **folder})
