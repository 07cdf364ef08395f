"""A till of a club at a shift, for tests of what it does without a connection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tests.factories.clubs import IDS, VAULT, Club, a_club, clock, ref
from vafa.domain.rewards.answers import UnitHeld
from vafa.domain.rewards.records import Purchase, PurchaseLine, SpendWish
from vafa.domain.tills.records import SaleKept, Terms
from vafa.journeys import manage_tills
from vafa.journeys import receive_offline_sales as receiving
from vafa.journeys.manage_tills import ShiftOpened
from vafa.journeys.receive_offline_sales import OfflineSale, SaleResult, SalesReceived


@dataclass
class Line:
    """A till of a club at a shift; members bought at its branch before."""

    club: Club
    shift_id: int = 0

    def open(self, *names: str) -> ShiftOpened:
        opened = open_shift(self.club, tuple(self.club.join(name) for name in names))
        self.shift_id = opened.shift.shift_id
        return opened

    def sale(
        self,
        sequence: int,
        rials: int = 1_000_000,
        *,
        spend: int = 0,
        name: str = "Sara",
        at: datetime | None = None,
    ) -> OfflineSale:
        wishes = (SpendWish("credit", spend),) if spend else ()
        purchase = Purchase(
            ref(self.club.join(name)), "till-1", f"F-{sequence}",
            lines=(PurchaseLine(rials, vat_rials=0),), spend=wishes,
        )  # fmt: skip
        return OfflineSale(sequence, at or self.club.at, purchase)

    def send(self, *sales: OfflineSale, after: timedelta = timedelta()) -> SalesReceived:
        with clock(self.club.at + after):
            return receiving.receive_offline_sales(
                principal=self.club.principal,
                ids=IDS,
                vault=VAULT,
                received_at=self.club.at + after,
                till="till-1",
                shift_id=self.shift_id,
                sales=sales,
            )

    def one(self, sale: OfflineSale) -> SaleResult:
        (result,) = self.send(sale).results
        return result

    def kept(self, state: str = "") -> tuple[SaleKept, ...]:
        return receiving.list_offline_sales(
            principal=self.club.principal, till="till-1", state=state, limit=50
        )


def open_shift(club: Club, member_ids: Sequence[int], till: str = "till-1") -> ShiftOpened:
    with clock(club.at):
        return manage_tills.open_shift(
            principal=club.principal, ids=IDS, vault=VAULT, at=club.at, code=till,
            member_ids=tuple(member_ids),
        )  # fmt: skip


def set_terms(club: Club, **more: int) -> manage_tills.TermsShown:
    terms = replace(Terms("credit"), **more)  # type: ignore[arg-type]  # framework: figures by name
    with clock(club.at):
        return manage_tills.set_terms(principal=club.principal, at=club.at, terms=terms)


def credit(club: Club) -> UnitHeld:
    return next(one for one in club.wallet().balances if one.unit == "credit")


def a_line(more: int = 0) -> Line:
    """Open a till and have Sara buy there: she has 20,000 of credit, and `more`."""
    club = a_club()
    manage_tills.open_till(principal=club.principal, at=club.at, code="till-1", branch="")
    club.buy(1_000_000)
    if more:
        club.buy(more * 50)
    return Line(club)
