"""Reports of the club, the proof of its book, and the rules in force."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from vafa.insight.periods import Row
from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.operations import reads
from vafa.interfaces.api.requests import ApiRequest
from vafa.interfaces.api.schemas.reports import (
    BookProofAnswer,
    CouponsReportAnswer,
    DashboardAnswer,
    PeriodsQuery,
    RulesAnswer,
    SalesQuery,
    SalesReportAnswer,
    TiersReportAnswer,
    UnitsReportAnswer,
    VisitorsReportAnswer,
)
from vafa.interfaces.web import sources
from vafa.journeys import prove_book, show_reports
from vafa.journeys import show_rules as ruling
from vafa.kit.calendar import date_of, day_of

router = Router(tags=["reports"])


@reads(router, "/reports/dashboard", right="reports.read", gives=DashboardAnswer)
def show_dashboard(request: ApiRequest, query: Query[PeriodsQuery]) -> HttpResponse:
    """Show the club at a glance: the running period, or the days from one to another.

    It is compared with as many days before it, up to the same time of day.
    """
    found = show_reports.show_dashboard(**_asked(request, query))
    span, bought, members = found.span, found.bought, found.members
    now, before = (
        {
            "first_day": date_of(first), "last_day": date_of(after - 1), "bought": buyers,
            "joined": joined, "purchases": sold.purchases, "returns": sold.returns,
            "sold_rials": sold.sold_rials, "returned_rials": sold.returned_rials,
        }
        for first, after, sold, buyers, joined in (
            (span.first, span.after, found.now, bought and bought.now, members.joined),
            (span.first_before, span.after_before, found.before, bought and bought.before,
             members.joined_before),
        )
    )  # fmt: skip
    answer = {
        "now": now, "before": before, "members": members.members,
        "active": bought and bought.active, "lost": bought and bought.lost,
        "units": found.units, "tiers": found.tiers, "waiting": found.waiting,
    }  # fmt: skip
    return shown(DashboardAnswer, answer)


@reads(router, "/reports/sales", right="reports.read", gives=SalesReportAnswer)
def show_sales_report(request: ApiRequest, query: Query[SalesQuery]) -> HttpResponse:
    """Show what was sold in each period; never more than 400 of them, the newest.

    A return counts in the period in which it was brought back. An edited purchase is a return of
    the old one and a new sale.
    """
    found = show_reports.show_sales(**_asked(request, query), part=query.part)
    sold = [
        {
            "period": one.period, "part": one.part,
            "name": found.names[one.part].fa if one.part in found.names else "",
            "purchases": one.purchases, "returns": one.returns,
            "sold_rials": one.sold_rials, "returned_rials": one.returned_rials,
        }
        for one in found.sold
    ]  # fmt: skip
    return shown(SalesReportAnswer, {"periods": _periods(found.row), "sold": sold})


@reads(router, "/reports/units", right="reports.read", gives=UnitsReportAnswer)
def show_units_report(request: ApiRequest, query: Query[PeriodsQuery]) -> HttpResponse:
    """Show what was issued, used, expired and taken back of each unit in each period."""
    found = show_reports.show_units(**_asked(request, query))
    units = [
        {
            "period": one.period, "unit": found.codes.get(one.unit, ""), "issued": one.issued,
            "used": one.used, "expired": one.expired, "taken_back": one.taken_back,
            "outstanding": one.outstanding,
        }
        for one in found.periods
    ]  # fmt: skip
    return shown(UnitsReportAnswer, {"periods": _periods(found.row), "units": units})


@reads(router, "/reports/members", right="reports.read", gives=VisitorsReportAnswer)
def show_visitors_report(request: ApiRequest, query: Query[PeriodsQuery]) -> HttpResponse:
    """Show who bought for the first time, came back and was lost in each period, and cohorts."""
    found = show_reports.show_visitors(**_asked(request, query))
    cohorts = found.cohorts and [
        {"first_day": date_of(one.first_day), "came": one.came} for one in found.cohorts
    ]
    answer = {"periods": _periods(found.row), "shifts": found.shifts, "cohorts": cohorts}
    return shown(VisitorsReportAnswer, answer)


@reads(router, "/reports/tiers", right="reports.read", gives=TiersReportAnswer)
def show_tiers_report(request: ApiRequest, query: Query[PeriodsQuery]) -> HttpResponse:
    """Show how many members moved from tier to tier in each period, and who stands where now."""
    found = show_reports.show_tier_moves(**_asked(request, query))
    answer = {"periods": _periods(found.row), "moves": found.moves, "tiers": found.tiers}
    return shown(TiersReportAnswer, answer)


@reads(router, "/reports/coupons", right="reports.read", gives=CouponsReportAnswer)
def show_coupons_report(request: ApiRequest, query: Query[PeriodsQuery]) -> HttpResponse:
    """Show how often coupons were used in each period, by series."""
    found = show_reports.show_coupon_uses(**_asked(request, query))
    return shown(CouponsReportAnswer, {"periods": _periods(found.row), "used": found.used})


@reads(router, "/book/proof", right="audit.read", gives=BookProofAnswer)
def show_book_proof(request: ApiRequest) -> HttpResponse:
    """Show the newest seals of the book, and what the newest checks of it found."""
    return shown(BookProofAnswer, prove_book.show_proof(principal=request.auth))


@reads(router, "/rules", right="programme.read", gives=RulesAnswer, refuses=(409,))
def show_rules(request: ApiRequest) -> HttpResponse:
    """Show the rules that are in force now: what members are promised."""
    found = ruling.show_rules(principal=request.auth, at=sources.now())
    document = found.document.model_dump(mode="json")
    answer = {"since": found.since, "document": document, "groups": found.groups}
    return shown(RulesAnswer, answer)


def _asked(request: ApiRequest, query: PeriodsQuery) -> dict[str, Any]:
    return {
        "principal": request.auth, "at": sources.now(), "by": query.by,
        "first": _day(query.first), "last": _day(query.last),
    }  # fmt: skip


def _day(value: date | None) -> int | None:
    return None if value is None else day_of(value)


def _periods(row: Row) -> list[dict[str, date]]:
    ends = (*row.days[1:], row.after)
    return [
        {"first_day": date_of(first), "last_day": date_of(after - 1)}
        for first, after in zip(row.days, ends, strict=True)
    ]
