"""Each kind of discount: limits, free units, refusals, and VAT in the amounts."""

from typing import Any

import pytest

from vafa.programme.pricing import price_basket
from vafa.programme.pricing_discounts import free_units, net_and_price
from vafa.programme.pricing_records import (
    AmountOff,
    BasketLine,
    BuyGetFree,
    CheapestOff,
    Discount,
    DiscountOutcome,
    PercentOff,
    Selection,
)

FOOD = Selection(groups=("food",))
ONLY_A = Selection(codes=("a",))
TEN = PercentOff(code="ten", share=1_000)


def item(code: str, price: int, units: int = 1, **more: Any) -> BasketLine:
    return BasketLine(code=code, unit_price=price, quantity_milli=units * 1000, **more)


def taxed(code: str, price: int, rate: int, *, inclusive: bool = False) -> BasketLine:
    return item(code, price, vat_basis_points=rate, price_includes_vat=inclusive)


@pytest.mark.parametrize(("bought", "free"), [(75, 25), (6, 2), (3, 1), (2, 0)])
def test_free_units_of_buy_3_get_1(bought: int, free: int) -> None:
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
def test_net_and_price_of_either(
    *, amount: int, includes_vat: bool, both: tuple[int, int]
) -> None:
    priced = net_and_price(amount=amount, vat_basis_points=1_000, includes_vat=includes_vat)

    assert priced == both


CAPPED = PercentOff(code="capped", share=1_000, maximum=9_00, lines=ONLY_A, with_vat=True)


@pytest.mark.parametrize("inclusive", [True, False], ids=["VAT in the price", "VAT added"])
@pytest.mark.parametrize(
    ("case", "a", "others", "taken"),
    [
        ("A alone", 120_00, [], 9_00),
        ("B only", 0, [item("b", 50_00)], 0),
        ("A and -20", 120_00, [item("deduction", -20_00)], 9_00),
        ("A and -114: no more than the order's 6", 120_00, [item("deduction", -114_00)], 6_00),
        ("A = 60", 60_00, [], 6_00),
    ],
)
def test_capped_percentage_with_vat(
    *, case: str, a: int, others: list[BasketLine], taken: int, inclusive: bool
) -> None:
    """Case O24: 10 % of A (20 % VAT), at most 9 with VAT."""
    price = a if inclusive else a * 10 // 12
    own = [taxed("a", price, 2_000, inclusive=inclusive)] if a else []

    basket = price_basket(lines=[*own, *others], discounts=[CAPPED])

    assert basket.discounts[0].with_vat == taken


ALL_OF_A = PercentOff(code="all-of-a", share=10_000, lines=ONLY_A)
FIVE_OFF = AmountOff(code="five", amount=5_00, with_vat=True)


@pytest.mark.parametrize(
    ("discounts", "totals"),
    [
        # The other engine says 9.4 to one decimal; exactly it is 12 x 18 / 23 = 9.391.
        ([ALL_OF_A, FIVE_OFF], [12_00, 7_00]),
        ([FIVE_OFF, ALL_OF_A], [18_00, 9_39]),
    ],
    ids=["all of A, then 5", "5, then all of A"],
)
def test_amount_with_vat_over_two_rates(discounts: list[Discount], totals: list[int]) -> None:
    """Case O34: A 10 + 10 %, B 10 + 20 %."""
    lines = [taxed("a", 10_00, 1_000), taxed("b", 10_00, 2_000)]

    steps = [price_basket(lines=lines, discounts=discounts[:count]).to_pay for count in (1, 2)]

    assert steps == totals


def test_refused_discounts_say_why() -> None:
    exclusive = PercentOff(code="exclusive", share=1_000, exclusive=True)
    discounts: list[Discount] = [
        AmountOff(code="too-early", amount=10, minimum_order=101, exclusive=True),
        exclusive,
        exclusive,
        AmountOff(code="elsewhere", amount=10, lines=FOOD),
    ]

    basket = price_basket(lines=[item("a", 100)], discounts=discounts)

    assert basket.discounts == (
        DiscountOutcome("too-early", 0, 0, "below_minimum"),
        DiscountOutcome("exclusive", 10, 10),
        DiscountOutcome("exclusive", 0, 0, "exclusive_taken"),
        DiscountOutcome("elsewhere", 0, 0, "no_effect"),
    )


TRIO = [item("a", 500), item("b", 300, 2), item("c", 900, group="food")]


@pytest.mark.parametrize(
    ("case", "discount", "nets"),
    [
        ("the cheapest unit", CheapestOff(code="x"), [500, 300, 900]),
        ("half of it", CheapestOff(code="x", share=5_000), [500, 450, 900]),
        ("outside food", CheapestOff(code="x", lines=FOOD), [500, 600, 0]),
        ("one of four", BuyGetFree(code="x", buy=3), [500, 300, 900]),
        ("two of four", BuyGetFree(code="x", buy=2, get=2), [500, 0, 900]),
        (
            "food frees others",
            BuyGetFree(code="x", buy=1, get=3, lines=FOOD, free_lines=Selection()),
            [0, 0, 900],
        ),
        (
            "two others free the food",
            BuyGetFree(
                code="x",
                buy=2,
                lines=Selection(excluded_groups=("food",)),
                free_lines=FOOD,
            ),
            [500, 600, 0],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_units_that_are_free(case: str, discount: Discount, nets: list[int]) -> None:
    basket = price_basket(lines=TRIO, discounts=[discount])

    assert [line.net for line in basket.lines] == nets


def test_free_unit_is_not_discounted_again() -> None:
    discounts: list[Discount] = [BuyGetFree(code="3-1", buy=3), CheapestOff(code="cheapest")]

    basket = price_basket(lines=[item("cabinet", 320_00, 4)], discounts=discounts)

    assert basket.to_pay == 2 * 320_00


def test_part_of_a_unit_is_never_free() -> None:
    weighed = BasketLine("cheese", unit_price=1_000, quantity_milli=2_500)

    basket = price_basket(lines=[weighed], discounts=[BuyGetFree(code="1-1", buy=1)])

    assert basket.to_pay == 1_500


def test_shipping_is_discounted_only_by_name() -> None:
    lines = [item("a", 1_000), item("post", 200, kind="shipping")]
    free_post = PercentOff(code="post", share=10_000, lines=Selection(kinds=("shipping",)))

    prices = [price_basket(lines=lines, discounts=[d]).to_pay for d in (TEN, free_post)]

    assert prices == [1_100, 1_000]
