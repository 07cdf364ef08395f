"""Periods in a row, in the Jalali calendar."""

from datetime import UTC, datetime

from vafa.insight.periods import between, first_of, last_ones, moved
from vafa.kit.calendar import day_of_jalali

ZONE = "Asia/Tehran"
NEW_YEAR = day_of_jalali(1405, 1, 1)


def test_months_and_years_are_those_of_the_jalali_calendar() -> None:
    day = day_of_jalali(1405, 2, 17)

    assert first_of(by="month", day=day) == day_of_jalali(1405, 2, 1)
    assert first_of(by="year", day=day) == NEW_YEAR
    assert moved(by="month", first=NEW_YEAR, periods=-1) == day_of_jalali(1404, 12, 1)
    assert moved(by="year", first=NEW_YEAR, periods=1) == day_of_jalali(1406, 1, 1)
    assert moved(by="week", first=NEW_YEAR, periods=2) == NEW_YEAR + 14
    assert moved(by="day", first=NEW_YEAR, periods=-2) == NEW_YEAR - 2


def test_the_last_periods_end_with_the_current_one() -> None:
    at = datetime(2026, 3, 21, 6, tzinfo=UTC)  # the first of Farvardin 1405

    row = last_ones(by="month", at=at, zone=ZONE, count=3)

    assert row.days == (day_of_jalali(1404, 11, 1), day_of_jalali(1404, 12, 1), NEW_YEAR)
    assert row.after == day_of_jalali(1405, 2, 1)
    assert row.starts[2] == datetime(2026, 3, 20, 20, 30, tzinfo=UTC)
    assert row.ends_at > row.starts[-1]


def test_periods_between_two_days_touch_both_and_are_not_too_many() -> None:
    last = day_of_jalali(1405, 3, 5)

    row = between(by="month", first=NEW_YEAR + 3, last=last, zone=ZONE, most=400)
    cut = between(by="day", first=NEW_YEAR, last=last, zone=ZONE, most=4)

    assert row.days[0] == NEW_YEAR
    assert len(row.days) == 3
    assert cut.days == (last - 3, last - 2, last - 1, last)
