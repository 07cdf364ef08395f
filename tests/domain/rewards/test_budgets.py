"""The period that a day of a budget lies in. Taking and returning is tested with purchases."""

from datetime import date

import pytest

from vafa.domain.rewards.budgets import period_of
from vafa.kit.calendar import day_of


@pytest.mark.parametrize(
    ("per", "period"),
    [("day", day_of(date(2026, 11, 21))), ("month", 1405 * 12 + 8), ("year", 1405), ("ever", 0)],
)
def test_periods_are_jalali(per: str, period: int) -> None:
    assert period_of(per=per, day=day_of(date(2026, 11, 21))) == period
