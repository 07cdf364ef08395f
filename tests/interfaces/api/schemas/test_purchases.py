"""Purchases and refunds as they are asked, and the records they become."""

from typing import Any

import pytest
from pydantic import ValidationError

from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.records import Purchase, PurchaseLine, Refund, ReturnedLine, SpendWish
from vafa.interfaces.api.schemas.purchases import PurchaseBody, RefundBody
from vafa.kit.amounts import MAX_RIALS

LEAST: dict[str, Any] = {
    "member": {"id": "5"},
    "source": "till",
    "document": "1",
    "currency": "IRR",
}


def test_purchase_body_becomes_the_record_of_the_journey() -> None:
    body = PurchaseBody.model_validate(
        LEAST
        | {
            "lines": [{"net_rials": 5, "group": "food.dairy", "quantity_milli": 1500}],
            "spend": [{"unit": "credit", "units": 3}, {"unit": "points", "hold_id": "7"}],
            "revision": 2,
            "attributes": {"colour": "red"},
        }
    )

    assert body.as_record() == Purchase(
        member=MemberRef("id", "5"),
        source="till",
        document="1",
        lines=(PurchaseLine(net_rials=5, group="food.dairy", quantity_milli=1500),),
        spend=(SpendWish("credit", 3), SpendWish("points", None, 7)),
        revision=2,
        attributes={"colour": "red"},
    )


@pytest.mark.parametrize("lines", [1, 500])
def test_purchase_body_when_its_lines_exceed_the_bound_together_is_refused(lines: int) -> None:
    each = MAX_RIALS // lines
    fits = LEAST | {"lines": [{"net_rials": each}] * lines}
    too_large = LEAST | {"lines": [{"net_rials": each, "vat_rials": each}] * lines}

    PurchaseBody.model_validate(fits)
    with pytest.raises(ValidationError) as caught:
        PurchaseBody.model_validate(too_large)

    assert [found["type"] for found in caught.value.errors()] == ["too_large"]


def test_refund_body_becomes_the_record_of_the_journey() -> None:
    body = RefundBody.model_validate(
        {
            "member_id": "5",
            "source": "till",
            "document": "B1",
            "currency": "IRR",
            "lines": [{"number": 2}],
        }
    )

    assert body.as_record(sale_id=9) == Refund(
        member_id=5, sale_id=9, source="till", document="B1", lines=(ReturnedLine(2, 1000),)
    )


def test_refund_body_when_it_names_lines_and_an_amount_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        RefundBody.model_validate(
            {
                "member_id": "5",
                "source": "till",
                "document": "B1",
                "currency": "IRR",
                "lines": [{"number": 2}],
                "amount_rials": 5,
            }
        )

    assert [found["type"] for found in caught.value.errors()] == ["one_of_two"]
