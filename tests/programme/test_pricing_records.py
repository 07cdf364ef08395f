"""Discounts as data that a programme document can carry."""

import pytest
from pydantic import TypeAdapter, ValidationError

from vafa.programme.pricing_records import (
    AmountOff,
    BuyGetFree,
    CheapestOff,
    Discount,
    PercentOff,
    Selection,
)

DISCOUNTS = TypeAdapter(list[Discount])


def test_every_kind_survives_its_document() -> None:
    discounts: list[Discount] = [
        PercentOff(code="ten", share=1_000, maximum=50_000, exclusive=True),
        AmountOff(code="five", amount=50_000, with_vat=True, minimum_order=1_000_000),
        CheapestOff(code="cheapest", lines=Selection(excluded_groups=("food",))),
        BuyGetFree(code="3-1", buy=3, free_lines=Selection(codes=("a",))),
    ]

    assert DISCOUNTS.validate_json(DISCOUNTS.dump_json(discounts)) == discounts


@pytest.mark.parametrize(
    "document",
    [
        '[{"kind":"percent","code":"x","share":10001}]',
        '[{"kind":"amount","code":"x","amount":-1}]',
        '[{"kind":"buy_get_free","code":"x","buy":0}]',
        '[{"kind":"cheapest","code":"x","surprise":1}]',
        '[{"kind":"magic","code":"x"}]',
    ],
)
def test_document_out_of_bounds_is_refused(document: str) -> None:
    with pytest.raises(ValidationError):
        DISCOUNTS.validate_json(document)
