"""Months have names, days and moments."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from vafa.domain.accounting import months
from vafa.domain.accounting.months import InvalidMonth
from vafa.domain.accounting.roll import Days
from vafa.kit.calendar import day_of_jalali


@pytest.mark.parametrize("name", ["1405-01", "1405-12", "1399-07"])
def test_name_is_read_as_it_is_written(name: str) -> None:
    assert months.name_of(months.month_named(name)) == name


@pytest.mark.parametrize(
    "name", ["", "1405-13", "1405-00", "1405-7", "2026-01", "1405/07", "۱۴۰۵-۰۱"]
)
def test_what_is_no_month_is_refused(name: str) -> None:
    with pytest.raises(InvalidMonth):
        months.month_named(name)


def test_days_of_months_follow_one_another() -> None:
    """Esfand of 1403 had 30 days, that of 1404 has 29."""
    esfand = months.month_named("1403-12")

    assert months.days_of(esfand) == Days(day_of_jalali(1403, 12, 1), day_of_jalali(1403, 12, 30))
    for month in range(esfand, esfand + 30):
        assert months.days_of(month + 1).first == months.days_of(month).last + 1
        assert months.month_of_day(months.days_of(month).last) == month


def test_month_starts_at_midnight_where_the_club_is() -> None:
    azar = months.month_named("1405-09")

    assert months.starts_at(azar, "Asia/Tehran") == datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    before = datetime(2026, 11, 21, 20, 29, 59, tzinfo=UTC)
    assert months.month_at(before, "Asia/Tehran") == azar - 1
