"""Dates: what portals of Viet Nam print, read without a guess."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from archiver.text import fold

HANOI_HOURS = 7
HANOI = timezone(timedelta(hours=HANOI_HOURS))
"""The time of Viet Nam; no summer time since 1975."""
NOON = 12
SUNDAY = 6

DAY = re.compile(r"(?<![\w/])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\w/])")
WORDED_DAY = re.compile(r"\b(\d{1,2}) thang (\d{1,2})(?: nam|,) (\d{4})\b")
SEVERAL = re.compile(r"\d (?:va|den|toi|&) (?:ngay )?\d")
ISO_DAY = r"(\d{4})-(\d\d)-(\d\d)"
ISO_TIME = r"(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s?(z|[+-]\d\d:?\d\d)?"
ISO = re.compile(rf"(?<![\w-]){ISO_DAY}(?:[t ]{ISO_TIME})?(?![\w:-])")
TIME = re.compile(
    r"(?<![\w:])(\d{1,2})(?::(\d\d)(?::(\d\d))?|\s?(?:h|gio)(?:\s?(\d\d))?(?: phut)?)"
    r"(?:\s?(am|pm|sa|ch))?(?![\w:])"
)
CLOCK = re.compile(r"\d\s?(?::|h\b|gio\b)|\b(?:am|pm|sa|ch)\b")
HALVES = {"am": 0, "sa": 0, "pm": NOON, "ch": NOON}
ZONE = re.compile(r"\b(?:gmt|utc)\s?([+-]\d{1,2})")
WEEKDAY = re.compile(r"\b(?:thu (hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)\b")
WEEKDAYS = ("hai", "ba", "tu", "nam", "sau", "bay")


def read_date(text: str) -> datetime | None:
    """Return the one moment that a date line prints, in the time of Viet Nam.

    Understood are day before month (``27/03/2018``, ``27 tháng 3 năm 2018``) and ISO dates, with
    or without a time (``10:14``, ``10h14``, ``4:53 PM``, ``4:53 CH``) before or after; labels,
    bars and a counter beside them do not matter. A day alone is its midnight. What cannot be read
    or contradicts itself is ``None``: two days or times, a day or an hour that does not exist,
    another time zone, a weekday that the day was not.
    """
    line = fold(text)
    isos = {_iso(match) for match in ISO.findall(line)}
    days = {(int(year), int(month), int(day)) for day, _, month, year in DAY.findall(line)}
    days |= {(int(year), int(month), int(day)) for day, month, year in WORDED_DAY.findall(line)}
    if isos:
        return isos.pop() if len(isos) == 1 and not days else None
    if len(days) != 1 or SEVERAL.search(line):
        return None
    return _moment(days.pop(), line)


def _moment(day: tuple[int, int, int], line: str) -> datetime | None:
    times = {_time(*match) for match in TIME.findall(line)}
    if not times and not CLOCK.search(line):
        times = {(0, 0, 0)}
    time = times.pop() if len(times) == 1 else None
    if time is None or any(int(zone) != HANOI_HOURS for zone in ZONE.findall(line)):
        return None
    try:
        moment = datetime(*day, *time, tzinfo=HANOI)
    except ValueError:
        return None
    return moment if _is_weekday(moment, line) else None


def _time(
    hours: str, minutes: str, seconds: str, spoken_minutes: str, half: str
) -> tuple[int, int, int] | None:
    """Return hour, minute and second, ``None`` for a time that contradicts itself.

    12 SA and 12 AM are midnight, 12 CH and 12 PM noon. Some portals print CH or PM behind a
    24-hour clock (``15:30 CH``), which means what it says; ``15:30 SA`` and ``0:30 CH`` do not.
    """
    hour, minute, second = int(hours), int(minutes or spoken_minutes or 0), int(seconds or 0)
    if not half:
        return hour, minute, second
    offset = HALVES[half]
    if hour > NOON:
        return (hour, minute, second) if offset else None
    if hour == 0 and offset:
        return None
    return hour % NOON + offset, minute, second


def _is_weekday(moment: datetime, line: str) -> bool:
    match = WEEKDAY.search(line)
    if match is None:
        return True
    if match[1] is None:
        return moment.weekday() == SUNDAY
    named = int(match[1]) - 2 if match[1].isdigit() else WEEKDAYS.index(match[1])
    return moment.weekday() == named


def _iso(match: tuple[str, ...]) -> datetime | None:
    year, month, day, hour, minute, second, zone = match
    text = f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}"
    try:
        return datetime.fromisoformat(text + (zone.upper() or "+07:00")).astimezone(HANOI)
    except (ValueError, OverflowError):
        return None
