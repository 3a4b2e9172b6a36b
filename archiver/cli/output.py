"""Output: answers on stdout, as JSON Lines for programs or in words for people."""

from __future__ import annotations

import dataclasses
import json
import sys
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console

from archiver.terminal import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rich.console import RenderableType

T = TypeVar("T")

PLAIN: Any = {"highlight": False, "markup": False, "emoji": False}
UNBROKEN = 100_000
"""Columns in a pipe or a file, where lines are searched rather than read."""


def show(
    answers: Sequence[T], render: Callable[[Sequence[T]], RenderableType], *, as_json: bool
) -> None:
    """Print what was found: a line each, or as ``render`` puts all of it."""
    if as_json:
        write(answers)
        return
    if sys.stdout.isatty():
        Console(**PLAIN).print(render(answers))
        return
    lines = StringIO()
    Console(width=UNBROKEN, file=lines, **PLAIN).print(render(answers))
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in lines.getvalue().splitlines())


def write(answers: Iterable[object]) -> None:
    """Print a JSON object a line."""
    for answer in answers:
        sys.stdout.write(escaped(json.dumps(_plain(answer), ensure_ascii=False)) + "\n")


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever a dataclass holds
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return _mapping(value) if hasattr(value, "items") else value


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): _plain(item) for key, item in value.items()}
