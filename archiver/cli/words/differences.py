"""Differences in words: coloured in a terminal, with marks where there are no colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from rich.padding import Padding
from rich.text import Text

from archiver.errors import NotInArchive
from archiver.histories.diff import Change, Mark, difference
from archiver.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from archiver.histories.diff import Operation
    from archiver.records import History, Revision

STYLES = {Mark.SAME: "", Mark.REMOVED: "red strike", Mark.ADDED: "green underline"}
MARKS = {Mark.SAME: ("", ""), Mark.REMOVED: ("[-", "-]"), Mark.ADDED: ("{+", "+}")}
Line = list[tuple[Mark, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """A field that two revisions of an article word differently."""

    site: str
    key: str
    old: int
    new: int
    field: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one revision of an article says otherwise than another; rich prints it."""

    history: History
    old: Revision
    new: Revision

    @classmethod
    def of(cls, history: History, old: int | None, new: int | None) -> Self:
        """Compare two revisions, or the last two. Raises ``NotInArchive``."""
        last = len(history.revisions)
        if last == 1 and old is None:
            message = f"{history.site} {history.key} has one revision: nothing was changed yet"
            raise NotInArchive(message)
        numbers = (last - 1 if old is None else old, last if new is None else new)
        wrong = next((number for number in numbers if not 1 <= number <= last), None)
        if wrong is not None:
            message = f"{history.site} {history.key} has no revision {wrong}, but 1 to {last}"
            raise NotInArchive(message)
        first, second = (history.revisions[number - 1] for number in numbers)
        return cls(history, first, second)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The fields that differ."""
        return difference(self.old.article, self.new.article)

    def fields(self) -> Iterator[FieldDifference]:
        """Return the fields that differ, for programs."""
        for change in self.changes:
            yield FieldDifference(
                site=self.history.site,
                key=self.history.key,
                old=self.old.number,
                new=self.new.number,
                field=change.field,
                operations=change.operations,
            )

    def __rich_console__(self, console: Console, _: ConsoleOptions) -> RenderResult:
        coloured = console.color_system is not None and not console.no_color
        yield Text(safe(f"{self.history.site} {self.history.key}"), style="bold")
        for sign, revision in (("-", self.old), ("+", self.new)):
            yield Text(safe(f"{sign} {_told(revision)}"), style="dim")
        for change in self.changes:
            yield Text(f"\n{change.field}", style="bold")
            for line in _shown(change.operations):
                yield Padding(_text(line, coloured=coloured), (0, 0, 0, 2))
        if not self.changes:
            yield "no difference"


def _told(revision: Revision) -> str:
    capture = revision.capture
    at = f", captured {capture.at.isoformat(' ', 'minutes')}" if capture else ""
    return f"revision {revision.number}{at}, read by {revision.parser}"


def _shown(operations: Sequence[Operation]) -> Iterator[Line]:
    """Return the lines in which something changed, and how many between them did not."""
    same = 0
    for line in [*_lines(operations), None]:
        if line is not None and not any(piece for mark, piece in line if mark is not Mark.SAME):
            same += 1
            continue
        if same:
            yield [(Mark.SAME, f"({same} unchanged)")]
        same = 0
        if line is not None:
            yield line


def _lines(operations: Sequence[Operation]) -> Iterator[Line]:
    line: Line = []
    for operation in operations:
        first, *rest = operation.text.split("\n")
        line.append((operation.mark, first))
        for text in rest:
            yield line
            line = [(operation.mark, text)]
    yield line


def _text(line: Line, *, coloured: bool) -> Text:
    """Return a line; white space before a word is left outside the marks."""
    text = Text()
    for mark, piece in line:
        words = safe(piece)
        before, after = ("", "") if coloured or not words.strip() else MARKS[mark]
        bare = words.lstrip()
        text.append(words[: len(words) - len(bare)])
        text.append(f"{before}{bare}{after}", style=STYLES[mark] if coloured else "")
    return text
