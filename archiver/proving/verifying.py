"""Verifying: are the captures what they were, and do the database and the files agree?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from archiver.captures import KeptFile
from archiver.errors import SourceError, StorageError
from archiver.proving.checklog import CheckLog, Entry
from archiver.proving.checks import Fault, Finding, Met

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from archiver.captures import Capture, CaptureStore
    from archiver.evidence import Evidence
    from archiver.storage import Storage

NIGHTS = 30
"""Runs of a part after which every file has been checked."""
TOLD = 100
"""Findings of a file that are logged; more are counted."""
BATCH = 500
DATABASE = "the database"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was checked, and every finding, those of an interrupted check of all included.

    ``count`` counts also the findings that are too many to be told.
    """

    files: int
    records: int
    bytes: int
    count: int
    findings: tuple[Finding, ...]

    @property
    def sums(self) -> dict[str, int]:
        """The numbers by their names."""
        names = ("files", "records", "bytes", "count")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Verification:
    """Checks the files of an archive and holds its database against them."""

    captures: CaptureStore
    records: Storage
    log: CheckLog
    tell: Callable[[str], None]
    _evidence: Evidence | None = None
    _counts: Mapping[str, int] = field(default_factory=dict)
    _own: set[str] = field(default_factory=set)

    def run(self, *, every: bool) -> Verified:
        """Check every file, or those that were not checked for longest. Raises ``StorageError``."""
        self.log.read()
        own = self.captures.files()
        self._own = {file.name for file in own}
        findings = list(self._open())
        others = [self._other(name) for name in self._counts if name not in self._own]
        files = [*(file for file in own if file.closed), *others]
        if every:
            self.log.begin_all(_now())
        chosen = self._all(files) if every else self._part(files)
        entries = [self.log.last[f.name] for f in files if every and f not in chosen]
        for number, file in enumerate(chosen, start=1):
            self.tell(f"file {number} of {len(chosen)}: {file.name}")
            entries.append(self._check(file))
            self.log.add(entries[-1])
        if every:
            self.log.end_all(_now())
        return _verified(entries, findings)

    def _open(self) -> Iterator[Finding]:
        """Open the database; one that cannot be asked is a finding."""
        try:
            self.records.open(create=False)
            self._evidence = self.records.evidence()
            self._counts = self._evidence.counts()
        except StorageError as error:
            self._evidence = None
            yield Finding(file=DATABASE, offset=None, record=None, what=str(error))

    def _other(self, name: str) -> KeptFile:
        """Return a file that only the database knows, or one of somebody else."""
        try:
            return self.captures.file(name)
        except SourceError:
            return KeptFile(name=name, size=0)

    def _all(self, files: Sequence[KeptFile]) -> list[KeptFile]:
        """Return the files that a check of all has not come to."""
        begun = self.log.begun or ""
        return [f for f in files if (e := self.log.last.get(f.name)) is None or e.at < begun]

    def _part(self, files: Sequence[KeptFile]) -> list[KeptFile]:
        """Return the files not checked for longest, as much as a night's share of the bytes."""
        ordered = sorted(files, key=lambda f: e.at if (e := self.log.last.get(f.name)) else "")
        share, chosen = sum(file.size for file in files) / NIGHTS, list[KeptFile]()
        for file in ordered:
            if chosen and sum(one.size for one in chosen) >= share:
                break
            chosen.append(file)
        return chosen

    # --- one file

    def _check(self, file: KeptFile) -> Entry:
        at, sha256, records, count = _now(), "", 0, 0
        told: list[Finding] = []
        try:
            sha256 = self.captures.sha256(file)
            for found in self._faults(file, sha256):
                if isinstance(found, Met):
                    records += 1
                    continue
                count += 1
                if len(told) < TOLD:
                    told.append(_finding(file, found))
        except SourceError as error:
            count += 1
            missing = self._counts.get(file.name, 0)
            what = f"{error}; {missing:,} captures of the database lie in it"
            told.append(_finding(file, Fault(what=what)))
        return Entry(
            file=file.name,
            at=at,
            bytes=file.size,
            sha256=sha256,
            records=records,
            count=count,
            findings=tuple(told),
        )

    def _faults(self, file: KeptFile, sha256: str) -> Iterator[Fault | Met]:
        before = self.log.manifest.get(file.name, sha256)
        if before != sha256:
            yield Fault(what=f"the file was changed: its SHA-256 is {sha256} and was {before}")
        waiting: list[Met] = []
        seen: set[int] = set()
        for found in self.captures.check(file):
            yield found
            if isinstance(found, Met):
                waiting.append(found)
            if len(waiting) >= BATCH:
                yield from self._compared(file, waiting, seen)
                waiting = []
        yield from self._compared(file, waiting, seen)
        yield from self._lost(file, seen)

    def _compared(self, file: KeptFile, met: Sequence[Met], seen: set[int]) -> Iterator[Fault]:
        """Yield where the database says something else of captures that are there."""
        if self._evidence is None or not met:
            return
        wanted = {name for one in met for name in (one.record, one.refers_to) if name}
        known = self._evidence.kept(wanted)
        for one in met:
            capture = known.get(one.record)
            if capture is not None and capture.file == file.name:
                seen.add(hash(one.record))
            own = file.name in self._own
            for what in _differences(file, one, capture, known, own=own):
                yield Fault(what=what, offset=one.offset, record=one.record)

    def _lost(self, file: KeptFile, seen: set[int]) -> Iterator[Fault]:
        """Yield the captures that the database has in a file, and that are not there."""
        if self._evidence is None or self._counts.get(file.name, 0) <= len(seen):
            return
        for capture in self._evidence.of_file(file.name):
            if hash(capture.record_id) not in seen:
                what = f"lost: the capture of {capture.url} that the database has is not there"
                yield Fault(what=what, offset=capture.offset, record=capture.record_id)


def _differences(
    file: KeptFile,
    met: Met,
    capture: Capture | None,
    known: Mapping[str, Capture],
    *,
    own: bool,
) -> Iterator[str]:
    if capture is None:
        if own:
            yield "the database does not know this capture; `archiver rebuild` takes it in"
        return
    if (capture.file, capture.offset, capture.length) != (file.name, met.offset, met.length):
        where = f"{capture.length:,} bytes of {capture.file} from {capture.offset:,}"
        yield f"the database has this capture elsewhere: {where}"
    for name, here, there in (
        ("SHA-1", met.digest, capture.digest),
        ("SHA-256", met.sha256, capture.sha256),
    ):
        if own and here and there and here != there:
            yield f"the {name} of the payload is not the one in the database"
    if own and met.refers_to and met.refers_to not in known:
        yield f"the record that it repeats, {met.refers_to}, is not in the archive"


def _finding(file: KeptFile, fault: Fault) -> Finding:
    return Finding(file=file.name, offset=fault.offset, record=fault.record, what=fault.what)


def _verified(entries: Sequence[Entry], findings: Sequence[Finding]) -> Verified:
    return Verified(
        files=len(entries),
        records=sum(entry.records for entry in entries),
        bytes=sum(entry.bytes for entry in entries),
        count=len(findings) + sum(entry.count for entry in entries),
        findings=(*findings, *(finding for entry in entries for finding in entry.findings)),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat()
