"""Dates as the portals print them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

HANOI: Final = timezone(timedelta(hours=7))
_WEEKDAYS: Final = ("hai", "ba", "tư", "năm", "sáu", "bảy")


def _twelve(at: datetime) -> str:
    """Return the time as 1:05 PM."""
    half = "PM" if at.hour >= 12 else "AM"  # noon
    return f"{at.hour % 12 or 12}:{at:%M} {half}"


def _twelve_vietnamese(at: datetime) -> str:
    half = "CH" if at.hour >= 12 else "SA"  # noon
    return f"{at.hour % 12 or 12}:{at:%M} {half}"


def _weekday(at: datetime) -> str:
    return "Chủ nhật" if at.weekday() == 6 else f"Thứ {_WEEKDAYS[at.weekday()]}"


STAMPS: Final[dict[str, Callable[[datetime], str]]] = {
    "label": lambda at: f"{at:%d/%m/%Y} | {_twelve(at)}",
    "seed": lambda at: f"{at:%d/%m/%Y} | {at:%H:%M}",
    "bare": lambda at: f"{at:%d/%m/%Y} | {_twelve(at)}",
    "no views": lambda at: f"{at:%d/%m/%Y} | {_twelve(at)}",
    "weekday": lambda at: f"{_weekday(at)}, {at:%d/%m/%Y} | {_twelve_vietnamese(at)}",
    "vnportal": lambda at: f"{at:%H:%M %d/%m/%Y}",
    "asset": lambda at: f"{at:%d/%m/%Y %H:%M}",
    "day": lambda at: f"{at:%d/%m/%Y}",
    "iso": lambda at: f"{at:%Y-%m-%dT%H:%M:%S}",
    "spoken": lambda at: f"{_weekday(at)}, {at:%d/%m/%Y}, {at:%H} giờ {at:%M}",
    "none": lambda _: "",
}
"""The date as printed, without label and views, in each form of the date line."""
