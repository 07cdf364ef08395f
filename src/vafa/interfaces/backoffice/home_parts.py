"""The parts of the dashboard: its figures, charts, and the lists of what waits and comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.accounting.months import days_of
from vafa.insight.visits import Cohort as Began
from vafa.interfaces.backoffice import periods
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.backoffice.periods import Tile
from vafa.interfaces.web import charts, formats
from vafa.interfaces.web.parts import Cohort
from vafa.journeys.show_reports import Dashboard
from vafa.kit.amounts import BASIS_POINTS

OCCASIONS: Final = {
    "nowruz": _("Nowruz"), "sizdah_bedar": _("Sizdah Bedar"), "yalda": _("Yalda Night"),
    "fathers_day": _("Father's Day"), "mabath": _("Mab'ath"),
    "nimeh_shaban": _("Mid-Sha'ban"), "eid_al_fitr": _("Eid al-Fitr"),
    "eid_al_adha": _("Eid al-Adha"), "eid_al_ghadir": _("Eid al-Ghadir"),
    "prophets_birthday": _("The Prophet's birthday"), "mothers_day": _("Mother's Day"),
}  # fmt: skip


PER_CENT: Final = BASIS_POINTS // 100


@dataclass(frozen=True, slots=True)
class Task:
    """Something that needs somebody: what, how many (0 for none to count), and where it is."""

    text: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """A coming day, and what is on it."""

    day: str
    texts: tuple[str, ...]


def sales_tiles(found: Dashboard) -> list[Tile]:
    """Give the figures of what was sold and who bought."""
    now, before = found.now, found.before
    basket, basket_before = (
        one.sold_rials // one.purchases if one.purchases else 0 for one in (now, before)
    )
    tiles = [
        Tile(
            gettext("Sales with VAT"), formats.short_money(now.rials),
            periods.change(now.rials, before.rials),
            gettext("against the same part of the period before"), _trend(found),
        ),
        Tile(
            gettext("Purchases"), formats.number(now.purchases),
            periods.change(now.purchases, before.purchases),
        ),
        Tile(
            gettext("Average basket"), formats.short_money(basket),
            periods.change(basket, basket_before),
        ),
    ]  # fmt: skip
    if found.bought is None:
        return tiles
    again, again_before = (
        one.returning * BASIS_POINTS // one.buyers if one.buyers else 0
        for one in (found.bought.now, found.bought.before)
    )
    buyers, buyers_before = found.bought.now.buyers, found.bought.before.buyers
    return [
        *tiles,
        Tile(
            gettext("Repeat rate"), formats.percent(again), periods.change(again, again_before),
            gettext("of the buyers had bought before"),
        ),
        Tile(
            gettext("Members who bought"), formats.number(buyers),
            periods.change(buyers, buyers_before),
            gettext("%(count)s for the first time")
            % {"count": formats.number(found.bought.now.new)},
        ),
    ]  # fmt: skip


def club_tiles(found: Dashboard) -> list[Tile]:
    """Give the figures of members and of what they hold."""
    members = found.members
    tiles = [
        Tile(
            gettext("New members"), formats.number(members.joined),
            periods.change(members.joined, members.joined_before),
            gettext("of %(count)s members") % {"count": formats.number(members.members)},
            href=reverse("backoffice:visitors_report"),
        ),
    ]  # fmt: skip
    if found.bought is not None:
        tiles.append(
            Tile(
                gettext("Active members"), formats.number(found.bought.active),
                note=gettext("bought in the last 90 days"),
                href=reverse("backoffice:visitors_report"),
            )
        )  # fmt: skip
        tiles.append(
            Tile(
                gettext("Lost members"), formats.number(found.bought.lost),
                note=gettext("90 days without a purchase; %(count)s came back")
                % {"count": formats.number(found.bought.won_back)},
                href=reverse("backoffice:visitors_report"),
            )
        )  # fmt: skip
    return [
        *tiles,
        *(
            Tile(
                gettext("Outstanding: %(unit)s") % {"unit": said(unit.name)},
                formats.short_money(unit.units) if unit.is_money
                else formats.short_text(unit.units),
                note=gettext("worth %(money)s") % {"money": formats.plain_money(unit.worth_rials)}
                if unit.worth_rials and not unit.is_money else "",
                href=reverse("backoffice:units_report"),
            )
            for unit in found.units
        ),
    ]  # fmt: skip


def sales_chart(found: Dashboard) -> charts.Chart:
    """Draw what was sold in each period up to this one."""
    labels = [periods.label(found.row.by, day) for day in found.row.days]
    series = charts.Series(gettext("Sales with VAT"), _trend(found))
    return charts.bars(gettext("Sales by period"), labels, [series], write=charts.money)


def tiers_chart(found: Dashboard) -> charts.Chart | None:
    """Draw the members of each tier."""
    if not found.tiers:
        return None
    language = formats.language()
    parts = [(one.names.get(language) or one.names["fa"], one.members) for one in found.tiers]
    return charts.donut(gettext("Members by tier"), parts, unit=gettext("members"))


def cohorts(found: Sequence[Began]) -> list[Cohort]:
    """Give the share of each month's first buyers who bought in the months since, in whole %.

    The running month is left open: it is every row's last.
    """
    return [
        Cohort(
            periods.title("month", one.first_day), one.members,
            [
                (200 * came // one.members + 1) // 2 * PER_CENT
                if place == 0 or place < len(one.came) - 1 else None
                for place, came in enumerate(one.came)
            ],
        )
        for one in found
    ]  # fmt: skip


def waiting(found: Dashboard) -> list[Task]:
    """List what needs somebody, how many there are, and where."""
    waiting = found.waiting
    everything = [
        Task(
            gettext("Requests that wait for approval"), waiting.approvals,
            reverse("backoffice:approvals"),
        ),
        Task(
            gettext("Orders that wait"), waiting.orders,
            f"{reverse('backoffice:orders')}?state=registered",
        ),
        Task(
            gettext("Unusual purchases to look at"), waiting.reviews,
            reverse("backoffice:reviews"),
        ),
        Task(
            gettext("Offline sales that were rejected"), waiting.offline_sales,
            reverse("backoffice:offline_sales"),
        ),
        Task(
            gettext("Messages that did not arrive in the last 7 days"), waiting.messages,
            reverse("backoffice:messages"),
        ),
        Task(
            gettext("Members who lose points or credit within 14 days"), waiting.expiring,
            reverse("backoffice:members"),
        ),
        Task(
            gettext("Members who asked to be erased"), waiting.erasures,
            reverse("backoffice:erasure_wishes"),
        ),
        Task(
            gettext("Files that could not be brought in"), waiting.imports,
            reverse("backoffice:imports"),
        ),
    ]  # fmt: skip
    tasks = [one for one in everything if one.count]
    if waiting.open_month:
        month = periods.title("month", days_of(waiting.open_month).first)
        text = gettext("%(month)s is over and not closed") % {"month": month}
        tasks.append(Task(text, 0, reverse("backoffice:liability_report")))
    return tasks


def days_ahead(found: Dashboard) -> list[Ahead]:
    """List the coming days with birthdays and occasions."""
    return [
        Ahead(
            formats.long_date(one.day),
            (
                *(
                    str(OCCASIONS[kept.key]) if kept.is_confirmed
                    else gettext("%(occasion)s (not sure yet)")
                    % {"occasion": OCCASIONS[kept.key]}
                    for kept in one.occasions
                ),
                *([_birthdays(one.birthdays)] if one.birthdays else []),
            ),
        )
        for one in found.ahead
    ]  # fmt: skip


def _birthdays(count: int) -> str:
    text = ngettext("Birthday of %(count)s member", "Birthdays of %(count)s members", count)
    return text % {"count": formats.number(count)}


def _trend(found: Dashboard) -> tuple[int, ...]:
    by_period = {one.period: one.rials for one in found.sold}
    return tuple(by_period.get(at, 0) for at in range(len(found.row.days)))
