"""WACZ: the captured pages of articles in one file, for ReplayWeb.page, pywb and other archives."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, ClassVar

from archiver.formats import Format
from archiver_storage.exports.wacz.copying import Copying
from archiver_storage.exports.wacz.finding import write_index, write_pages
from archiver_storage.exports.wacz.notes import Notes
from archiver_storage.exports.wacz.package import Package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from archiver import Capture
    from archiver.evidence import Evidence
    from archiver.formats import Pages
    from archiver.records import History

__all__ = ["Wacz"]


class Wacz(Format):
    """The records of captures as they are, an index of them, and each wording as a page."""

    name: ClassVar[str] = "wacz"
    suffix: ClassVar[str] = ".wacz"
    about: ClassVar[str] = "the captured pages themselves, for ReplayWeb.page, pywb and archives"

    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write the captures of articles, and the originals of those that are revisits."""
        evidence = self._pages.evidence()

        def copy(copying: Copying, notes: Notes) -> None:
            for name in notes.files():
                copying.chosen(name, notes.offsets(name))

        self._write(_wanted(articles, evidence), file, copy)

    def write_whole(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write every record of the files in which the archive has a capture."""
        files = sorted(self._pages.evidence().counts())

        def copy(copying: Copying, _: Notes) -> None:
            for name in files:
                copying.whole(name)

        self._write(((history, []) for history in articles), file, copy)

    def _write(
        self,
        wanted: Iterable[tuple[History, list[Capture]]],
        file: BinaryIO,
        copy: Callable[[Copying, Notes], None],
    ) -> None:
        sites: dict[str, None] = {}
        with closing(Notes()) as notes:
            for history, captures in wanted:
                sites[history.site] = None
                notes.want(captures)
                for revision in history.revisions:
                    notes.show(revision)
            package = Package(file)
            copy(Copying(self._pages.folder, package, notes), notes)
            write_index(notes.lines(), package)
            write_pages(notes.pages(), package)
            package.close(", ".join(map(self.portal, sites)) or "no page")

    @property
    def _pages(self) -> Pages:
        if self.pages is None:
            message = "a WACZ is made of captures: give the format the archive's pages"
            raise RuntimeError(message)
        return self.pages


def _wanted(
    articles: Iterable[History], evidence: Evidence
) -> Iterator[tuple[History, list[Capture]]]:
    for history in articles:
        seen = [look.capture for look in history.observations]
        seen += [revision.capture for revision in history.revisions]
        captures = {capture.record_id: capture for capture in seen if capture}
        originals = {one.refers_to for one in captures.values() if one.refers_to}
        found = evidence.kept(originals - captures.keys()) if originals else {}
        yield history, [*captures.values(), *found.values()]
