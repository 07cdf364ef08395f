"""The journal: balanced lines with the club's codes, late effects apart."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from vafa.domain.accounting.journal import TITLES, JournalLine, csv_text, jalali_text, lines
from vafa.domain.accounting.months import days_of, month_named
from vafa.domain.accounting.records import ACCOUNTS, CAUSES, Entry, MonthRolled
from vafa.kit.calendar import day_of_jalali

MEHR = month_named("1405-07")
DAYS = days_of(MEHR)
ENTRIES = (
    Entry(DAYS.first, DAYS.first, 1, "sold", 900),
    Entry(DAYS.first, DAYS.first, 2, "sold", 100),
    Entry(DAYS.first, DAYS.first - 5, 1, "taken_back", -40),
    Entry(DAYS.first + 2, DAYS.first + 2, 1, "used", -300),
    Entry(DAYS.first + 2, DAYS.first + 2, 1, "owed", 70),
)
MONTH = MonthRolled(MEHR, {}, (), ENTRIES, ())


def sides(found: tuple[JournalLine, ...]) -> list[tuple[int, str, int, int]]:
    """Give day of the month, account, debit and credit."""
    return [
        (line.day - DAYS.first + 1, line.account, line.debit_rials, line.credit_rials)
        for line in found
    ]


def test_days_are_summed_by_account_and_late_effects_stand_apart() -> None:
    found = lines(months=[MONTH], step="day", codes={"liability": "21"}, language="fa")

    assert sides(found) == [
        (1, "revenue", 1000, 0), (1, "liability", 0, 1000),
        (1, "liability", 40, 0), (1, "revenue", 0, 40),
        (3, "liability", 300, 0), (3, "receivable", 70, 0), (3, "revenue", 0, 370),
    ]  # fmt: skip
    assert found[1].code == "21"
    assert found[0].code == "revenue"
    assert found[2].effective_date == jalali_text(DAYS.first - 5) == "1405/06/27"
    assert (found[0].date, found[0].gregorian_date) == ("1405/07/01", "2026-09-23")
    assert found[0].effective_date == ""


def test_month_is_booked_on_its_last_day() -> None:
    found = lines(months=[MONTH], step="month", codes={}, language="en")

    assert sides(found) == [
        (30, "liability", 300, 0), (30, "revenue", 1000, 0), (30, "receivable", 70, 0),
        (30, "liability", 0, 1000), (30, "revenue", 0, 370),
        (30, "liability", 40, 0), (30, "revenue", 0, 40),
    ]  # fmt: skip
    assert {line.day for line in found} == {day_of_jalali(1405, 7, 30)}


def test_csv_has_a_row_for_each_line() -> None:
    found = lines(months=[MONTH], step="month", codes={}, language="fa")

    text = csv_text(journal=found, language="fa")

    assert text.startswith("\ufeffماه,تاریخ,")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 1 + len(found)
    assert rows[1] == [
        "1405-07", "1405/07/30", "2026-10-22", "liability", "درآمد انتقالی باشگاه مشتریان", "300",
        "0", "",
    ]  # fmt: skip


def test_every_account_has_a_title_in_both_languages() -> None:
    assert set(TITLES["fa"]) == set(TITLES["en"]) == set(ACCOUNTS)
    assert {account for pair in CAUSES.values() for account in pair} == set(ACCOUNTS)


@given(
    st.lists(
        st.builds(
            Entry,
            day=st.integers(DAYS.first, DAYS.last),
            effective_day=st.integers(DAYS.first - 40, DAYS.last),
            unit=st.just(1),
            cause=st.sampled_from(sorted(CAUSES)),
            amount=st.integers(-(10**12), 10**12).filter(bool),
        )
    ),
    st.sampled_from(("day", "month")),
)
def test_every_day_sums_to_zero(entries: list[Entry], step: str) -> None:
    month = MonthRolled(MEHR, {}, (), tuple(entries), ())
    found = lines(
        months=[month], step="day" if step == "day" else "month", codes={}, language="fa"
    )

    for day in {(line.day, line.effective_day) for line in found}:
        of_day = [line for line in found if (line.day, line.effective_day) == day]
        assert sum(line.debit_rials for line in of_day) == sum(
            line.credit_rials for line in of_day
        )
