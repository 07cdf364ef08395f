"""Periods of a report on a page: which are chosen, and how each is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.insight.periods import By
from vafa.interfaces.web import formats, lists
from vafa.interfaces.web.forms import day_typed
from vafa.kit.calendar import day_of

NAMES: Final[dict[By, object]] = {
    "day": _("By day"), "week": _("By week"), "month": _("By month"), "year": _("By year"),
}  # fmt: skip

# Up to how many days a range is shown by days, by weeks, by months; a longer one by years.
STEPS: Final[tuple[tuple[int, By], ...]] = ((45, "day"), (200, "week"), (1100, "month"))


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure of a page; `change` in basis points against the period before, None for none."""

    label: str
    value: str
    change: int | None = None
    note: str = ""
    trend: tuple[int, ...] = ()
    href: str = ""


def by_of(text: str) -> By:
    """Read what a page was asked to go by; months unless it says something else."""
    return next((by for by in NAMES if by == text), "month")


def choices() -> tuple[tuple[str, str], ...]:
    """Give what a report can go by, in words."""
    return tuple((by, str(name)) for by, name in NAMES.items())


def filters() -> tuple[lists.Filter, ...]:
    """Give the filters of a report: what it goes by, and from which day to which."""
    return (
        lists.Filter("by", gettext("Period"), choices=choices()),
        lists.Filter("since", gettext("From day"), "day"),
        lists.Filter("until", gettext("Until day"), "day"),
    )


def days_of(asked: lists.Asked) -> tuple[int | None, int | None]:
    """Read the first and the last day that a report is asked for; None where it is left open."""
    first, last = (day_typed(asked.filters.get(code, "")) for code in ("since", "until"))
    return (day_of(first) if first else None, day_of(last) if last else None)


def title(by: By, day: int) -> str:
    """Write a period by its first day, in the Jalali calendar."""
    with formats.shown(replace(formats.current(), calendar="jalali")):
        if by == "month":
            return formats.month_name(day)
        if by == "year":
            return formats.digits(formats.parts_of(day)[0])
        if by == "week":
            return gettext("Week of %(day)s") % {"day": formats.day_date(day)}
        return formats.day_date(day)


def month_title(text: str) -> str:
    """Write a Jalali month such as 1405-07 as its name and year; any other text as it is."""
    year, _dash, month = text.partition("-")
    months = dict(enumerate(formats.jalali_months(), start=1))
    name = months.get(int(month)) if month.isdecimal() else None
    return f"{name} {formats.digits(year)}" if name else formats.digits(text)


def label(by: By, day: int) -> str:
    """Write a period as short as the axis of a chart needs it."""
    with formats.shown(replace(formats.current(), calendar="jalali")):
        year, _month, day_of_month, name = formats.parts_of(day)
    if by in {"day", "week"}:
        return formats.digits(f"{day_of_month} {name}")
    return name if by == "month" else formats.digits(year)


def change(now: int, before: int) -> int | None:
    """Give how much more there is than before, in basis points; None when there was nothing."""
    return (now - before) * 10_000 // before if before > 0 else None
