"""Households of a club, driven through their journeys."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, ref
from vafa.domain.accounts.records import Limits, NewAccount
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.rewards.answers import Quote
from vafa.domain.rewards.records import NewHold, Purchase, PurchaseLine, Redemption, SpendWish
from vafa.journeys.account_desk import AccountShown, Joining
from vafa.journeys.hold_credit import hold_credit
from vafa.journeys.join_account import join_account
from vafa.journeys.leave_account import AccountClosed, AccountLeft, close_account, leave_account
from vafa.journeys.manage_account import (
    AccountSpending,
    change_person,
    show_account,
    show_spending,
)
from vafa.journeys.open_account import open_account
from vafa.journeys.quote_purchase import quote_purchase
from vafa.journeys.redeem_credit import redeem_credit
from vafa.programme.document import Programme


@dataclass
class Household:
    """An account of a club, opened by Sara; the staff saw everybody who joins."""

    club: Club
    account_id: int = 0
    staff: Principal = field(init=False)

    def __post_init__(self) -> None:
        """Let a person of the staff ask."""
        self.staff = replace(self.club.principal, staff_id=1)

    def open(
        self, *, brings: bool = True, asked: Claim | None = None, **more: Any
    ) -> AccountShown:
        """Open the account with Sara."""
        account = NewAccount(**{"kind": "household", "name": "خانهٔ سارا", **more})
        keeper = Joining(ref(self.club.join()), "owner", brings_wallet=brings)
        with clock(self.club.at):
            opened = open_account(
                principal=self.staff, claim=asked or claim(), ids=IDS, vault=VAULT,
                at=self.club.at, account=account, keeper=keeper,
            )  # fmt: skip
        self.account_id = opened.account_id
        return opened

    def add(
        self, name: str, role: str = "adult", limits: Limits | None = None, *, brings: bool = True,
        proof_id: int = 0, by: Principal | None = None, asked: Claim | None = None,
    ) -> AccountShown:  # fmt: skip
        """Let somebody join."""
        joining = Joining(
            ref(self.club.join(name)), role, limits or Limits(), proof_id, brings_wallet=brings
        )
        with clock(self.club.at):
            return join_account(
                principal=by or self.staff, claim=asked or claim(), ids=IDS, vault=VAULT,
                at=self.club.at, account_id=self.account_id, joining=joining,
            )  # fmt: skip

    def leave(self, name: str, *, asked: Claim | None = None) -> AccountLeft:
        """Let somebody leave."""
        member_id = self.club.join(name)
        with clock(self.club.at):
            return leave_account(
                principal=self.staff, claim=asked or claim(), ids=IDS, vault=VAULT,
                at=self.club.at, account_id=self.account_id, member_id=member_id,
            )  # fmt: skip

    def close(self, *, carries_rest: bool = False) -> AccountClosed:
        """Close the account."""
        with clock(self.club.at):
            return close_account(
                principal=self.staff, claim=claim(), ids=IDS, vault=VAULT, at=self.club.at,
                account_id=self.account_id, carries_rest=carries_rest,
            )  # fmt: skip

    def change(self, name: str, role: str, limits: Limits) -> AccountShown:
        """Give somebody another role or other limits."""
        with clock(self.club.at):
            return change_person(
                principal=self.staff, claim=claim(), vault=VAULT, at=self.club.at,
                account_id=self.account_id, member_id=self.club.join(name), role=role,
                limits=limits,
            )  # fmt: skip

    def show(self) -> AccountShown:
        """Show the account."""
        with clock(self.club.at):
            return show_account(
                principal=self.staff, vault=VAULT, at=self.club.at, account_id=self.account_id
            )

    def spending(self, month: str = "1405-08") -> AccountSpending:
        """Show who spent what."""
        return show_spending(
            principal=self.staff, vault=VAULT, account_id=self.account_id, month=month
        )

    def quote(self, net: int, name: str, *, spend: tuple[SpendWish, ...] = ()) -> Quote:
        """Foretell a purchase of somebody's."""
        purchase = Purchase(
            ref(self.club.join(name)), "till-1", "Q", (PurchaseLine(net, vat_rials=0),),
            spend=spend,
        )  # fmt: skip
        with clock(self.club.at):
            return quote_purchase(
                principal=self.staff, event_at=self.club.at, vault=VAULT, purchase=purchase
            )

    def redeem(self, units: int, name: str, *, at: datetime | None = None) -> int:
        """Spend credit at once; gives the status."""
        with clock(self.club.at):
            return redeem_credit(
                principal=self.staff, claim=claim(), event_at=at or self.club.at, ids=IDS,
                vault=VAULT, redemption=Redemption(ref(self.club.join(name)), "credit", units),
            ).status  # fmt: skip

    def hold(self, units: int, name: str) -> int:
        """Keep credit; gives the hold's id."""
        with clock(self.club.at):
            return hold_credit(
                principal=self.staff, claim=claim(), event_at=self.club.at, ids=IDS, vault=VAULT,
                hold=NewHold(ref(self.club.join(name)), "credit", units),
            ).hold_id  # fmt: skip


def a_household(credit: int = 100_000, programme: Programme | None = None) -> Household:
    """Open a household whose wallet has so much credit, brought by Sara."""
    club = a_club(programme)
    club.buy(credit * 50)
    household = Household(club)
    household.open()
    return household
