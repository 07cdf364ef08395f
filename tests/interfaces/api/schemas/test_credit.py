"""Holds and redemptions, as the journeys take them."""

from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.records import NewHold, Redemption
from vafa.interfaces.api.schemas.credit import HoldBody, RedemptionBody

SARA = {"id": "5"}


def test_hold_body_becomes_the_record_of_the_journey() -> None:
    body = HoldBody.model_validate(
        {"member": SARA, "unit": "credit", "units": 7, "bound_to": "pos-1:9"}
    )

    assert body.as_record() == NewHold(MemberRef("id", "5"), "credit", 7, "pos-1:9")


def test_redemption_body_becomes_the_record_of_the_journey() -> None:
    body = RedemptionBody.model_validate(
        {"member": SARA, "unit": "points", "units": 7, "source": "till", "document": "V1"}
    )

    assert body.as_record() == Redemption(MemberRef("id", "5"), "points", 7, "till", "V1")
