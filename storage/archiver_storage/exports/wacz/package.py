"""The package: a zip file whose members are described, with their digests, in one of them."""

from __future__ import annotations

import hashlib
import json
import struct
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import IO, BinaryIO

VERSION = "1.1.1"
DESCRIPTION = "datapackage.json"
DIGEST = "datapackage-digest.json"


@dataclass(slots=True)
class Member:
    """A member while it is written: its size so far, and the digest of it."""

    stream: IO[bytes]
    size: int = 0
    sha256: Any = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> None:
        """Append to it."""
        self.stream.write(data)
        self.sha256.update(data)
        self.size += len(data)


class Package:
    """A WACZ while it is written, member after member; also into a pipe."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = ZipFile(file, "w")
        self._at = datetime.now(UTC)
        self._resources: list[Mapping[str, object]] = []

    @contextmanager
    def member(self, path: str, *, packed: bool = True) -> Iterator[Member]:
        """Return a member to write to. One that is read in parts is not to be ``packed``."""
        info = ZipInfo(path, self._at.timetuple()[:6])
        info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        info.external_attr = 0o644 << 16
        info.extra = _stamp(self._at)
        with self._zip.open(info, "w", force_zip64=True) as stream:
            member = Member(stream)
            yield member
        self._resources.append(
            {
                "name": path.rpartition("/")[2],
                "path": path,
                "hash": f"sha256:{member.sha256.hexdigest()}",
                "bytes": member.size,
            }
        )

    def close(self, title: str) -> None:
        """Describe what was written, and end it."""
        told = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": title,
            "software": f"archiver/{version('archiver')}",
            "created": self._at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "resources": list(self._resources),
        }
        with self.member(DESCRIPTION) as member:
            member.write(json.dumps(told, ensure_ascii=False, indent=2).encode())
        digest = {"path": DESCRIPTION, "hash": f"sha256:{member.sha256.hexdigest()}"}
        with self.member(DIGEST) as member:
            member.write(json.dumps(digest).encode())
        self._zip.close()


def _stamp(at: datetime) -> bytes:
    """Return a time as a zip's extra field 'UT'.

    ReplayWeb.page takes a directory entry without extra fields for a sign that the member has none
    either, and reads past its beginning; a member has one as soon as it may be large.
    """
    return struct.pack("<2sHBl", b"UT", 5, 1, int(at.timestamp()))
