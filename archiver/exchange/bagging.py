"""Bagging: an archive as a bag, for a library to keep."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from archiver.decisions import log as decisions
from archiver.exchange import bag, whole
from archiver.exchange.filenames import Names
from archiver.proving import checklog, sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archiver.captures import CaptureStore
    from archiver.exchange.bag import Sum
    from archiver.exchange.formats import Format
    from archiver.storage import SiteStatus, Storage

    Info = Iterator[tuple[str, str]]
    """Names and values for ``bag-info.txt``."""

LINES = "articles.jsonl"
ELSEWHERE = "sources"
"""Where in the bag lie files that the archive only points into."""
BESIDE = (sources.FILE, decisions.FILE, checklog.LOG, checklog.MANIFEST)
"""Files of the archive that say more of its captures, and what persons decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bagging:
    """Fills a bag whose payload is an archive's folder again.

    ``lines`` is the format in which the articles are written beside the database.
    """

    folder: Path
    records: Storage
    captures: CaptureStore
    lines: Format
    contact: str | None

    def run(self, target: Path) -> Sum:
        """Make the bag. Raises ``StorageError``, and ``SourceError`` for a file that is gone."""
        with whole.folder(target) as part:
            payload = part / bag.PAYLOAD
            payload.mkdir()
            # The records first: what they point to is on the disk before they are.
            info = [*self._made(), *self._records(payload), *self._captures(payload)]
            for name in BESIDE:
                if (self.folder / name).exists():
                    shutil.copyfile(self.folder / name, payload / name)
            return bag.describe(part, info)

    def _made(self) -> Info:
        yield "Bag-Software-Agent", f"archiver/{version('archiver')}"
        yield "Bagging-Date", datetime.now(UTC).date().isoformat()
        if self.contact:
            yield "Contact", self.contact

    def _records(self, payload: Path) -> Info:
        """Copy the database, if it is a file, and write the articles."""
        copied = self.records.copy(payload)
        self.records.open(create=False)
        with closing(self.records):
            with (payload / LINES).open("wb") as file:
                self.lines.write(self.records.articles(), file)
            yield from map(_told, self.records.status())
            yield from self._hidden()
        forms = f"the articles that were read on them ({LINES}, a revision a line)"
        more = ", and the database of both (SQLite)" if copied else ""
        yield "External-Description", f"Pages as they were captured (WARC 1.1), {forms}{more}"

    def _hidden(self) -> Info:
        """Tell whoever keeps the bag what it must not show."""
        for one in self.records.takedowns():
            if one.stands:
                told = f"{'/'.join(one.name)} on {one.at.date()}: {one.reason}"
                yield "Taken-Down", f"{told}; not in {LINES}, but its captures are in the bag"

    def _captures(self, payload: Path) -> Info:
        """Copy the files of captures; tell what those are called that were not the archive's."""
        own = self.captures.files()
        for kept in own:
            path = payload / kept.name
            path.parent.mkdir(exist_ok=True)
            self.captures.copy(kept, path)
        names = Names()
        for file in self._others({kept.name for kept in own}):
            (payload / ELSEWHERE).mkdir(exist_ok=True)
            name = f"{ELSEWHERE}/{names.give(file)}"
            self.captures.copy(self.captures.file(file), payload / name)
            yield "Source-File", f"{bag.PAYLOAD}/{name} is {file} of the records"

    def _others(self, own: set[str]) -> list[str]:
        self.records.open(create=False)
        with closing(self.records):
            return sorted(self.records.evidence().counts().keys() - own)


def _told(status: SiteStatus) -> tuple[str, str]:
    first, last = status.first_published, status.last_published
    span = f", published {first:%Y-%m-%d} to {last:%Y-%m-%d}" if first and last else ""
    counts = f"{status.articles} articles, {status.revisions} revisions, {status.captures} captures"
    return "Site", f"{status.site}: {counts}{span}"
