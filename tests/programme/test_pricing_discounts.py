"""The parts of discounts that the till asks for on their own."""

import pytest

from vafa.programme.pricing_discounts import free_units, net_and_price


@pytest.mark.parametrize(("bought", "free"), [(75, 25), (6, 2), (3, 1), (2, 0)])
def test_free_units_of_buy_3_get_1(bought, free):
    """Case O26."""
    assert free_units(bought=bought, buy=3, get=1) == free


@pytest.mark.parametrize(
    ("amount", "includes_vat", "both"),
    [
        (100, False, (100, 110)),
        (110, True, (100, 110)),
        (10, True, (9, 10)),
        (-110, True, (-100, -110)),
        (-9, False, (-9, -9)),
    ],
)
def test_net_and_price_of_either(amount, includes_vat, both):
    priced = net_and_price(amount=amount, vat_basis_points=1_000, includes_vat=includes_vat)

    assert priced == both
