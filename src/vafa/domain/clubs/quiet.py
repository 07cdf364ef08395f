"""Quiet hours: when a club sends its members nothing that nobody asked for, from a day on.

They are read on the clock of the club's own zone, and may go across midnight. Without any of its
own a club is quiet from ten in the evening to eight in the morning: lines for news deliver
nothing at night, and what they lose is charged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from vafa.domain.clubs.models import Quiet
from vafa.domain.clubs.settings import SettingInPast
from vafa.kit.calendar import date_of, local_day, midnight, minute_of_day
from vafa.kit.errors import NotFound, Refused

DAY: Final = 24 * 60


class UnfitQuietHours(Refused):
    """Quiet hours begin and end at a minute of the day, and leave at least eight hours to send."""


class NoSuchQuietHours(NotFound):
    """No change of the quiet hours starts on this day."""


@dataclass(frozen=True, slots=True)
class QuietFrom:
    """The quiet hours from a day on, in minutes since 00:00; equal ones are no quiet hours."""

    starts_on: date
    from_minute: int = 22 * 60
    until_minute: int = 8 * 60


LONGEST: Final = 16 * 60


def quiet_hours(*, club_id: int) -> tuple[QuietFrom, ...]:
    """List the quiet hours by the day that each starts on; inside the club's scope."""
    rows = Quiet.objects.filter(club_id=club_id).order_by("starts_on")
    return tuple(QuietFrom(row.starts_on, row.from_minute, row.until_minute) for row in rows)


def quiet_on(every: tuple[QuietFrom, ...], day: date) -> QuietFrom:
    """Give what is in force on a day; ten to eight before the first."""
    begun = [one for one in every if one.starts_on <= day]
    return max(begun, key=lambda one: one.starts_on, default=QuietFrom(date(1970, 1, 1)))


def wakes_at(*, every: tuple[QuietFrom, ...], zone: str, at: datetime) -> datetime | None:
    """Give when the quiet in which a moment falls is over; nothing when it falls in none."""
    day, minute = local_day(at, zone), minute_of_day(at, zone)
    quiet = quiet_on(every, date_of(day))
    first, last = quiet.from_minute, quiet.until_minute
    if first <= last:
        is_quiet, ends_on = first <= minute < last, day
    else:
        is_quiet, ends_on = minute >= first or minute < last, day + (minute >= first)
    return midnight(ends_on, zone) + timedelta(minutes=last) if is_quiet else None


def set_quiet_hours(*, club_id: int, quiet: QuietFrom, today: date) -> None:
    """Let the club be quiet so from a day on; inside the club's scope.

    :raises SettingInPast: when the day is before today.
    :raises UnfitQuietHours: when a minute is none of the day, or too little of the day is left.
    """
    if quiet.starts_on < today:
        raise SettingInPast
    minutes = (quiet.from_minute, quiet.until_minute)
    if not all(0 <= one < DAY for one in minutes) or (minutes[1] - minutes[0]) % DAY > LONGEST:
        raise UnfitQuietHours
    Quiet.objects.update_or_create(
        club_id=club_id, starts_on=quiet.starts_on,
        defaults={"from_minute": minutes[0], "until_minute": minutes[1]},
    )  # fmt: skip


def take_back_quiet_hours(*, club_id: int, starts_on: date, today: date) -> QuietFrom:
    """Take back quiet hours that have not come yet; gives them; inside the club's scope.

    :raises SettingInPast: when they are in force already.
    :raises NoSuchQuietHours: when none start on that day.
    """
    found = next((one for one in quiet_hours(club_id=club_id) if one.starts_on == starts_on), None)
    if found is None:
        raise NoSuchQuietHours
    if starts_on <= today:
        raise SettingInPast
    Quiet.objects.filter(club_id=club_id, starts_on=starts_on).delete()
    return found
