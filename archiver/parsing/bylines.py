"""Bylines: the writer or the source, printed on a line of its own after the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archiver.parsing.markup import Line

SOURCE = re.compile(
    r"\(?\s*(?:nguồn|theo|tác giả|người viết|thực hiện|nhóm pv|pv|phóng viên|ctv|bbt|ban biên tập"
    r"|(?:tin|bài|ảnh)\s*(?:[,:&–-]|và|bài)\s*(?:ảnh|bài|tin)?)(?=[\s:.)]|$)",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"\W*(?:đã ký|(?:phó )?(?:giám đốc|chủ tịch|thủ tướng|bộ trưởng|trưởng ban|chánh văn phòng)"
    r"|(?:kt|tm|tl|tuq)\.)|.*ngày\s+\d+\s+tháng",
    re.IGNORECASE,
)
"""What stands above a name that signs a document, or where the place and day stand."""
SENTENCE_END = re.compile(r"[.:;!?…]['\"”’)]*$")
JOINTS = frozenset({"-", "–", "&", "và"})
MOST_WORDS = 14
MOST_NAME_WORDS = 6


def find_byline(text: Sequence[Line]) -> slice:
    """Return which lines name the writer or the source; an empty slice where none does.

    They stand at the end. Behind them may stand one stray line, or, where a name is set to the
    right, what was appended to the text.
    """
    found = _ending_at(text, len(text))
    for end in range(len(text) - 1, 1, -1):
        if found.start < found.stop:
            break
        last = text[end - 1]
        if last.align == "right" and (end == len(text) - 1 or is_name(last.text)):
            found = _ending_at(text, end)
    return found


def is_name(text: str) -> bool:
    """Tell whether a text looks like the name of a person or two: a few words with capitals."""
    words = [word for word in re.sub(r"\(.*?\)", "", text).split() if word not in JOINTS]
    return 1 < len(words) <= MOST_NAME_WORDS and all(
        word[0].isupper() and not re.search(r"[\d:@/]", word) for word in words
    )


def _ending_at(text: Sequence[Line], end: int) -> slice:
    start = end
    while start > 0 and _is_byline(text[start - 1], text[max(start - 2, 0) : start - 1]):
        start -= 1
        if start > 0 and not _is_apart(text[start - 1]):
            break
    return slice(start, end)


def _is_byline(line: Line, before: Sequence[Line]) -> bool:
    if line.row or not _is_short(line) or not any(map(str.isalpha, line.text)):
        return False
    if any(SIGNATURE.match(other.text) for other in (line, *before) if _is_short(other)):
        return False
    if line.align == "right" and is_name(line.text):
        return True
    if SENTENCE_END.search(line.text):
        return False
    if _is_apart(line):
        return True
    listed = any(is_name(other.text) for other in before)
    return is_name(line.text) and not line.links and not listed


def _is_apart(line: Line) -> bool:
    return line.align == "right" or bool(SOURCE.match(line.text))


def _is_short(line: Line) -> bool:
    return len(line.text.split()) <= MOST_WORDS
