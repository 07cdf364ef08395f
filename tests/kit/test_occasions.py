"""The table of the days that a country keeps."""

from datetime import date
from itertools import pairwise

import pytest

from vafa.kit.calendar import day_of
from vafa.kit.occasions import _CONFIRMED, _ESTIMATED, KEYS, KeptDay, kept_on


@pytest.mark.parametrize(
    ("on", "kept"),
    [
        (date(2026, 3, 21), {("nowruz", 1405, True), ("eid_al_fitr", 1447, True)}),
        (date(2026, 12, 21), {("yalda", 1405, True)}),
        (date(2026, 11, 30), {("mothers_day", 1448, True)}),
        (date(2027, 3, 10), {("eid_al_fitr", 1448, False)}),
        (date(2026, 7, 1), set()),
    ],
)
def test_a_day_is_kept_as_announced(on: date, kept: set[tuple[str, int, bool]]) -> None:
    assert set(kept_on(day_of(on))) == {
        KeptDay(key, year, is_confirmed=sure) for key, year, sure in kept
    }


@pytest.mark.parametrize("key", sorted(_CONFIRMED))
def test_lunar_days_come_about_eleven_days_earlier_each_year(key: str) -> None:
    years = {**_CONFIRMED[key], **_ESTIMATED[key]}
    days = [day_of(date(*years[year])) for year in sorted(years)]

    assert sorted(years) == list(range(min(years), max(years) + 1))
    assert {later - day for day, later in pairwise(days)} <= {353, 354, 355, 356}
    assert key in KEYS
