"""Households and companies as they are opened, joined, changed and shown."""

from typing import Literal

from pydantic import Field, StrictBool

from vafa.domain.accounts.records import Limits, NewAccount
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    FreeText,
    GivenId,
    Rials,
    ShownId,
    ShownMoment,
)
from vafa.interfaces.api.schemas.members import MemberAnswer, UnitHeldShown
from vafa.interfaces.api.schemas.merges import UnitMovedShown
from vafa.interfaces.api.schemas.shared import MemberNamed
from vafa.journeys.account_desk import Joining

Role = Literal["owner", "adult", "child", "admin", "employee"]


class LimitsBody(Body):
    """What a person may spend, in Rial worth; left out: no limit, 0: may not spend."""

    month_rials: Rials | None = Field(None, description="In a Jalali month.")
    purchase_rials: Rials | None = Field(None, description="At once.")

    def as_record(self) -> Limits:
        """Give the limits as journeys take them."""
        return Limits(self.month_rials, self.purchase_rials)


class KeeperBody(Body):
    """The first person of an account: its owner, or a company's admin."""

    member: MemberNamed
    limits: LimitsBody = LimitsBody()
    proof_id: GivenId | None = Field(
        None,
        description="The proof of the person's mobile; without it one of the staff asks.",
    )
    brings_wallet: StrictBool = Field(
        default=True, description="Whether the own wallet comes along; else it waits."
    )

    def as_record(self, role: str = "") -> Joining:
        """Give the person as journeys take one."""
        return Joining(
            member=self.member.as_record(),
            role=role,
            limits=self.limits.as_record(),
            proof_id=self.proof_id or 0,
            brings_wallet=self.brings_wallet,
        )


class JoiningBody(KeeperBody):
    """Somebody who joins an account, and what they are in it."""

    role: Role


class AccountBody(Body):
    """An account to open; the last three are a company's, for its invoices."""

    kind: Literal["household", "company"]
    name: str = Field(min_length=1, max_length=80)
    invoice_name: str = Field("", max_length=120)
    economic_code: FreeText = ""
    legal_id: FreeText = Field("", description="The national id of a company, 11 digits.")
    keeper: KeeperBody

    def as_record(self) -> NewAccount:
        """Give the account as journeys take one."""
        return NewAccount(
            self.kind, self.name, self.invoice_name, self.economic_code, self.legal_id
        )


class PersonBody(Body):
    """What a person of an account is from now on; limits that are left out are none."""

    role: Role
    limits: LimitsBody = LimitsBody()


class ClosingBody(Body):
    """Whether what is left in the wallet goes to the person who is left."""

    carries_rest: StrictBool = False


class LimitsShown(Answer):
    """What a person may spend, in Rial worth; null: no limit."""

    month_rials: int | None
    purchase_rials: int | None


class PersonShown(Answer):
    """Somebody in an account; `month_spent_rials` is of this Jalali month."""

    member: MemberAnswer
    role: str
    limits: LimitsShown
    month_spent_rials: int
    consent: str
    has_brought: bool
    joined_at: ShownMoment


class AccountAnswer(Answer):
    """An account: its people, its wallet and tier, and what a change carried into the wallet."""

    account_id: ShownId
    kind: str
    name: str
    invoice_name: str
    economic_code: str
    legal_id: str
    opened_at: ShownMoment
    people: tuple[PersonShown, ...]
    tier: str
    balances: tuple[UnitHeldShown, ...]
    carried: tuple[UnitMovedShown, ...]


class AccountLeftAnswer(Answer):
    """What went back to the own wallet of the person who left."""

    account_id: ShownId
    member_id: ShownId
    carried: tuple[UnitMovedShown, ...]


class AccountClosedAnswer(Answer):
    """What went to the wallet of the person who was left."""

    account_id: ShownId
    carried: tuple[UnitMovedShown, ...]


class SpendingQuery(Body):
    """Of which month."""

    month: str = Field(description="A Jalali month, such as 1405-09.", max_length=7)


class PersonSpendingShown(Answer):
    """What a person bought and spent in the month; `member` is null once erased."""

    member_id: ShownId
    member: MemberAnswer | None
    purchases: int
    bought_rials: int
    spent_rials: int


class AccountSpendingAnswer(Answer):
    """Who bought and spent what in a Jalali month, those who left since too."""

    account_id: ShownId
    name: str
    invoice_name: str
    month: str
    people: tuple[PersonSpendingShown, ...]
