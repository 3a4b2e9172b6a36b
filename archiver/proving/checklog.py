"""The log of checks, and the manifest: what each closed file's SHA-256 is and was."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from archiver.errors import StorageError
from archiver.linefile import append, lines
from archiver.proving.checks import Finding

if TYPE_CHECKING:
    from pathlib import Path

LOG = "checks.jsonl"
MANIFEST = "manifest-sha256.txt"
"""As `sha256sum` writes it: `sha256sum -c` in the archive's folder checks the files by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One check of one file: when it began, and what was found, the first of ``count`` faults."""

    file: str
    at: str
    bytes: int
    sha256: str
    records: int
    count: int
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class CheckLog:
    """Reads and extends the log and the manifest in an archive's folder."""

    folder: Path
    last: dict[str, Entry] = field(default_factory=dict)
    manifest: dict[str, str] = field(default_factory=dict)
    begun: str | None = None
    """When a check of all files began that has not ended."""

    def read(self) -> None:
        """Read what is there. Raises ``StorageError``."""
        for line in lines(self.folder / MANIFEST):
            digest, _, file = line.partition("  ")
            self.manifest[file] = digest
        for line in lines(self.folder / LOG):
            try:
                self._note(json.loads(line))
            except (ValueError, TypeError, KeyError) as error:
                message = f"{self.folder / LOG} has a line that is no check: {line[:80]!r}; remove"
                raise StorageError(message) from error

    def begin_all(self, at: str) -> None:
        """Begin a check of all files, or go on with one that was interrupted."""
        if self.begun is None:
            self.begun = at
            append(self.folder / LOG, json.dumps({"all": "began", "at": at}))

    def end_all(self, at: str) -> None:
        """End a check of all files."""
        self.begun = None
        append(self.folder / LOG, json.dumps({"all": "ended", "at": at}))

    def add(self, entry: Entry) -> None:
        """Note a check; a file that is not in the manifest yet is put there."""
        self.last[entry.file] = entry
        if entry.sha256 and entry.file not in self.manifest:
            self.manifest[entry.file] = entry.sha256
            append(self.folder / MANIFEST, f"{entry.sha256}  {entry.file}")
        append(self.folder / LOG, json.dumps(asdict(entry), ensure_ascii=False))

    def _note(self, told: dict[str, Any]) -> None:
        if "all" in told:
            self.begun = told["at"] if told["all"] == "began" else None
            return
        findings = tuple(Finding(**finding) for finding in told.pop("findings"))
        entry = Entry(**told, findings=findings)
        self.last[entry.file] = entry
