"""The storage of captures as WARC files in the archive's folder."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from platform import python_version
from typing import TYPE_CHECKING, ClassVar

from archiver.captures import CaptureStore, KeptFile
from archiver.errors import SourceError, StorageError
from archiver_storage.warc.checking.check import Check
from archiver_storage.warc.options import Options
from archiver_storage.warc.reading.recorded import origin, recorded
from archiver_storage.warc.reading.response import Kept, Place, read, respond
from archiver_storage.warc.record import WARC_FIELDS, Record, format_date, format_fields
from archiver_storage.warc.source import WarcSource
from archiver_storage.warc.span import OPEN, WARCS, locate, packs
from archiver_storage.warc.writing.event import Event, new_id
from archiver_storage.warc.writing.file import WarcFile, locked, reporting, sync_folder
from archiver_storage.warc.writing.mending import mend

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archiver.captures import Capture, Exchange, Original, Recorded, StoredResponse
    from archiver.proving.checks import Fault, Met

FOLDER = "warc"
"""Where in the archive's folder the files lie."""
LIVE = "live"
FORMAT = "WARC File Format 1.1"
STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


class WarcStore(CaptureStore):
    """Keeps exchanges in ``FOLDER/warc/*.warc.gz``, WARC 1.1, one gzip member a record.

    A file is called ``….open`` while it is written. ``options`` are those of ``Options``. Raises
    ``SettingsError`` for others.
    """

    name: ClassVar[str] = "warc"

    def __init__(self, folder: Path, **options: object) -> None:
        self._options = Options.of(options)
        self._folder = folder
        self._description: tuple[tuple[str, str], ...] = ()
        self._site = ""
        self._file: WarcFile | None = None
        self._warcinfo = ""
        self._empty = True
        self._sources: dict[Path, WarcSource] = {}
        self._present: set[str] = set()

    def open(  # one field each
        self,
        *,
        site: str,
        operator: str | None,
        user_agent: str | None,
        robots: str,
        source: str = LIVE,
    ) -> None:
        """Mend what killed runs left, and begin a file; see ``CaptureStore.open``."""
        self.close()
        self._site = site
        self._description = tuple(_describe(site, operator, user_agent, robots, source))
        folder = self._folder / FOLDER
        with reporting(folder):
            folder.mkdir(parents=True, exist_ok=True)
            sync_folder(self._folder)
            with locked(folder):
                mend(folder)
        self._begin()

    def write(self, exchange: Exchange) -> Capture:
        """Write an exchange's records at once, as a whole or not at all."""
        if self._writing.size >= self._options.max_bytes:
            self.close()
            self._begin()
        original = exchange.original
        if original is not None and not self._has(original.file):
            exchange = replace(exchange, original=None)
        event = Event.of(exchange)
        members = [
            record.member(self._options.compression) for record in event.records(self._warcinfo)
        ]
        offset = self._writing.append(b"".join(members))
        self._empty = False
        return event.capture(f"{FOLDER}/{self._writing.path.name}", offset, len(members[0]))

    def sync(self) -> None:
        """Return when everything written is on the disk."""
        self._writing.sync()

    def close(self) -> None:
        """Sync the file and give it its final name; one without captures is removed."""
        file, self._file = self._file, None
        if file is not None:
            if self._empty:
                file.discard()
            else:
                file.close()

    def read(self, capture: Capture, original: Capture | None = None) -> StoredResponse:
        """Read a capture back. Raises ``SourceError`` where its bytes are not there."""
        kept = self.kept(capture)
        if not kept.revisit:
            return respond(kept, capture=capture)
        return respond(kept, self.kept(original) if original else self.original(kept))

    def kept(self, capture: Capture) -> Kept:
        """Return the record of a capture. Raises ``SourceError`` where it is not there."""
        span = locate(self._folder, capture.file)
        kept = read(Place(span=span, offset=capture.offset, length=capture.length))
        if kept.id != capture.record_id:
            message = f"{kept.place} is {kept.id}, not {capture.record_id}; put back the right file"
            raise SourceError(message)
        return kept

    def original(self, kept: Kept) -> Kept:
        """Return the record whose body a revisit has, out of the files beside it.

        Raises ``NotInSource``.
        """
        path = kept.place.span.path
        path = path if packs(path) else path.parent
        source = self._sources.get(path)
        if source is None:
            source = self._sources[path] = WarcSource.open(str(path))
        return source.original(kept)

    def files(self) -> list[KeptFile]:
        """Return the files in the folder; two of one second differ in their names by chance."""
        paths = (self._folder / FOLDER).glob("*")
        names = (path.name.removesuffix(OPEN) for path in paths if path.name.endswith(WARCS))
        files = [self.file(f"{FOLDER}/{name}") for name in names]
        return sorted(files, key=lambda file: (file.begun, file.name))

    def check(self, file: KeptFile) -> Iterator[Fault | Met]:
        """Read a file through, strictly where it is the archive's own."""
        own = file.name.startswith(f"{FOLDER}/")
        return Check(locate(self._folder, file.name), own=own).run()

    def sha256(self, file: KeptFile) -> str:
        """Return the SHA-256 of a file, in hex."""
        digest = hashlib.sha256()
        for piece in locate(self._folder, file.name).pieces():
            digest.update(piece)
        return digest.hexdigest()

    def copy(self, file: KeptFile, path: Path) -> None:
        """Copy a file; one that is not finished is still called ``….open``."""
        span = locate(self._folder, file.name)
        path = path if file.closed else path.with_name(path.name + OPEN)
        with reporting(path), path.open("xb") as stream:
            for piece in span.pieces():
                stream.write(piece)

    def recorded(
        self, file: KeptFile, original: Original, after: int = -1
    ) -> Iterator[Recorded | str]:
        """Yield the captures of a file."""

        def find(revisit: Kept) -> Kept | None:
            capture = original(revisit.original)
            return self.kept(capture) if capture else None

        yield from recorded(locate(self._folder, file.name), find, after)

    def _has(self, file: str) -> bool:
        """Tell whether the archive has the file that a revisit would refer to."""
        if file not in self._present:
            try:
                locate(self._folder, file)
            except SourceError:
                return False
            self._present.add(file)
        return file.startswith(f"{FOLDER}/")

    @property
    def _writing(self) -> WarcFile:
        if self._file is None:
            message = "the storage of captures is not open: call open()"
            raise RuntimeError(message)
        return self._file

    def _begin(self) -> None:
        folder, at = self._folder / FOLDER, datetime.now(UTC)
        name = f"{self._site}-{at:%Y%m%d%H%M%S}-{secrets.token_hex(4)}.warc.gz"
        with reporting(folder), locked(folder):
            file = WarcFile(folder / name)
        self._warcinfo = new_id()
        record = Record(
            type="warcinfo",
            id=self._warcinfo,
            date=format_date(at),
            block=format_fields(self._description),
            content_type=WARC_FIELDS,
            fields=[("WARC-Filename", name)],
        )
        try:
            file.append(record.member(self._options.compression))
        except StorageError:
            file.discard()
            raise
        self._file, self._empty = file, True

    def file(self, name: str) -> KeptFile:
        """Return a file of the archive or of a source."""
        span = locate(self._folder, name)
        closed = not span.path.name.endswith(OPEN)
        site, begun = origin(span)
        return KeptFile(name=name, size=span.size, site=site, begun=begun, closed=closed)


def _describe(
    site: str, operator: str | None, user_agent: str | None, robots: str, source: str
) -> Iterator[tuple[str, str]]:
    yield "software", f"archiver/{version('archiver')} Python/{python_version()}"
    yield "format", FORMAT
    yield "conformsTo", STANDARD
    yield "isPartOf", site
    if operator:
        yield "operator", operator
    if user_agent:
        yield "http-header-user-agent", user_agent
    yield "robots", robots
    if source != LIVE:
        yield "description", f"recovered from {source}: not first-hand captures"
