"""Captions: which lines of a body are printed under a photo to tell what it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archiver.parsing.bylines import SENTENCE_END, is_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.parsing.markup import Line

CENTRED = frozenset({"center", "middle"})
CREDIT = re.compile(r"\(\s*(?:ảnh|nguồn|photo)\b", re.IGNORECASE)
ITEM = re.compile(r"[-–+*•]|\(?(?:\d{1,3}|[a-zđ]|[IVX]+)[.,)]\s", re.IGNORECASE)
MOST_WORDS = 80
"""Words of a caption that its look sets apart from the text."""
MOST_PLAIN_WORDS = 40
MOST_SENTENCE_WORDS = 30
MOST_LINES = 4


def part(
    lines: Sequence[Line], lead: str | None = None
) -> tuple[list[Line], list[tuple[str, str | None]]]:
    """Part the lines of text from the photos (``src``, caption), ``lead`` first.

    A caption is what stands next after a photo and names what it shows: a line set apart by its
    look, or a short one that is no sentence. It may run over several lines. The first line of a
    body is far from the lead photo: it is that one's caption only where nothing speaks against it.
    """
    text: list[Line] = []
    photos: list[tuple[str, str | None]] = [(lead, None)] if lead else []
    caption: list[Line] = []
    beside = bool(lead)
    for number, line in enumerate(lines):
        shown = any(map(str.isalnum, line.text))
        if line.photos:
            photos += ((source, None) for source in line.photos)
            caption = []
        if line.photos and not (shown and line.photo_first):
            text += [line] if shown else []
            beside = True
        elif (line.photos or beside) and _is_of(line, caption, sure=number > 0 or not lead):
            caption.append(line)
            beside = True
            photos[-1] = photos[-1][0], " ".join(line.text for line in caption)
        else:
            text.append(line)
            beside = False
    return text, photos


def _is_of(line: Line, caption: list[Line], *, sure: bool) -> bool:
    """Tell whether a line next after a photo, or after its caption, belongs to the caption."""
    if line.caption:
        return True
    if line.row or not any(map(str.isalnum, line.text)):
        return False
    if caption:
        return len(caption) < MOST_LINES and _continues(line, caption[-1])
    if line.align == "right" or _words(line) > MOST_WORDS:
        return False
    if CREDIT.search(line.text):
        return True
    return _is_caption(line) if sure else line.align in CENTRED and line.slanted


def _is_caption(line: Line) -> bool:
    """Tell a caption by its look; a line that holds the photo itself must be set apart by it."""
    if line.align in CENTRED:
        return not (line.bold and line.text.isupper())
    if line.slanted:
        sentence = SENTENCE_END.search(line.text) and _words(line) > MOST_SENTENCE_WORDS
        return not sentence and not ITEM.match(line.text)
    return not line.photos and _words(line) <= MOST_PLAIN_WORDS and _is_plain_caption(line)


def _is_plain_caption(line: Line) -> bool:
    return not (
        line.bold
        or line.links
        or SENTENCE_END.search(line.text)
        or ITEM.match(line.text)
        or is_name(line.text)
    )


def _continues(line: Line, before: Line) -> bool:
    """Tell whether a caption goes on: in the same look, unless the line before was complete."""
    if line.photos or line.align != before.align or _words(line) > MOST_WORDS:
        return False
    if CREDIT.match(line.text):
        return True
    if line.align not in CENTRED:
        return False
    if line.text[0].islower():
        return True
    complete = SENTENCE_END.search(before.text) or before.text.endswith(")")
    alike = (line.bold, line.slanted) == (before.bold, before.slanted)
    return not complete and (alike or bool(CREDIT.search(line.text)))


def _words(line: Line) -> int:
    return len(line.text.split())
