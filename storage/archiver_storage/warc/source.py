"""WARC and WACZ files, and folders of them, as a source."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from archiver.captures import Source, StoredResponse
from archiver.errors import NotInSource, SourceError
from archiver_storage.warc.reading.found import GZIP_MAGIC, WARC_MAGIC
from archiver_storage.warc.reading.index import Index, Indexer
from archiver_storage.warc.reading.recorded import recorded
from archiver_storage.warc.reading.response import Kept, Place, read, respond
from archiver_storage.warc.span import WACZ, WARCS, ZIP_MAGIC, begins, locate, spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archiver.captures import Original, Recorded

MAGICS = (GZIP_MAGIC, WARC_MAGIC, ZIP_MAGIC)


class WarcSource(Source):
    """Responses out of a ``.warc``, ``.warc.gz`` or ``.wacz`` file, or a folder of these.

    The files are read once, when the source is opened. Addresses are looked up leniently: http
    and https, a slash at the end, the fragment and equivalent percent-coding are not told apart.
    Of several captures the latest by WARC-Date counts, of equally old ones the last in the source.
    """

    name: ClassVar[str] = "warc"

    def __init__(self, address: str, index: Index, notes: Iterable[str]) -> None:
        self._address = address
        self._index = index
        self._notes = tuple(notes)

    @classmethod
    def opens(cls, address: str) -> bool:
        """Whether the address ends like a WARC or WACZ, is a file that begins so, or a folder."""
        path = Path(address)
        return address.endswith((*WARCS, WACZ)) or path.is_dir() or begins(path, *MAGICS)

    @classmethod
    def open(cls, address: str) -> Self:
        """Open and index it. Raises ``SourceError``: absent, empty, or not of this kind."""
        path = Path(address).resolve()
        indexer = Indexer()
        if path.is_dir():
            _read_folder(indexer, path)
        else:
            _read_file(indexer, path)
        index = indexer.index()
        if not len(index):
            message = "; ".join([f"{address} holds no response", *indexer.notes])
            raise SourceError(message)
        return cls(address, index, indexer.notes)

    @classmethod
    def recorded(cls, address: str, original: Original) -> Iterator[Recorded | str]:
        """Yield every capture. An index is made where a revisit's original is in the files."""
        opened: list[WarcSource] = []

        def find(revisit: Kept) -> Kept | None:
            capture = original(revisit.original)
            if capture is not None:
                return read(
                    Place(
                        span=locate(Path(), capture.file),
                        offset=capture.offset,
                        length=capture.length,
                    )
                )
            if not opened:
                opened.append(cls.open(address))
            with suppress(NotInSource):
                return opened[0].original(revisit)
            return None

        for path in _paths(Path(address).resolve()):
            for span in spans(path):
                yield from recorded(span, find)

    def find(self, url: str, form: Iterable[tuple[str, str]] = ()) -> StoredResponse:
        """Return the response kept for a URL (and POST form).

        Raises ``NotInSource``; and ``SourceError`` for a record that is damaged or too large.
        """
        entry = self._index.find(url, form)
        if entry is None:
            message = f"{self._address} holds no response of {url}"
            raise NotInSource(message)
        original = read(entry.original) if entry.original else None
        return respond(read(entry.place), original)

    def original(self, revisit: Kept) -> Kept:
        """Return the record whose body a revisit has. Raises ``NotInSource``."""
        place = self._index.original(revisit.place)
        if place is None:
            message = f"{self._address} does not hold what {revisit.place} refers to"
            raise NotInSource(message)
        return read(place)

    def close(self) -> None:
        """Forget the index; no file is open."""
        self._index = Index()

    def notes(self) -> tuple[str, ...]:
        """Return a line for each thing in the files that cannot be read."""
        return self._notes


def _read_folder(indexer: Indexer, folder: Path) -> None:
    """Read every file of a folder; one that cannot be read is noted, unless it is the only one."""
    paths = _paths(folder)
    if len(paths) == 1:
        _read_file(indexer, paths[0])
        return
    for path in paths:
        try:
            _read_file(indexer, path)
        except SourceError as error:
            indexer.notes.append(str(error))


def _paths(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    paths = sorted(found for found in path.rglob("*") if found.name.endswith((*WARCS, WACZ)))
    if not paths:
        message = f"{path} holds no file that ends in .warc, .warc.gz or .wacz"
        raise SourceError(message)
    return paths


def _read_file(indexer: Indexer, path: Path) -> None:
    for span in spans(path):
        indexer.read(span)
