from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.dates import HANOI, read_date

MOMENTS = st.datetimes(datetime(1996, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001  # zone next
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=HANOI)
)
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ngày đăng 27/03/2018 | 10:14  | Lượt xem: 1729", "2018-03-27T10:14"),
        ("Ngày đăng\n\t 20/05/2016 | 11:32 AM \u00a0|\u00a0View count: 941", "2016-05-20T11:32"),
        ("Publish date 16/09/2013 | 12:00 AM | View count: 447", "2013-09-16T00:00"),
        ("11/05/2021 | 9:09 AM", "2021-05-11T09:09"),
        ("Thứ ba, 27/03/2018 | 10:14 CH", "2018-03-27T22:14"),
        ("Thứ Ba, ngày 27/03/2018, 10:14 (GMT+7)", "2018-03-27T10:14"),
        ("Thứ 3, 27/03/2018, 10:14", "2018-03-27T10:14"),
        ("Chủ nhật, 01/04/2018 - 08:05", "2018-04-01T08:05"),
        ("27/03/2018 02:30:05 CH", "2018-03-27T14:30:05"),
        ("27/03/2018 10h14", "2018-03-27T10:14"),
        ("10h ngày 27/3/2018", "2018-03-27T10:00"),
        ("8 giờ 30 phút ngày 27/3/2018", "2018-03-27T08:30"),
        ("14:46 18/05/2026", "2026-05-18T14:46"),
        ("13:37, 10/07/2026", "2026-07-10T13:37"),
        ("Hà Nội, ngày 27 tháng 03 năm 2018", "2018-03-27T00:00"),
        ("27.3.2018", "2018-03-27T00:00"),
        ("27-03-2018-10:14", "2018-03-27T10:14"),
        ("2026-05-18T14:46:00+07:00", "2026-05-18T14:46"),
        ("2018-03-27T03:14:00Z", "2018-03-27T10:14"),
        ("2018-03-27 10:14", "2018-03-27T10:14"),
        ("2018-03-27", "2018-03-27T00:00"),
    ],
)
def test_every_printed_form_is_read(text: str, expected: str) -> None:
    assert read_date(text) == at(expected)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("12:05 SA", 0),
        ("12:05 AM", 0),
        ("12:05 CH", 12),
        ("12:05 PM", 12),
        ("1:05 CH", 13),
        ("11:05 SA", 11),
        ("0:05 SA", 0),
        ("15:05 CH", 15),
        ("15:05 PM", 15),
        ("15:05", 15),
    ],
)
def test_halves_of_the_day(text: str, hour: int) -> None:
    assert read_date(f"27/03/2018 | {text}") == at(f"2018-03-27T{hour:02}:05")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1729",
        "Lượt xem: 1729",
        "22-KL/TW",
        "13/3",
        "3 giờ trước",
        "hôm qua",
        "03/04/18",
        "31/02/2018 | 10:14",
        "27/13/2018",
        "5/18/2026 2:46:00 PM",
        "27/03/2018 | 25:14",
        "27/03/2018 | 10:5",
        "27/03/2018 | 10:14 | 11:15",
        "27/03/2018 | 15:14 SA",
        "27/03/2018 | 0:14 CH",
        "27/03/2018 - 28/03/2018",
        "27/03/2018-28/03/2018",
        "ngày 13 và 14/3/2018",
        "Thứ tư, 27/03/2018 | 10:14",
        "Chủ nhật, 27/03/2018",
        "27/03/2018 10:14 GMT+0",
        "2023-12-16T22-03-32",
        "2018-03-27 và 27/03/2018",
        "2018-03-27T10:14 2018-03-28T10:14",
        "0001-01-01T00:00+14:00",
    ],
)
def test_what_is_unreadable_or_contradicts_itself_is_none(text: str) -> None:
    assert read_date(text) is None


def _twelve(moment: datetime, halves: tuple[str, str]) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M} {halves[moment.hour >= 12]}"


@given(MOMENTS)
def test_the_forms_of_lists_and_articles_are_the_same_minute(moment: datetime) -> None:
    day = f"{moment.day:02}/{moment.month:02}/{moment.year}"
    half = _twelve(moment, ("AM", "PM"))
    forms = {
        f"Ngày đăng {day} | {half}  | View count: 12",
        f"Publish date {day} | {half.zfill(8)}",
        f"{day} | {moment:%H:%M}",
        f"{moment:%H:%M} {day}",
        f"{WEEKDAYS[moment.weekday()]}, {day} | {_twelve(moment, ('SA', 'CH'))}",
        moment.isoformat(),
        moment.astimezone(UTC).isoformat(),
    }
    assert {read_date(form) for form in forms} == {moment}


@given(MOMENTS, st.integers(1, 6))
def test_a_wrong_weekday_is_noticed(moment: datetime, days: int) -> None:
    weekday = WEEKDAYS[(moment.weekday() + days) % 7]
    assert read_date(f"{weekday}, {moment:%d/%m}/{moment.year}") is None


@given(st.text(max_size=80))
def test_no_text_is_an_error(text: str) -> None:
    moment = read_date(text)
    assert moment is None or moment.utcoffset() == timedelta(hours=7)


@given(st.from_regex(r"[0-9]{1,4}[/.:-][0-9]{1,4}([/.: -][0-9]{1,4}){0,4}", fullmatch=True))
def test_no_row_of_numbers_is_an_error(text: str) -> None:
    moment = read_date(text)
    assert moment is None or moment.utcoffset() == timedelta(hours=7)
