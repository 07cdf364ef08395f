"""Receipts, claims and moves of a purchase as they are asked and answered."""

from datetime import date
from typing import Literal

from pydantic import AliasPath, Field

from vafa.domain.rewards.records import Move
from vafa.interfaces.api.fields import Answer, Body, ShownMoment
from vafa.interfaces.api.schemas.purchases import LineShown, PurchaseAnswer, RefundAnswer
from vafa.interfaces.api.schemas.shared import MemberNamed


class ClaimBody(Body):
    """Who claims the purchase of a receipt, by the code on it: in any case, with or without -."""

    receipt_code: str = Field(min_length=1, max_length=40, examples=["7KQ2M-XA4RB-9DWP"])
    member: MemberNamed


class MoveBody(Body):
    """To whom the purchase belongs, and what becomes of units that the wrong one has spent."""

    to: MemberNamed
    if_spent: Literal["owe", "forgive"] = Field(
        "owe", description="The wrong member owes them, or the shop writes them off."
    )

    def as_record(self, *, sale_id: int) -> Move:
        """Give the move as the journey takes it."""
        return Move(sale_id=sale_id, to=self.to.as_record(), if_spent=self.if_spent)


class MoveAnswer(Answer):
    """The purchase as the right member has it, and what left the wrong one; no money moves."""

    purchase: PurchaseAnswer
    returned: RefundAnswer


class ReceiptSought(Body):
    """The token in the link of a receipt, or the code that is printed on it."""

    named: str = Field(min_length=1, max_length=40)


class ReceiptShownAnswer(Answer):
    """A receipt; nothing of it tells who bought.

    `state`: `open` (its points can be claimed with `code` through `last_day`), `over`, `claimed`,
    `named` (they went to the member who was named), `returned` (all of it has come back).
    """

    state: Literal["open", "over", "claimed", "named", "returned"]
    document: str = Field(validation_alias=AliasPath("purchase", "document"))
    net_rials: int = Field(validation_alias=AliasPath("purchase", "net_rials"))
    vat_rials: int = Field(validation_alias=AliasPath("purchase", "vat_rials"))
    to_pay_rials: int = Field(validation_alias=AliasPath("purchase", "to_pay_rials"))
    lines: tuple[LineShown, ...]
    sold_at: ShownMoment
    branch: str
    refunded_cash_rials: int
    code: str
    last_day: date | None
