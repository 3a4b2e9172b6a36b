"""Telling a difference between what was expected and what is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archiver.histories.diff import Mark, compare

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNS = {Mark.SAME: " ", Mark.REMOVED: "-", Mark.ADDED: "+"}


def told(want: object, got: object) -> Iterator[str]:
    """Yield the lines of a difference, what was expected marked ``-``, what is read ``+``."""
    for operation in compare(_lines(want), _lines(got)):
        for line in filter(str.strip, operation.text.splitlines()):
            yield f"{SIGNS[operation.mark]} {line.strip()}"


def _lines(value: object) -> list[str]:
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    return [i if isinstance(i, str) else json.dumps(i, ensure_ascii=False) for i in items]
