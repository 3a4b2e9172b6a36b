"""Options: the same words for the same things in every command."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.cli import names
from archiver.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", "-s", metavar="NAME=VALUE", help="A setting, such as folder=archive."),
]
Site = Annotated[
    str | None, typer.Option("--site", help="Only this site.", autocompletion=names.sites)
]
KeyOrUrl = Annotated[str, typer.Argument(metavar="KEY-OR-URL")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, for others to judge.")]

Section = Annotated[str | None, typer.Option("--section", help="Only this section: slug or name.")]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY", help="Published on this day (2018-03-27) or later."),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DAY", help="Published on this day, month or year, or before."),
]
Changed = Annotated[bool, typer.Option("--changed", help="Edited by the site afterwards.")]
Gone = Annotated[bool, typer.Option("--gone", help="Missing or gone.")]
HasPhoto = Annotated[bool, typer.Option("--has-photo", help="With a photo.")]

SELECTION: dict[str, tuple[Any, Any]] = {
    "site": (Site, None),
    "section": (Section, None),
    "since": (Since, None),
    "until": (Until, None),
    "changed": (Changed, False),
    "gone": (Gone, False),
    "has_photo": (HasPhoto, False),
}
"""Options that make a selection: type and default of each."""


def selecting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a selection in place of its parameter ``selection``."""

    @wraps(command)
    def asked(**given: Any) -> None:  # noqa: ANN401  # whatever the command takes
        chosen = {name: given.pop(name) for name in SELECTION}
        command(**given, selection=Selection.of(**chosen))

    signature = inspect.signature(command, eval_str=True)
    parameters = [p for p in signature.parameters.values() if p.name != "selection"]
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
        for name, (kind, default) in SELECTION.items()
    ]
    kept = [p for p in parameters if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    last = [p for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY]
    asked.__signature__ = signature.replace(  # type: ignore[attr-defined]  # read by inspect
        parameters=[*kept, *options, *last], return_annotation=None
    )
    return asked
