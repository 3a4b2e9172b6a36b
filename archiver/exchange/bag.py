"""BagIt (RFC 8493): a folder that tells what is in it, and by which digests to check that."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

PAYLOAD = "data"
"""Where in the folder lies what is kept."""
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")
PIECE = 1 << 20
ESCAPES = {"%": "%25", "\n": "%0A", "\r": "%0D"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many files there are, and their bytes."""

    files: int
    bytes: int


def describe(folder: Path, info: Iterable[tuple[str, str]]) -> Sum:
    """Make a bag of a folder whose payload is there, with further lines for ``bag-info.txt``."""
    payload = sorted(path for path in (folder / PAYLOAD).rglob("*") if path.is_file())
    _write(folder, "manifest", payload)
    total = Sum(files=len(payload), bytes=sum(path.stat().st_size for path in payload))
    told = [*info, ("Payload-Oxum", f"{total.bytes}.{total.files}")]
    lines = (f"{name}: {_line(value)}\n" for name, value in told)
    (folder / "bag-info.txt").write_text("".join(lines), encoding="utf-8")
    (folder / "bagit.txt").write_text(DECLARATION, encoding="utf-8")
    _write(folder, "tagmanifest", sorted(folder.glob("*.txt")))
    return total


def _write(folder: Path, name: str, paths: Iterable[Path]) -> None:
    digests = {path: _digests(path) for path in paths}
    for algorithm in ALGORITHMS:
        lines = (f"{found[algorithm]}  {_named(folder, at)}\n" for at, found in digests.items())
        text = "".join(lines)
        (folder / f"{name}-{algorithm}.txt").write_text(text, encoding="utf-8")


def _digests(path: Path) -> Mapping[str, str]:
    """Return a file's digests in hex, once it is on the disk."""
    digests = [hashlib.new(algorithm) for algorithm in ALGORITHMS]
    with path.open("rb") as file:
        os.fsync(file.fileno())
        while piece := file.read(PIECE):
            for digest in digests:
                digest.update(piece)
    return {digest.name: digest.hexdigest() for digest in digests}


def _named(folder: Path, path: Path) -> str:
    return "".join(ESCAPES.get(char, char) for char in path.relative_to(folder).as_posix())


def _line(value: str) -> str:
    return safe(value).replace("\n", " ").strip()
