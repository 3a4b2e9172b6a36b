"""The difference between two wordings: field by field, paragraph by paragraph, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from archiver.dates import HANOI
from archiver.histories.alignment import aligned
from archiver.histories.words import Word, split, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archiver.article import Article


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A piece of text, and what became of it."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field whose words changed; paragraphs, photos and files are one line each."""

    field: str
    operations: tuple[Operation, ...]

    @property
    def old(self) -> str:
        """The text as it was."""
        return _without(Mark.ADDED, self.operations)

    @property
    def new(self) -> str:
        """The text as it became."""
        return _without(Mark.REMOVED, self.operations)


def difference(old: Article, new: Article) -> tuple[Change, ...]:
    """Return the fields whose words differ: none where two records have one wording."""
    fields = zip(_fields(old), _fields(new), strict=True)
    compared = ((name, compare(before, after)) for (name, before), (_, after) in fields)
    return tuple(
        Change(field=name, operations=operations)
        for name, operations in compared
        if any(operation.mark is not Mark.SAME for operation in operations)
    )


def rewritten(old: Article, new: Article) -> float:
    """Return the share of words that were removed or added, from 0 to 1."""
    total = sum(
        len(words_of(line)) for a in (old, new) for _, lines in _fields(a) for line in lines
    )
    return reworded(old, new) / total if total else 0.0


def reworded(old: Article, new: Article) -> int:
    """Return how many words were removed or added; one in the place of another counts two."""
    return sum(
        len(words_of(operation.text))
        for change in difference(old, new)
        for operation in change.operations
        if operation.mark is not Mark.SAME
    )


def compare(old: Sequence[str], new: Sequence[str]) -> tuple[Operation, ...]:
    """Return what makes the lines ``new`` of the lines ``old``, each joined by line feeds.

    What was removed stands before what was added in its place.
    """
    return tuple(_merged(_operations(old, new)))


def _fields(article: Article) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the fields that make a wording, in lines; see ``fingerprint.wording``."""
    at = article.published_at
    yield "title", (article.title,)
    yield "published_at", (at.astimezone(HANOI).isoformat(" "),) if at else ()
    yield "abstract", (article.abstract,) if article.abstract is not None else ()
    yield "body", article.body
    yield "images", tuple(f"{i.url} {i.caption or ''}".rstrip() for i in article.images)
    yield "byline", (article.byline,) if article.byline is not None else ()
    yield "attachments", tuple(f"{a.url} {a.title}".rstrip() for a in article.attachments)


def _operations(old: Sequence[str], new: Sequence[str]) -> Iterator[Operation]:
    feed = other_feed = ""
    for before, after in aligned(old, new):
        if before is not None and after is not None:
            yield from _replaced(feed, other_feed)
            yield from _reworded(before, after)
        elif before is not None:
            yield Operation(mark=Mark.REMOVED, text=feed + before)
        else:
            yield Operation(mark=Mark.ADDED, text=f"{other_feed}{after}")
        feed = "\n" if before is not None else feed
        other_feed = "\n" if after is not None else other_feed


def _reworded(old: str, new: str) -> Iterator[Operation]:
    if old == new:
        yield Operation(mark=Mark.SAME, text=old)
        return
    words, others = split(old), split(new)
    matcher = SequenceMatcher(
        None, [w.text for w in words], [w.text for w in others], autojunk=False
    )
    for kind, begin, end, other_begin, other_end in matcher.get_opcodes():
        before, after = words[begin:end], others[other_begin:other_end]
        if kind == "equal":
            for one, other in zip(before, after, strict=True):
                yield from _replaced(one.space, other.space)
                yield Operation(mark=Mark.SAME, text=one.text)
        else:
            yield Operation(mark=Mark.REMOVED, text=_joined(before))
            yield Operation(mark=Mark.ADDED, text=_joined(after))


def _replaced(old: str, new: str) -> Iterator[Operation]:
    if old == new:
        yield Operation(mark=Mark.SAME, text=old)
        return
    yield Operation(mark=Mark.REMOVED, text=old)
    yield Operation(mark=Mark.ADDED, text=new)


def _merged(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Join neighbours of one mark; between two that stay, what was removed comes first."""
    run: dict[Mark, str] = {}
    for operation in operations:
        if not operation.text:
            continue
        same = operation.mark is Mark.SAME
        if run and same != (Mark.SAME in run):
            yield from _flushed(run)
            run = {}
        run[operation.mark] = run.get(operation.mark, "") + operation.text
    yield from _flushed(run)


def _flushed(run: dict[Mark, str]) -> Iterator[Operation]:
    return (Operation(mark=mark, text=run[mark]) for mark in Mark if mark in run)


def _joined(words: Iterable[Word]) -> str:
    return "".join(word.space + word.text for word in words)


def _without(mark: Mark, operations: Iterable[Operation]) -> str:
    return "".join(operation.text for operation in operations if operation.mark is not mark)
