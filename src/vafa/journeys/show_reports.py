"""What the club sold, who came, and what became of its points and credit.

What stands on counts refuses with `BeingCounted` while a large club is counted for the first time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vafa.domain.accounting import queries as accounting
from vafa.domain.catalogue import queries as catalogue
from vafa.domain.clubs import queries as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards.answers import Why
from vafa.insight import building, club, coupons, periods, sales, units, visits
from vafa.insight.club import DayAhead, Members, TierCount, Waiting
from vafa.insight.coupons import Used
from vafa.insight.marks import View, club_view
from vafa.insight.periods import By, Row
from vafa.insight.sales import Part, Sold
from vafa.insight.units import UnitPeriod
from vafa.insight.visits import Buyers, Cohort, Shift, TierMove
from vafa.kit.calendar import local_day, midnight

SHOWN: Final[Mapping[By, int]] = {"day": 14, "week": 12, "month": 12, "year": 5}
MOST_PERIODS: Final = 400
COHORT_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Span:
    """Days from one to before another, and as many before them, which they are compared with."""

    first: int
    after: int
    first_before: int
    after_before: int


@dataclass(frozen=True, slots=True)
class UnitHeld:
    """What members have of a unit, and what that buys (0 for units that buy nothing)."""

    code: str
    name: Why
    units: int
    worth_rials: int
    is_money: bool


@dataclass(frozen=True, slots=True)
class Bought:
    """Who bought in a period and in the one before it; `lost` and `active` are of its end."""

    now: Buyers
    before: Buyers
    lost: int
    won_back: int
    active: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A period beside the same part of the one before it, and what led up to it.

    Without `bought` and `cohorts` the caller sees several branches, whose members do not add up.
    """

    row: Row
    span: Span
    sold: tuple[Sold, ...]
    now: Sold
    before: Sold
    bought: Bought | None
    cohorts: tuple[Cohort, ...] | None
    members: Members
    units: tuple[UnitHeld, ...]
    tiers: tuple[TierCount, ...]
    waiting: Waiting
    ahead: tuple[DayAhead, ...]


@dataclass(frozen=True, slots=True)
class SalesReport:
    """What was sold in each period of a row; `names` are those of its parts, by code or id."""

    row: Row
    sold: tuple[Sold, ...]
    names: Mapping[str, Why]


@dataclass(frozen=True, slots=True)
class UnitsReport:
    """What became of each unit in each period of a row; names and codes by the unit's number.

    Of the units in `money` one is one Rial.
    """

    row: Row
    periods: tuple[UnitPeriod, ...]
    names: Mapping[int, Why]
    codes: Mapping[int, str]
    money: frozenset[int]


@dataclass(frozen=True, slots=True)
class MembersReport:
    """Who came and went in each period of a row, and the cohorts of the last year.

    None of either for a caller who sees several branches: their members do not add up.
    """

    row: Row
    shifts: tuple[Shift, ...] | None
    cohorts: tuple[Cohort, ...] | None


@dataclass(frozen=True, slots=True)
class TiersReport:
    """The members of each tier now, and the moves between tiers in each period of a row."""

    row: Row
    moves: tuple[TierMove, ...]
    tiers: tuple[TierCount, ...]


@dataclass(frozen=True, slots=True)
class CouponsReport:
    """How often the coupons of each series were used in each period of a row."""

    row: Row
    used: tuple[Used, ...]


