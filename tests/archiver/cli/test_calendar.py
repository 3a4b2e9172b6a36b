"""The gap calendar as a person sees it."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from archiver.cli.words import calendar
from archiver.webarchives.gaps import Part


def shown(*parts: Part) -> list[str]:
    told = StringIO()
    Console(file=told, width=100).print(calendar.gaps(parts))
    return [line.rstrip() for line in told.getvalue().splitlines()]


def part(year: int | None, month: int | None, section: str | None, known: int, held: int) -> Part:
    return Part(site="toy", year=year, month=month, section=section, known=known, held=held)


def test_a_line_a_year_and_a_column_a_month() -> None:
    lines = shown(
        part(2014, 2, "Tin tức", 8, 8),
        part(2014, 2, "Văn hóa", 8, 0),
        part(2014, 12, "Tin tức", 100, 1),
        part(2016, 1, "Tin tức", 3, 0),
        part(2016, 3, "Tin tức", 1000, 999),
        part(None, None, None, 1, 1),
    )
    assert lines == [
        "year           months  known   held    share",
        "2014     ·▄·········▁    116      9    7.8 %",
        "2015     ············      0      0",
        "2016     ○·▇·········  1,003    999   99.6 %",
        "undated                    1      1  100.0 %",
        "all                    1,120  1,009   90.1 %",
        "A column a month: · none known, ○ none held, █ all held.",
        "",
        "section    known   held    share",
        "Tin tức    1,111  1,008   90.7 %",
        "Văn hóa        8      0    0.0 %",
        "not known      1      1  100.0 %",
    ]


def test_nothing_is_known() -> None:
    assert shown() == ["No article of it is known."]
