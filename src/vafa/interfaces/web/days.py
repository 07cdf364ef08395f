"""Days of the club as moments: where a day that somebody chose begins."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vafa.interfaces.web.forms import DayField
from vafa.interfaces.web.people import StaffRequest


def begins(request: StaffRequest, day: date | None, *, days: int = 0) -> datetime | None:
    """Give the moment at which a day of the club begins, so many days on; None for no day."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=days), time(), ZoneInfo(request.club.zone))


def begins_typed(request: StaffRequest, text: str, *, days: int = 0) -> datetime | None:
    """Give the same for a day as it was typed into a filter.

    :raises ValidationError: when there is no such day.
    """
    return begins(request, DayField(required=False).clean(text) if text else None, days=days)
