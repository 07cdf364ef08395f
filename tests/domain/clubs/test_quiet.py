"""Quiet hours: across midnight, from a day on, and none at all."""

from datetime import UTC, date, datetime

import pytest

from tests.factories.clubs import a_club
from vafa.domain.clubs.quiet import (
    NoSuchQuietHours,
    QuietFrom,
    UnfitQuietHours,
    quiet_hours,
    set_quiet_hours,
    take_back_quiet_hours,
    wakes_at,
)
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.settings import SettingInPast

ZONE = "Asia/Tehran"  # half past three ahead
NEVER = QuietFrom(date(2026, 1, 1), 600, 600)
NOON_REST = QuietFrom(date(2026, 1, 1), 13 * 60, 15 * 60)


def utc(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (utc(21, 18, 29), None),  # 21:59
        (utc(21, 18, 30), utc(22, 4, 30)),  # 22:00: until 8:00 of the next day
        (utc(21, 20, 29), utc(22, 4, 30)),  # 23:59
        (utc(21, 20, 30), utc(22, 4, 30)),  # 00:00 of the 22nd: until 8:00 of the same day
        (utc(22, 4, 29), utc(22, 4, 30)),  # 7:59
        (utc(22, 4, 30), None),  # 8:00
    ],
)
def test_a_club_without_its_own_is_quiet_from_ten_to_eight(
    at: datetime, until: datetime | None
) -> None:
    assert wakes_at(every=(), zone=ZONE, at=at) == until


def test_hours_of_one_day_and_none_at_all() -> None:
    at = utc(21, 10, 0)  # 13:30

    assert wakes_at(every=(NOON_REST,), zone=ZONE, at=at) == utc(21, 11, 30)
    assert wakes_at(every=(NOON_REST,), zone=ZONE, at=utc(21, 20, 0)) is None
    assert wakes_at(every=(NEVER,), zone=ZONE, at=utc(21, 20, 0)) is None


def test_a_change_counts_from_its_day_on() -> None:
    every = (QuietFrom(date(2026, 11, 22), 600, 600),)

    assert wakes_at(every=every, zone=ZONE, at=utc(21, 20, 29)) is not None  # 23:59 of the 21st
    assert wakes_at(every=every, zone=ZONE, at=utc(21, 20, 30)) is None  # 00:00 of the 22nd


@pytest.mark.django_db
def test_they_are_set_from_today_on_and_taken_back_before_they_come() -> None:
    club_id, today = a_club().club_id, date(2026, 11, 21)
    coming = QuietFrom(date(2026, 11, 25), 21 * 60, 9 * 60)

    with club_scope(club_id):
        set_quiet_hours(club_id=club_id, quiet=QuietFrom(today, 1, 2), today=today)
        set_quiet_hours(club_id=club_id, quiet=coming, today=today)
        with pytest.raises(SettingInPast):
            set_quiet_hours(club_id=club_id, quiet=NEVER, today=today)
        with pytest.raises(UnfitQuietHours):  # 17 hours
            set_quiet_hours(club_id=club_id, quiet=QuietFrom(today, 15 * 60, 8 * 60), today=today)
        with pytest.raises(SettingInPast):
            take_back_quiet_hours(club_id=club_id, starts_on=today, today=today)
        gone = take_back_quiet_hours(club_id=club_id, starts_on=coming.starts_on, today=today)
        with pytest.raises(NoSuchQuietHours):
            take_back_quiet_hours(club_id=club_id, starts_on=coming.starts_on, today=today)

        assert gone == coming
        assert quiet_hours(club_id=club_id) == (QuietFrom(today, 1, 2),)