def show_dashboard(
    *, principal: Principal, at: datetime, by: By, first: int | None = None,
    last: int | None = None,
) -> Dashboard:  # fmt: skip
    """Show the club at a glance: the running period, or the days from one to another.

    Sales are those of the branches in which the caller works.
    """
    principal.require("reports.read")
    club_id, branches = principal.club_id, _branches_of(principal)
    with _viewing(club_id) as view:
        today = local_day(at, view.zone)
        if first is None and last is None:
            row = periods.last_ones(by=by, at=at, zone=view.zone, count=SHOWN[by])
            span = _running(by, row, today)
        else:
            begin, end = sorted((first or last or today, last if last is not None else today))
            span = Span(begin, end + 1, begin + begin - end - 1, begin)
            row = periods.between(by=by, first=begin, last=end, zone=view.zone, most=MOST_PERIODS)
        until = min(at, midnight(span.after, view.zone))
        until_before = _same_time(view, span, at)
        seen = visits.seen(view=view, branches=branches)
        return Dashboard(
            row=row,
            span=span,
            sold=sales.sold(view=view, row=row, branches=branches),
            now=sales.sold_until(
                view=view, row=_only(by, span.first, span.after, view), until=until,
                branches=branches,
            ),
            before=sales.sold_until(
                view=view, row=_only(by, span.first_before, span.after_before, view),
                until=until_before, branches=branches,
            ),
            bought=_bought(seen, span, today, at) if seen else None,
            cohorts=visits.cohorts(seen=seen, today=today, months=COHORT_MONTHS) if seen else None,
            members=club.members(
                view=view, since=midnight(span.first, view.zone), until=until,
                before=midnight(span.first_before, view.zone), before_until=until_before,
            ),
            units=_held(view, at),
            tiers=club.tiers(view=view, at=at),
            waiting=club.waiting(view=view, at=at),
            ahead=club.days_ahead(view=view, at=at),
        )  # fmt: skip


def show_sales(
    *, principal: Principal, at: datetime, by: By, part: Part, first: int | None = None,
    last: int | None = None,
) -> SalesReport:  # fmt: skip
    """Show what was sold in each period from one day to another, both counted in.

    Without days it is the newest periods; never more than 400 of them.
    """
    principal.require("reports.read")
    with _viewing(principal.club_id) as view:
        row = _row(view, at, by, first, last)
        found = sales.sold(view=view, row=row, part=part, branches=_branches_of(principal))
        names = _names(principal.club_id, part, {one.part for one in found})
    return SalesReport(row, found, names)


def show_units(
    *, principal: Principal, at: datetime, by: By, first: int | None = None,
    last: int | None = None,
) -> UnitsReport:  # fmt: skip
    """Show what was issued, used, expired and taken back of each unit, and what was left."""
    principal.require("reports.read")
    with _viewing(principal.club_id) as view:
        row = _row(view, at, by, first, last)
        known = accounting.units(club_id=principal.club_id, zone=row.zone)
        found = units.unit_periods(view=view, row=row)
    return UnitsReport(
        row,
        found,
        {one.number: one.name for one in known},
        {one.number: one.code for one in known},
        frozenset(one.number for one in known if one.is_money),
    )


def show_visitors(
    *, principal: Principal, at: datetime, by: By, first: int | None = None,
    last: int | None = None,
) -> MembersReport:  # fmt: skip
    """Show who came for the first time, came back, and was lost, and the cohorts of a year."""
    principal.require("reports.read")
    with _viewing(principal.club_id) as view:
        row, today = _row(view, at, by, first, last), local_day(at, view.zone)
        seen = visits.seen(view=view, branches=_branches_of(principal))
        if seen is None:
            return MembersReport(row, None, None)
        return MembersReport(
            row,
            visits.shifts(seen=seen, row=row, today=today),
            visits.cohorts(seen=seen, today=today, months=COHORT_MONTHS),
        )


def show_tier_moves(
    *, principal: Principal, at: datetime, by: By, first: int | None = None,
    last: int | None = None,
) -> TiersReport:  # fmt: skip
    """Show how many members moved from tier to tier in each period, and who stands where now."""
    principal.require("reports.read")
    with _viewing(principal.club_id) as view:
        row = _row(view, at, by, first, last)
        return TiersReport(
            row, visits.tier_moves(view=view, row=row), club.tiers(view=view, at=at)
        )


