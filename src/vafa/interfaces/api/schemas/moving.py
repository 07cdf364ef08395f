"""Claims and moves of a purchase as they are asked and answered."""

from typing import Literal

from pydantic import Field

from vafa.domain.rewards.records import Move
from vafa.interfaces.api.fields import Answer, Body
from vafa.interfaces.api.schemas.purchases import PurchaseAnswer, RefundAnswer
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
