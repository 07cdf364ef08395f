"""Reports as they are asked and shown: periods of the Jalali calendar, and what is in each."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from vafa.interfaces.api.fields import Answer, Body, GivenDay, ShownId, ShownMoment


class PeriodsQuery(Body):
    """Which periods: by what, and from which day to which, both counted in (Gregorian dates)."""

    by: Literal["day", "week", "month", "year"] = "month"
    first: GivenDay | None = Field(default=None, description="Empty: the newest periods.")
    last: GivenDay | None = Field(default=None, description="Empty: today.")


class SalesQuery(PeriodsQuery):
    """Which periods, and what each is parted by; empty for the whole."""

    part: Literal["", "branch", "channel", "group", "product", "till", "recorder"] = ""


class PeriodShown(Answer):
    """A period by its first day and its last one (Gregorian dates); places count from 0."""

    first_day: date
    last_day: date


class SoldShown(Answer):
    """What was sold in a period, with VAT; `part` is the code of what it is parted by.

    A return counts in the period in which it was brought back.
    """

    period: int
    part: str
    name: str
    purchases: int
    returns: int
    sold_rials: int
    returned_rials: int


class SalesReportAnswer(Answer):
    """What was sold in each period that has any."""

    periods: tuple[PeriodShown, ...]
    sold: tuple[SoldShown, ...]


class UnitPeriodShown(Answer):
    """A unit in a period, in units; `outstanding` is what members had when it ended."""

    period: int
    unit: str
    issued: int
    used: int
    expired: int
    taken_back: int
    outstanding: int


class UnitsReportAnswer(Answer):
    """What became of each unit in each period."""

    periods: tuple[PeriodShown, ...]
    units: tuple[UnitPeriodShown, ...]


class BuyersOfPeriodShown(Answer):
    """Who bought in a period: in all, first ever, after 90 days or more; who were lost.

    A member is lost after 90 days without a purchase; `active` bought in the 90 days before the
    period ended.
    """

    period: int
    buyers: int
    new: int
    lost: int
    won_back: int
    active: int


class CohortShown(Answer):
    """Members by the month of their first purchase, and how many bought in each month since."""

    first_day: date
    came: tuple[int, ...]


class VisitorsReportAnswer(Answer):
    """Who came and went; both are null for a key of several branches: members do not add up."""

    periods: tuple[PeriodShown, ...]
    shifts: tuple[BuyersOfPeriodShown, ...] | None
    cohorts: tuple[CohortShown, ...] | None


class TierMoveShown(Answer):
    """How many members went from one tier to another in a period; codes of the programme."""

    period: int
    before: str
    after: str
    members: int


class TierCountShown(Answer):
    """How many members have a tier now."""

    code: str
    members: int


class TiersReportAnswer(Answer):
    """The moves between tiers in each period, and who stands where now."""

    periods: tuple[PeriodShown, ...]
    moves: tuple[TierMoveShown, ...]
    tiers: tuple[TierCountShown, ...]


class CouponUsesShown(Answer):
    """How often a series of coupons was used in a period, by how many members, for how much."""

    period: int
    series: ShownId
    reward: str
    uses: int
    members: int
    rials: int


class CouponsReportAnswer(Answer):
    """How often coupons were used in each period."""

    periods: tuple[PeriodShown, ...]
    used: tuple[CouponUsesShown, ...]


class BuyersShown(Answer):
    """How many members bought, and how many of them for the first time ever."""

    buyers: int
    new: int


class SalesFiguresShown(Answer):
    """Days and what was sold in them; `bought` is null for a key of several branches."""

    first_day: date
    last_day: date
    purchases: int
    returns: int
    sold_rials: int
    returned_rials: int
    bought: BuyersShown | None
    joined: int


class UnitOutstandingShown(Answer):
    """What members have of a unit, and what it buys."""

    code: str
    units: int
    worth_rials: int


class WaitingShown(Answer):
    """How many things wait for somebody. `messages` failed in 7 days, `expiring` within 14."""

    approvals: int
    reviews: int
    orders: int
    offline_sales: int
    messages: int
    imports: int
    erasures: int
    expiring: int


class DashboardAnswer(Answer):
    """The club at a glance: days beside those before them, up to the same time of day."""

    now: SalesFiguresShown
    before: SalesFiguresShown
    members: int
    active: int | None
    lost: int | None
    units: tuple[UnitOutstandingShown, ...]
    tiers: tuple[TierCountShown, ...]
    waiting: WaitingShown


class BookCheckShown(Answer):
    """A check of the whole book; `differences` above 0 means that it does not hold."""

    id: ShownId
    asked_at: ShownMoment
    finished_at: ShownMoment | None
    steps: int
    steps_done: int
    differences: int
    fault: str = Field(description="Not empty when the check broke: it says nothing of the book.")


class CheckpointHeadShown(Answer):
    """A sealed part of the book, by its number and its head in hex."""

    number: int
    sealed_at: ShownMoment
    movements: int
    head: str


class BookProofAnswer(Answer):
    """The newest seals and the newest checks of the book, newest first."""

    checkpoints: tuple[CheckpointHeadShown, ...]
    checks: tuple[BookCheckShown, ...]


class RulesAnswer(Answer):
    """The programme in force, the moment since which it is, and names of groups by language."""

    since: ShownMoment
    document: dict[str, Any]
    groups: dict[str, dict[str, str]]
