"""Shifts whose drawer is counted, and the list of sales."""

from datetime import datetime, timedelta

from pydantic import Field

from vafa.domain.sales.listing import SalesSought
from vafa.domain.tills.drawers import Count
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    FreeText,
    GivenMoment,
    NumberInAddress,
    Rials,
    ShownId,
    ShownMoment,
)

USUAL_DAYS = timedelta(days=31)
USUAL_SALES = timedelta(days=1)


class DrawerBody(Body):
    """What was counted in the drawer before the first sale."""

    float_rials: Rials


class CountBody(Body):
    """What was counted at the end: money in the drawer, card slips, and why it differs."""

    cash_rials: Rials
    card_rials: Rials = 0
    reason: FreeText = ""

    def as_record(self) -> Count:
        """Give the count as the journey takes it."""
        return Count(self.cash_rials, self.card_rials, self.reason)


class DrawerAnswer(Answer):
    """A counted shift; what its end says is null while it is open."""

    shift_id: ShownId
    till: str
    opened_at: ShownMoment
    float_rials: int
    closed_at: ShownMoment | None
    expected_rials: int | None
    cash_rials: int | None
    card_rials: int | None
    difference_rials: int | None
    reason: str


class TakenShown(Answer):
    """What one person or key did in a shift, in Rial with VAT; `taken` is money that came."""

    by_id: ShownId
    sales: int
    sold_rials: int
    taken_rials: int
    returns: int
    returned_rials: int
    given_back_rials: int


class ShiftReport(Answer):
    """A counted shift, who did what in it, and how much money should be there by now."""

    drawer: DrawerAnswer
    taken: tuple[TakenShown, ...]
    used_rials: int
    expected_rials: int


class PeriodQuery(Body):
    """From one moment to before another; the usual end is now."""

    since: GivenMoment | None = None
    until: GivenMoment | None = None

    def period(self, *, now: datetime, usual: timedelta) -> tuple[datetime, datetime]:
        """Give the period that is meant."""
        until = self.until or now + timedelta(seconds=1)
        return self.since or until - usual, until


class DrawersAnswer(Answer):
    """The counted shifts of a period, newest first."""

    shifts: tuple[DrawerAnswer, ...]


class SalesListQuery(PeriodQuery):
    """Which sales: of a period (the usual is the last day), of one document, newest first."""

    document: str = Field("", max_length=100)
    limit: NumberInAddress = Field(200, ge=1, le=500)

    def as_record(self, *, now: datetime) -> SalesSought:
        """Give the search as the journey takes it."""
        since, until = self.period(now=now, usual=USUAL_SALES)
        return SalesSought(since, until, self.document, self.limit)


class SaleRow(Answer):
    """A sale, or a return of one (`returns_sale_id`), in Rial with VAT."""

    id: ShownId
    member_id: ShownId
    occurred_at: ShownMoment
    recorded_at: ShownMoment
    document: str
    branch: str
    channel: str
    amount_rials: int
    to_pay_rials: int
    returns_sale_id: ShownId | None
    by_id: ShownId
    is_returned: bool
    came_back: str


class SalesAnswer(Answer):
    """Sales and returns, newest first; `is_cut` when there are more than were asked for."""

    sales: tuple[SaleRow, ...]
    is_cut: bool
