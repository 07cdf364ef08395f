"""Days and Jalali dates: vectors, worked tables, then laws over two centuries."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vafa.kit.calendar import (
    InvalidJalaliDate,
    Jalali,
    UnknownZone,
    add_months,
    birthday_in,
    date_of,
    day_of,
    day_of_jalali,
    end_of_nth_day,
    is_leap_year,
    jalali_of,
    local_day,
    midnight,
    minute_of_day,
    month_length,
    start_of_month,
    start_of_season,
    start_of_week,
    start_of_year,
    weekday,
)

Case = dict[str, Any]

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/iran.json").read_text("utf-8"))[
    "calendar"
]
TEHRAN = "Asia/Tehran"

days = st.integers(day_of(date(1925, 1, 1)), day_of(date(2124, 12, 31)))


def gregorian(text: str) -> int:
    return day_of(date.fromisoformat(text))


def jalali(text: str) -> int:
    year, month, day = map(int, text.split("-"))
    return day_of_jalali(year, month, day)


@pytest.mark.parametrize("pair", VECTORS["pairs_gregorian_jalali"], ids=str)
def test_jalali_pairs(pair: list[str]) -> None:
    day = gregorian(pair[0])

    assert jalali(pair[1]) == day
    assert "{:04}-{:02}-{:02}".format(*jalali_of(day)) == pair[1]


def test_leap_years() -> None:
    leap = [year for year in range(1390, 1451) if is_leap_year(year)]

    assert leap == VECTORS["leap_years_1390_1450"]


@pytest.mark.parametrize(("year", "start"), VECTORS["year_start"].items())
def test_year_starts(year: str, start: str) -> None:
    assert start_of_year(gregorian(start) + 200) == day_of_jalali(int(year), 1, 1)
    assert day_of_jalali(int(year), 1, 1) == gregorian(start)


@pytest.mark.parametrize("case", VECTORS["month_add"], ids=str)
def test_month_addition_clamps_to_the_month_end(case: Case) -> None:
    assert add_months(jalali(case["from"]), case["months"]) == jalali(case["to"])


@pytest.mark.parametrize("case", VECTORS["birthday_rule"]["cases"], ids=str)
def test_birthday_of_30_esfand(case: Case) -> None:
    assert birthday_in(case["year"], 12, 30) == jalali(case["send"])


def test_birthday_on_a_day_that_no_year_has_is_refused() -> None:
    with pytest.raises(InvalidJalaliDate):
        birthday_in(1404, 7, 31)


@pytest.mark.parametrize("parts", [(1404, 12, 30), (1404, 0, 1), (1404, 13, 1), (1404, 1, 32)])
def test_day_that_the_calendar_lacks_is_refused(parts: tuple[int, int, int]) -> None:
    with pytest.raises(InvalidJalaliDate):
        day_of_jalali(*parts)


@pytest.mark.parametrize(
    ("text", "number"),
    [("2026-11-21", 0), ("2026-11-22", 1), ("2026-11-27", 6), ("1970-01-01", 5)],
)
def test_week_begins_on_saturday(text: str, number: int) -> None:
    day = gregorian(text)

    assert (weekday(day), start_of_week(day)) == (number, day - number)


@pytest.mark.parametrize(
    ("text", "season"),
    [
        ("1405-01-01", "1405-01-01"),
        ("1405-03-31", "1405-01-01"),
        ("1405-04-01", "1405-04-01"),
        ("1405-09-30", "1405-07-01"),
        ("1403-12-30", "1403-10-01"),
    ],
)
def test_season_starts(text: str, season: str) -> None:
    assert start_of_season(jalali(text)) == jalali(season)


@pytest.mark.parametrize(
    ("moment", "day", "minute"),
    [
        ("2026-11-22T20:29:59+00:00", "2026-11-22", 1439),
        ("2026-11-22T20:30:00+00:00", "2026-11-23", 0),
        ("2021-06-30T19:29:59+00:00", "2021-06-30", 1439),  # daylight saving until 2022
        ("2021-06-30T19:30:00+00:00", "2021-07-01", 0),
        ("2022-03-21T20:30:00+00:00", "2022-03-22", 60),  # the skipped hour
        ("2026-11-22T23:30:00+03:00", "2026-11-23", 0),
    ],
)
def test_local_day_and_minute_in_tehran(moment: str, day: str, minute: int) -> None:
    aware = datetime.fromisoformat(moment)

    assert local_day(aware, TEHRAN) == gregorian(day)
    assert minute_of_day(aware, TEHRAN) == minute


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        ("2026-11-23", "2026-11-22T20:30:00+00:00"),
        ("2021-07-01", "2021-06-30T19:30:00+00:00"),
        ("2022-03-22", "2022-03-21T20:30:00+00:00"),
        ("2021-09-22", "2021-09-21T20:30:00+00:00"),  # 23:00 to 24:00 was lived twice
    ],
)
def test_first_moment_of_a_day_in_tehran(day: str, moment: str) -> None:
    assert midnight(gregorian(day), TEHRAN) == datetime.fromisoformat(moment)


def test_tier_given_for_30_days_on_20_july_ends_as_20_august_begins() -> None:
    """Case E66."""
    assert end_of_nth_day(gregorian("2026-07-20"), 30) == gregorian("2026-08-20")


@pytest.mark.parametrize("zone", ["Asia/Nowhere", "", "../etc/passwd", "Asia"])
def test_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(UnknownZone):
        local_day(datetime(2026, 11, 22, tzinfo=UTC), zone)


def test_moment_without_a_zone_is_a_programmer_error() -> None:
    with pytest.raises(AssertionError):
        local_day(datetime(2026, 11, 22), TEHRAN)  # noqa: DTZ001  # framework


@given(day=days)
def test_dates_round_trip(day: int) -> None:
    """A day number comes back through either calendar."""
    assert day_of(date_of(day)) == day
    assert day_of_jalali(*jalali_of(day)) == day


@given(day=days)
def test_next_day_continues_the_month_or_begins_one(day: int) -> None:
    """The Jalali calendar has no gaps, and ``month_length`` agrees with it."""
    year, month, number = jalali_of(day)
    begins = Jalali(year + month // 12, month % 12 + 1, 1)
    ends = number == month_length(year, month)

    assert jalali_of(day + 1) == (begins if ends else Jalali(year, month, number + 1))


@given(day=days, months=st.integers(-240, 240))
def test_adding_months_lands_in_the_right_month(day: int, months: int) -> None:
    """The month moves by exactly that many, and the day never grows."""
    before, after = jalali_of(day), jalali_of(add_months(day, months))

    assert after.year * 12 + after.month == before.year * 12 + before.month + months
    assert after.day == min(before.day, month_length(after.year, after.month))


@given(day=days)
def test_periods_nest(day: int) -> None:
    """A year starts no later than its season, that no later than its month."""
    starts = [start_of_year(day), start_of_season(day), start_of_month(day), day]

    assert starts == sorted(starts)
    assert [jalali_of(start).day for start in starts[:3]] == [1, 1, 1]


@given(day=days)
def test_day_begins_at_its_midnight(day: int) -> None:
    """The first moment of a day is in it; the one before is in the day before."""
    start = midnight(day, TEHRAN)

    assert local_day(start, TEHRAN) == day
    assert local_day(start - timedelta(microseconds=1), TEHRAN) == day - 1
