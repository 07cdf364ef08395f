"""Pricing: the numbered cases as tables; the laws are in ``test_pricing_laws``.

Amounts of the O cases are cents, those of the E cases Rial.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from vafa.kit.amounts import MAX_RIALS
from vafa.programme.pricing import BasketTooLarge, amount_only, event_lines, price_basket
from vafa.programme.pricing_records import (
    AmountOff,
    BasketLine,
    BuyGetFree,
    Discount,
    LineDiscount,
    PercentOff,
    PricedLine,
    Selection,
    Tender,
)
from vafa.programme.records import Line

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/iran.json").read_text("utf-8"))

FOOD = Selection(groups=("food",))
ONLY_A = Selection(codes=("a",))
TEN = PercentOff(code="ten", share=1_000)


def item(code: str, price: int, units: int = 1, **more: Any) -> BasketLine:
    return BasketLine(code=code, unit_price=price, quantity_milli=units * 1000, **more)


def taxed(code: str, price: int, rate: int, *, inclusive: bool = False) -> BasketLine:
    return item(code, price, vat_basis_points=rate, price_includes_vat=inclusive)


def cabinet(units: int) -> BasketLine:
    return item("cabinet", 320_00, units)


def chairs(units: int, price: int = 16_50) -> BasketLine:
    return item("chair", price, units)


def coupon(code: str) -> Discount:
    return AmountOff(code=code, amount=100_00, minimum_order=100_00)


@pytest.mark.parametrize(
    ("case", "lines", "discounts", "to_pay"),
    [
        ("O1: 10 % of an order of 100", [item("a", 100_00)], [TEN], 90_00),
        ("O2: 10 % of 100 + 50", [item("a", 100_00), item("b", 50_00)], [TEN], 135_00),
        (
            "O23: 10 % of an item, three times",
            [item("a", 100_00, 3)],
            [PercentOff(code="ten", share=1_000, lines=ONLY_A)] * 3,
            218_70,
        ),
        (
            "O26: buy 3 get 1, then 10 %",
            [cabinet(4)],
            [BuyGetFree(code="3-1", buy=3), TEN],
            864_00,
        ),
        (
            "O26: 10 %, then buy 3 get 1",
            [cabinet(4)],
            [TEN, BuyGetFree(code="3-1", buy=3)],
            864_00,
        ),
        (
            "O26: 75 bought, 25 free",
            [cabinet(100)],
            [BuyGetFree(code="3-1", buy=3)],
            75 * 320_00,
        ),
        ("O26: 6 bought, 2 free", [cabinet(8)], [BuyGetFree(code="3-1", buy=3)], 6 * 320_00),
        ("O26: 2 bought, none free", [cabinet(2)], [BuyGetFree(code="3-1", buy=3)], 640_00),
        ("O31: coupon of 100 on 165", [chairs(10)], [coupon("one")], 65_00),
        ("O31: the second needs 100", [chairs(10)], [coupon("one"), coupon("two")], 65_00),
        ("O31: both on 247.50", [chairs(15)], [coupon("one"), coupon("two")], 47_50),
        ("O31: neither on 82.50", [chairs(5)], [coupon("one"), coupon("two")], 82_50),
        (
            "O36: the second exclusive code",
            [cabinet(1)],
            [
                PercentOff(code="auto", share=1_000, exclusive=True),
                PercentOff(code="code", share=1_000, exclusive=True),
            ],
            288_00,
        ),
        (
            "O37: all of two chairs, at most 200",
            [chairs(2, 100_00), cabinet(1)],
            [
                PercentOff(
                    code="c", share=10_000, maximum=200_00, lines=Selection(codes=("chair",))
                )
            ],
            320_00,
        ),
        (
            "O37: one chair left",
            [chairs(1, 100_00), cabinet(1)],
            [
                PercentOff(
                    code="c", share=10_000, maximum=200_00, lines=Selection(codes=("chair",))
                )
            ],
            320_00,
        ),
        (
            "O37: the limit holds for three",
            [chairs(3, 100_00)],
            [PercentOff(code="c", share=10_000, maximum=200_00)],
            100_00,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_discounts_in_order(
    case: str, lines: list[BasketLine], discounts: list[Discount], to_pay: int
) -> None:
    assert price_basket(lines=lines, discounts=discounts).to_pay == to_pay


@pytest.mark.parametrize(
    ("case", "lines", "discounts", "tenders", "net", "vat", "paid", "to_pay"),
    [
        ("O17: card only", [item("a", 100_00)], [], [50_00], 100_00, 0, (50_00,), 50_00),
        ("O17: and 10 %", [item("a", 100_00)], [TEN], [50_00], 90_00, 0, (50_00,), 40_00),
        ("E34: card of 50", [item("a", 100)], [TEN], [50], 90, 0, (50,), 40),
        ("E34: card of 100", [item("a", 100)], [TEN], [100], 90, 0, (90,), 0),
        (
            "O21: e-wallet 115 never lowers VAT",
            [taxed("a", 100_00, 1_500), taxed("b", 100_00, 1_500)],
            [],
            [115_00],
            200_00,
            30_00,
            (115_00,),
            115_00,
        ),
        ("two tenders in turn", [item("a", 100)], [], [70, 70], 100, 0, (70, 30), 0),
        (
            "gift cards and top-ups are paid with other money",
            [item("a", 100), item("card", 50, kind="gift_card"), item("top", 50, kind="top_up")],
            [TEN],
            [500],
            190,
            0,
            (90,),
            100,
        ),
        (
            "E36: credit as a discount lowers VAT",
            [taxed("a", 1_000_000, 1_000)],
            [AmountOff(code="credit", amount=200_000)],
            [],
            800_000,
            80_000,
            (),
            880_000,
        ),
        (
            "E36: credit as tender does not",
            [taxed("a", 1_000_000, 1_000)],
            [],
            [200_000],
            1_000_000,
            100_000,
            (200_000,),
            900_000,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_tenders_pay_after_discounts(
    case: str,
    lines: list[BasketLine],
    discounts: list[Discount],
    tenders: list[int],
    net: int,
    vat: int,
    paid: tuple[int, ...],
    to_pay: int,
) -> None:
    basket = price_basket(
        lines=lines,
        discounts=discounts,
        tenders=[Tender(code="tender", amount=amount) for amount in tenders],
    )

    assert (basket.net, basket.vat, basket.tenders, basket.to_pay) == (net, vat, paid, to_pay)


FOOD_AND_OTHER = [
    BasketLine("a", 1_000_000, group="food", vat_basis_points=1_000),
    BasketLine("b", 500_000, group="other", vat_basis_points=1_000),
]


def test_discount_is_split_over_the_nets() -> None:
    """Cases E2 and E85: credit of 150,000 as a discount lowers nets and VAT pro rata."""
    basket = price_basket(
        lines=FOOD_AND_OTHER, discounts=[AmountOff(code="credit", amount=150_000)]
    )

    assert basket.lines == (
        PricedLine(
            line=FOOD_AND_OTHER[0],
            gross=1_000_000,
            discounts=(LineDiscount("credit", net=100_000, with_vat=110_000),),
            net=900_000,
            vat=90_000,
            tenders=(),
            earning_base=900_000,
        ),
        PricedLine(
            line=FOOD_AND_OTHER[1],
            gross=500_000,
            discounts=(LineDiscount("credit", net=50_000, with_vat=55_000),),
            net=450_000,
            vat=45_000,
            tenders=(),
            earning_base=450_000,
        ),
    )
    assert basket.to_pay == 1_485_000


@pytest.mark.parametrize(
    ("earns", "bases"), [(False, [900_000, 450_000]), (True, [1_000_000, 500_000])]
)
def test_tender_leaves_vat_and_lowers_the_base_unless_it_earns(
    *, earns: bool, bases: list[int]
) -> None:
    """Case E85: credit of 150,000 as tender; O6: a gift card earns."""
    basket = price_basket(
        lines=FOOD_AND_OTHER, tenders=[Tender(code="credit", amount=150_000, earns=earns)]
    )

    assert [line.vat for line in basket.lines] == [100_000, 50_000]
    assert [line.tenders for line in basket.lines] == [(100_000,), (50_000,)]
    assert [line.earning_base for line in basket.lines] == bases
    assert (basket.to_pay, basket.tenders) == (1_500_000, (150_000,))


def test_discount_limited_to_a_group_leaves_the_other_lines() -> None:
    """Case O4: 10 % off food (and its sub-groups): 140 to pay, 90 of food."""
    lines = [item("a", 100_00, group="food.dairy"), item("b", 50_00, group="foods")]

    basket = price_basket(lines=lines, discounts=[TEN.model_copy(update={"lines": FOOD})])

    assert [line.net for line in basket.lines] == [90_00, 50_00]


@pytest.mark.parametrize(
    ("amount", "net", "vat"), [(1_100_000, 1_000_000, 100_000), (10, 9, 1), (0, 0, 0)]
)
def test_amount_only_purchase(amount: int, net: int, vat: int) -> None:
    """Case E86: one VAT-inclusive line of group "unspecified"; the base is the net."""
    basket = price_basket(lines=[amount_only(amount=amount, vat_basis_points=1_000)])

    assert (basket.net, basket.vat, basket.to_pay) == (net, vat, amount)
    assert event_lines(basket=basket) == (
        Line(
            number=1,
            group="unspecified",
            net_rials=net,
            gross_rials=net,
            vat_rials=vat,
            product="amount",
        ),
    )


@pytest.mark.parametrize("case", VECTORS["line_arithmetic"][:4], ids=str)
def test_line_arithmetic_of_the_tax_organisation(case: dict[str, Any]) -> None:
    line = BasketLine(
        "a",
        unit_price=int(case["fee"]),
        quantity_milli=int(Decimal(case["am"]) * 1000),
        vat_basis_points=int(case["vra"]) * 100,
    )

    priced = price_basket(lines=[line], discounts=[AmountOff(code="dis", amount=case["dis"])])

    assert {
        "prdis": priced.lines[0].gross,
        "adis": priced.net,
        "vam": priced.vat,
        "tsstam": priced.to_pay,
    } == case["expect"]


@pytest.mark.parametrize(
    "lines",
    [
        [item("a", MAX_RIALS), item("b", 1)],
        [item("a", MAX_RIALS, 10**6)],
        [taxed("a", MAX_RIALS, 1_000)],
        [item("a", MAX_RIALS), item("b", -1)],
    ],
)
def test_basket_beyond_the_bound_is_refused(lines: list[BasketLine]) -> None:
    with pytest.raises(BasketTooLarge):
        price_basket(lines=lines)