def show_coupon_uses(
    *, principal: Principal, at: datetime, by: By, first: int | None = None,
    last: int | None = None,
) -> CouponsReport:  # fmt: skip
    """Show how often coupons were used in each period, by the reward of their series."""
    principal.require("reports.read")
    with club_view(club_id=principal.club_id) as view:
        row = _row(view, at, by, first, last)
        found = coupons.used(view=view, row=row, branches=_branches_of(principal))
    return CouponsReport(row, found)


@contextmanager
def _viewing(club_id: int) -> Iterator[View]:
    with club_view(club_id=club_id) as view:
        building.require_counted(view=view)
        yield view


def _branches_of(principal: Principal) -> frozenset[str]:
    """Give the branches that the caller sees; none means all."""
    return principal.branches or frozenset(filter(None, [principal.branch]))


def _row(view: View, at: datetime, by: By, first: int | None, last: int | None) -> Row:
    end = local_day(at, view.zone) if last is None else last
    if first is None:
        moment = midnight(end, view.zone)
        return periods.last_ones(by=by, at=moment, zone=view.zone, count=SHOWN[by])
    begin, end = sorted((first, end))
    return periods.between(by=by, first=begin, last=end, zone=view.zone, most=MOST_PERIODS)


def _running(by: By, row: Row, today: int) -> Span:
    """Give the running period up to today, and the same days of the one before it."""
    first = row.days[-1]
    before = periods.moved(by=by, first=first, periods=-1)
    return Span(first, today + 1, before, min(before + today + 1 - first, first))


def _same_time(view: View, span: Span, at: datetime) -> datetime:
    """Give until when the period before is counted: the same time of day if today is in it."""
    end = midnight(span.after_before, view.zone)
    if span.after <= local_day(at, view.zone):
        return end
    into_day = at - midnight(local_day(at, view.zone), view.zone)
    return min(midnight(span.after_before - 1, view.zone) + into_day, end)


def _only(by: By, first: int, after: int, view: View) -> Row:
    return Row(by, (first,), after, view.zone)


def _names(club_id: int, part: Part, codes: Iterable[str]) -> dict[str, Why]:
    """Give what the parts of sales are called; a part without a name is its own code."""
    if part == "recorder":
        people = trail.names(club_id=club_id)
        return {str(one): Why(name, name) for one, name in people.items()}
    if part == "branch":
        branches = clubs.branch_names(club_id=club_id)
        return {code: Why(name, name) for code, name in branches.items()}
    if part == "group":
        groups = catalogue.group_names(club_id=club_id)
        return {code: Why(name, groups["en"][code]) for code, name in groups["fa"].items()}
    if part == "product":
        cards = catalogue.products_named(club_id=club_id, codes=codes)
        return {
            code: Why(card.name_fa, card.name_en or card.name_fa) for code, card in cards.items()
        }
    return {}


def _bought(seen: visits.Seen, span: Span, today: int, at: datetime) -> Bought:
    now, before = visits.buyers(
        seen=seen,
        periods=((span.first, span.after), (span.first_before, span.after_before)),
    )
    if span.after == span.first + 1 == today + 1:  # one day is compared by the hour
        yesterday = visits.buyers_until(seen=seen, at=_same_time(seen.view, span, at))
        before = Buyers(yesterday, min(before.new, yesterday))
    began, ended = visits.standing(seen=seen, days=(span.first, span.after), today=today)
    return Bought(now, before, ended.lost - began.lost, ended.back - began.back, ended.active)


def _held(view: View, at: datetime) -> tuple[UnitHeld, ...]:
    day, held = local_day(at, view.zone), units.outstanding(view=view)
    found = []
    for unit in accounting.units(club_id=view.club_id, zone=view.zone):
        rates = [one.rate for one in unit.rates if one.day <= day] or [unit.rates[0].rate]
        have = held.get(unit.number, 0)
        worth = rates[-1].worth(have)
        found.append(UnitHeld(unit.code, unit.name, have, worth, unit.is_money))
    return tuple(found)
