"""How long ago, or how soon, in the words people use."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext, ngettext

from vafa.interfaces.web import formats

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_FAR_DAYS: Final = 30


def ago(value: datetime, *, now: datetime) -> str:
    """Say how far a moment is from now; beyond a month, its date."""
    seconds = int((now - value).total_seconds())
    days = formats.day_number(now) - formats.day_number(value)
    if abs(days) > _FAR_DAYS:
        return formats.day_date(value)
    if abs(seconds) < _MINUTE:
        return gettext("just now")
    if abs(seconds) < _HOUR:
        return _minutes(seconds)
    if days == 0:
        return _hours(seconds)
    return _days(days)


def _minutes(seconds: int) -> str:
    count = abs(seconds) // _MINUTE
    if seconds > 0:
        text = ngettext("%(count)s minute ago", "%(count)s minutes ago", count)
    else:
        text = ngettext("in %(count)s minute", "in %(count)s minutes", count)
    return text % {"count": formats.number(count)}


def _hours(seconds: int) -> str:
    count = abs(seconds) // _HOUR
    if seconds > 0:
        text = ngettext("%(count)s hour ago", "%(count)s hours ago", count)
    else:
        text = ngettext("in %(count)s hour", "in %(count)s hours", count)
    return text % {"count": formats.number(count)}


def _days(days: int) -> str:
    if days == 1:
        return gettext("yesterday")
    if days == -1:
        return gettext("tomorrow")
    count = abs(days)
    if days > 0:
        text = ngettext("%(count)s day ago", "%(count)s days ago", count)
    else:
        text = ngettext("in %(count)s day", "in %(count)s days", count)
    return text % {"count": formats.number(count)}
