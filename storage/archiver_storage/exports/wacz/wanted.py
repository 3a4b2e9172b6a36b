"""What is wanted of an archive for some of its articles: where the records begin."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from archiver.errors import NotInSource
from archiver_storage.warc.store import FOLDER, WarcStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archiver import Capture
    from archiver.exchange.formats import Pages
    from archiver.records import History

    Begin = tuple[str, int]
    """A file as captures name it, and the first byte of a record in it."""


class Wanted:
    """Finds the captures of articles, and the originals of those that are revisits."""

    def __init__(self, pages: Pages) -> None:
        self._evidence = pages.evidence()
        self._store = WarcStore(pages.folder)

    def of(self, history: History) -> Iterator[Begin]:
        """Yield where the records of an article begin."""
        seen = [look.capture for look in history.observations]
        seen += [revision.capture for revision in history.revisions]
        captures = {capture.record_id: capture for capture in seen if capture}
        originals = {one.refers_to for one in captures.values() if one.refers_to}
        captures |= self._evidence.kept(originals - captures.keys()) if originals else {}
        for capture in captures.values():
            yield capture.file, capture.offset
        yield from self._unnamed(captures)

    def _unnamed(self, captures: Mapping[str, Capture]) -> Iterator[Begin]:
        """Yield originals in files of others: those name them by address, time or digest, too."""
        for capture in captures.values():
            if capture.file.startswith(f"{FOLDER}/") or capture.refers_to in captures:
                continue
            kept = self._store.kept(capture)
            if kept.revisit:
                with suppress(NotInSource):
                    place = self._store.original(kept).place
                    yield place.span.file, place.offset
