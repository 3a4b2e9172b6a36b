"""Date lines: the line of a page that prints the date, often with a label and a counter."""

from __future__ import annotations

import re
from typing import NamedTuple

from archiver.text import clean, number

LABEL = re.compile(
    r"(?:(?:ngày|thời gian) (?:đăng|xuất bản)|đăng (?:ngày|lúc)|publish date|cập nhật(?: lúc)?"
    r"|ngay dang)\s*:?\s*",
    re.IGNORECASE,
)
VIEWS = re.compile(
    r"[|\s-]*(?:view count|(?:số )?lượt (?:xem|đọc)|đã xem)\s*:?\s*([\d.,]*).*", re.IGNORECASE
)
COUNT = re.compile(r"\d[\d.,\s]*")


class DateLine(NamedTuple):
    """The date as it is printed, without its label, and the readers that the line counts."""

    printed: str | None
    views: int | None


def read_line(text: str | None) -> DateLine:
    """Take a date line apart."""
    line = clean(text or "")
    views = VIEWS.search(line)
    printed = LABEL.sub("", VIEWS.sub("", line))
    return DateLine(printed or None, number(views[1]) if views else None)


def read_count(text: str | None) -> int | None:
    """Return the one number in a counter's text (``1.729 lượt xem``)."""
    counts = COUNT.findall(text or "")
    return number(counts[0].strip(" .,")) if len(counts) == 1 else None
