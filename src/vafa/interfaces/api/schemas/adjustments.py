"""Units given or taken by hand as they are asked, approved and answered."""

from typing import Literal

from pydantic import Field, StrictInt

from vafa.domain.rewards.records import Adjustment
from vafa.interfaces.api.fields import Answer, Body, Code, FreeText, GivenId, ShownId, ShownMoment
from vafa.interfaces.api.schemas.shared import BalanceShown
from vafa.kit.amounts import MAX_RIALS


class AdjustmentBody(Body):
    """Units to give (above zero) or to take, and why; `note` stands in the statement too."""

    member_id: GivenId
    unit: Code
    units: StrictInt = Field(ge=-MAX_RIALS, le=MAX_RIALS)
    reason: Literal["goodwill", "complaint", "correction", "missing"]
    note: FreeText = ""

    def as_record(self) -> Adjustment:
        """Give the adjustment as the journey takes it."""
        return Adjustment(self.member_id, self.unit, self.units, self.reason, self.note)


class AdjustmentAnswer(Answer):
    """Units given or taken."""

    event_id: ShownId
    member_id: ShownId
    unit: str
    units: int
    reason: str
    balances: tuple[BalanceShown, ...]


class ApprovalAnswer(Answer):
    """It is past a limit of the club: nothing is posted before a second person approves it."""

    approval_id: ShownId
    payload_hash: str
    expires_at: ShownMoment


class ApprovalBody(Body):
    """The hash of what is approved, as the request showed it."""

    payload_hash: str = Field(pattern=r"^[0-9a-f]{64}$")
