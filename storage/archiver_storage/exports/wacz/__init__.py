"""WACZ: the captured pages of articles in one file, for ReplayWeb.page, pywb and other archives."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, ClassVar

from archiver.exchange.formats import Format
from archiver_storage.exports.wacz.copying import Copying
from archiver_storage.exports.wacz.finding import write_index, write_pages
from archiver_storage.exports.wacz.notes import Notes
from archiver_storage.exports.wacz.package import Package
from archiver_storage.exports.wacz.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

    from archiver.exchange.formats import Pages
    from archiver.records import History
    from archiver_storage.exports.wacz.wanted import Begin

__all__ = ["Wacz"]


class Wacz(Format):
    """The records of captures as they are, an index of them, and each wording as a page."""

    name: ClassVar[str] = "wacz"
    suffix: ClassVar[str] = ".wacz"
    about: ClassVar[str] = "the captured pages themselves, for ReplayWeb.page, pywb and archives"

    def write(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write the captures of articles, and the originals of those that are revisits."""
        wanted = Wanted(self._pages)

        def copy(copying: Copying, notes: Notes) -> None:
            for name in notes.files():
                copying.chosen(name, notes.offsets(name))

        self._write(((history, wanted.of(history)) for history in articles), file, copy)

    def write_whole(self, articles: Iterable[History], file: BinaryIO) -> None:
        """Write every record of the files in which the archive has a capture.

        Captures of what is taken down are left out.
        """
        evidence = self._pages.evidence()
        files, hidden = sorted(evidence.counts()), evidence.hidden()

        def copy(copying: Copying, _: Notes) -> None:
            for name in files:
                copying.whole(name, but=hidden)

        self._write(((history, ()) for history in articles), file, copy)

    def _write(
        self,
        wanted: Iterable[tuple[History, Iterable[Begin]]],
        file: BinaryIO,
        copy: Callable[[Copying, Notes], None],
    ) -> None:
        sites: dict[str, None] = {}
        with closing(Notes()) as notes:
            for history, places in wanted:
                sites[history.site] = None
                notes.want(places)
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
