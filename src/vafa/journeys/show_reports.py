"""What the club sold, who its members are, and what became of its points and credit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vafa.domain.accounting import queries as accounting
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.insight import club, periods, sales, units
from vafa.insight.club import Members, TierCount, Waiting
from vafa.insight.periods import By, Row
from vafa.insight.sales import Buyers, Part, Sold
from vafa.insight.units import UnitPeriod
from vafa.kit.calendar import local_day, midnight

SHOWN: Final[Mapping[By, int]] = {"day": 14, "week": 12, "month": 12, "year": 5}
MOST_PERIODS: Final = 400


@dataclass(frozen=True, slots=True)
class UnitHeld:
    """What members have of a unit, and what that buys (0 for units that buy nothing)."""

    code: str
    name: str
    units: int
    worth_rials: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The current period beside the same part of the one before it, and what led up to it."""

    row: Row
    sold: tuple[Sold, ...]
    now: Sold
    before: Sold
    buyers: Buyers
    buyers_before: Buyers
    members: Members
    units: tuple[UnitHeld, ...]
    tiers: tuple[TierCount, ...]
    waiting: Waiting


@dataclass(frozen=True, slots=True)
class SalesReport:
    """What was sold in each period of a row."""

    row: Row
    sold: tuple[Sold, ...]


@dataclass(frozen=True, slots=True)
class UnitsReport:
    """What became of each unit in each period of a row; `names` goes by the unit's number."""

    row: Row
    periods: tuple[UnitPeriod, ...]
    names: Mapping[int, str]


def show_dashboard(*, principal: Principal, at: datetime, by: By) -> Dashboard:
    """Show the club at a glance; sales are those of the branches in which the caller works."""
    principal.require("reports.read")
    club_id, branches = principal.club_id, _branches_of(principal)
    with club_scope(club_id):
        zone = club_facts(club_id=club_id).zone
        row = periods.last_ones(by=by, at=at, zone=zone, count=SHOWN[by])
        since = row.starts[-1]
        before = midnight(periods.moved(by=by, first=row.days[-1], periods=-1), zone)
        before_until = min(before + (at - since), since)
        return Dashboard(
            row=row,
            sold=sales.sold(club_id=club_id, row=row, branches=branches),
            now=sales.sold_within(club_id=club_id, since=since, until=at, branches=branches),
            before=sales.sold_within(
                club_id=club_id, since=before, until=before_until, branches=branches
            ),
            buyers=sales.buyers(club_id=club_id, since=since, until=at, branches=branches),
            buyers_before=sales.buyers(
                club_id=club_id, since=before, until=before_until, branches=branches
            ),
            members=club.members(
                club_id=club_id, since=since, until=at, before=before, before_until=before_until
            ),
            units=_held(club_id, zone, at),
            tiers=club.tiers(club_id=club_id, at=at),
            waiting=club.waiting(club_id=club_id, at=at),
        )


def show_sales(
    *, principal: Principal, at: datetime, by: By, part: Part, first: int | None = None,
    last: int | None = None,
) -> SalesReport:  # fmt: skip
    """Show what was sold in each period from one day to another, both counted in.

    Without days it is the newest periods; never more than 400 of them.
    """
    principal.require("reports.read")
    club_id = principal.club_id
    with club_scope(club_id):
        row = _row(club_id, at, by, first, last)
        found = sales.sold(club_id=club_id, row=row, part=part, branches=_branches_of(principal))
    return SalesReport(row, found)


def show_units(
    *, principal: Principal, at: datetime, by: By, first: int | None = None,
    last: int | None = None,
) -> UnitsReport:  # fmt: skip
    """Show what was issued, used, expired and taken back of each unit, and what was left."""
    principal.require("reports.read")
    club_id = principal.club_id
    with club_scope(club_id):
        row = _row(club_id, at, by, first, last)
        known = accounting.units(club_id=club_id, zone=row.zone)
        found = units.unit_periods(club_id=club_id, row=row)
    return UnitsReport(row, found, {one.number: one.name for one in known})


def _branches_of(principal: Principal) -> frozenset[str]:
    """Give the branches that the caller sees; none means all."""
    return principal.branches or frozenset(filter(None, [principal.branch]))


def _row(club_id: int, at: datetime, by: By, first: int | None, last: int | None) -> Row:
    zone = club_facts(club_id=club_id).zone
    end = local_day(at, zone) if last is None else last
    if first is None:
        return periods.last_ones(by=by, at=midnight(end, zone), zone=zone, count=SHOWN[by])
    begin, end = sorted((first, end))
    return periods.between(by=by, first=begin, last=end, zone=zone, most=MOST_PERIODS)


def _held(club_id: int, zone: str, at: datetime) -> tuple[UnitHeld, ...]:
    day, held = local_day(at, zone), units.outstanding(club_id=club_id)
    found = []
    for unit in accounting.units(club_id=club_id, zone=zone):
        rates = [one.rate for one in unit.rates if one.day <= day] or [unit.rates[0].rate]
        have = held.get(unit.number, 0)
        found.append(UnitHeld(unit.code, unit.name, have, rates[-1].worth(have)))
    return tuple(found)
