"""What several formats share: items with a comma between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO


def write_joined(file: BinaryIO, begin: str, items: Iterable[str], end: str) -> None:
    """Write JSON values a line each, between ``begin`` and ``end``."""
    file.write(begin.encode())
    file.writelines(f"{',' if n else ''}\n{item}".encode() for n, item in enumerate(items))
    file.write(f"\n{end}\n".encode())
