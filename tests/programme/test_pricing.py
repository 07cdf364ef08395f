"""Pricing: the numbered cases as tables, then what always holds.

Amounts of the O cases are cents, those of the E cases Rial.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from vafa.kit.amounts import MAX_RIALS, vat_of_net
from vafa.programme.pricing import BasketTooLarge, amount_only, event_lines, price_basket
from vafa.programme.pricing_records import (
    AmountOff,
    BasketLine,
    BuyGetFree,
    CheapestOff,
    Discount,
    DiscountOutcome,
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


def item(code, price, units=1, **more):
    return BasketLine(code=code, unit_price=price, quantity_milli=units * 1000, **more)


def cabinet(units):
    return item("cabinet", 320_00, units)


def chairs(units, price=16_50):
    return item("chair", price, units)


def coupon(code):
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
def test_discounts_in_order(case, lines, discounts, to_pay):
    assert price_basket(lines=lines, discounts=discounts).to_pay == to_pay


def taxed(code, price, rate, *, inclusive=False):
    return item(code, price, vat_basis_points=rate, price_includes_vat=inclusive)


CAPPED = PercentOff(code="capped", share=1_000, maximum=9_00, lines=ONLY_A, with_vat=True)


@pytest.mark.parametrize("inclusive", [True, False], ids=["VAT in the price", "VAT added"])
@pytest.mark.parametrize(
    ("case", "a", "others", "taken"),
    [
        ("A alone", 120_00, [], 9_00),
        ("B only", None, [item("b", 50_00)], 0),
        ("A and -20", 120_00, [item("deduction", -20_00)], 9_00),
        ("A and -114: no more than the order's 6", 120_00, [item("deduction", -114_00)], 6_00),
        ("A = 60", 60_00, [], 6_00),
    ],
)
def test_capped_percentage_with_vat(case, a, others, taken, inclusive):
    """Case O24: 10 % of A (20 % VAT), at most 9 with VAT."""
    price = a if inclusive or a is None else a * 10 // 12
    own = [] if a is None else [taxed("a", price, 2_000, inclusive=inclusive)]

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
def test_amount_with_vat_over_two_rates(discounts, totals):
    """Case O34: A 10 + 10 %, B 10 + 20 %."""
    lines = [taxed("a", 10_00, 1_000), taxed("b", 10_00, 2_000)]

    steps = [price_basket(lines=lines, discounts=discounts[:count]).to_pay for count in (1, 2)]

    assert steps == totals


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
def test_tenders_pay_after_discounts(case, lines, discounts, tenders, net, vat, paid, to_pay):
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


def test_discount_is_split_over_the_nets():
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
def test_tender_leaves_vat_and_lowers_the_base_unless_it_earns(earns, bases):
    """Case E85: credit of 150,000 as tender; O6: a gift card earns."""
    basket = price_basket(
        lines=FOOD_AND_OTHER, tenders=[Tender(code="credit", amount=150_000, earns=earns)]
    )

    assert [line.vat for line in basket.lines] == [100_000, 50_000]
    assert [line.tenders for line in basket.lines] == [(100_000,), (50_000,)]
    assert [line.earning_base for line in basket.lines] == bases
    assert (basket.to_pay, basket.tenders) == (1_500_000, (150_000,))


def test_discount_limited_to_a_group_leaves_the_other_lines():
    """Case O4: 10 % off food (and its sub-groups): 140 to pay, 90 of food."""
    lines = [item("a", 100_00, group="food.dairy"), item("b", 50_00, group="foods")]

    basket = price_basket(lines=lines, discounts=[TEN.model_copy(update={"lines": FOOD})])

    assert [line.net for line in basket.lines] == [90_00, 50_00]


@pytest.mark.parametrize(
    ("amount", "net", "vat"), [(1_100_000, 1_000_000, 100_000), (10, 9, 1), (0, 0, 0)]
)
def test_amount_only_purchase(amount, net, vat):
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
def test_line_arithmetic_of_the_tax_organisation(case):
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


def test_refused_discounts_say_why():
    exclusive = PercentOff(code="exclusive", share=1_000, exclusive=True)
    discounts = [
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
def test_units_that_are_free(case, discount, nets):
    basket = price_basket(lines=TRIO, discounts=[discount])

    assert [line.net for line in basket.lines] == nets


def test_free_unit_is_not_discounted_again():
    discounts = [BuyGetFree(code="3-1", buy=3), CheapestOff(code="cheapest")]

    basket = price_basket(lines=[cabinet(4)], discounts=discounts)

    assert basket.to_pay == 2 * 320_00


def test_part_of_a_unit_is_never_free():
    weighed = BasketLine("cheese", unit_price=1_000, quantity_milli=2_500)

    basket = price_basket(lines=[weighed], discounts=[BuyGetFree(code="1-1", buy=1)])

    assert basket.to_pay == 1_500


def test_shipping_is_discounted_only_by_name():
    lines = [item("a", 1_000), item("post", 200, kind="shipping")]
    free_post = PercentOff(code="post", share=10_000, lines=Selection(kinds=("shipping",)))

    prices = [price_basket(lines=lines, discounts=[d]).to_pay for d in (TEN, free_post)]

    assert prices == [1_100, 1_000]


@pytest.mark.parametrize(
    "lines",
    [
        [item("a", MAX_RIALS), item("b", 1)],
        [item("a", MAX_RIALS, 10**6)],
        [taxed("a", MAX_RIALS, 1_000)],
        [item("a", MAX_RIALS), item("b", -1)],
    ],
)
def test_basket_beyond_the_bound_is_refused(lines):
    with pytest.raises(BasketTooLarge):
        price_basket(lines=lines)


def test_discounts_are_data():
    document = '[{"kind":"buy_get_free","code":"3-1","buy":3,"lines":{"groups":["food"]}}]'

    read = TypeAdapter(list[Discount]).validate_json(document)

    assert read == [BuyGetFree(code="3-1", buy=3, lines=FOOD)]


basket_lines = st.lists(
    st.builds(
        BasketLine,
        code=st.sampled_from("abc"),
        unit_price=st.integers(-2_000, 10_000) | st.integers(0, 10**11),
        group=st.sampled_from(["food", "food.dairy", "other"]),
        quantity_milli=st.integers(0, 5).map(lambda n: n * 1000) | st.integers(0, 5_000),
        vat_basis_points=st.sampled_from([0, 900, 1_000, 2_000, 10_000]),
        price_includes_vat=st.booleans(),
        kind=st.sampled_from(["product", "product", "product", "shipping", "gift_card", "top_up"]),
    ),
    max_size=5,
)
selections = st.builds(
    Selection,
    groups=st.sampled_from([(), ("food",), ("food.dairy", "other")]),
    kinds=st.sampled_from([("product",), ("product", "shipping")]),
)
amounts = st.integers(0, 20_000)
terms = {
    "code": st.sampled_from(["one", "two"]),
    "lines": selections,
    "minimum_order": st.sampled_from([0, 0, 500]),
    "maximum": st.none() | amounts,
    "exclusive": st.booleans(),
    "with_vat": st.booleans(),
}
shares = st.integers(0, 10_000)
discount_lists = st.lists(
    st.builds(PercentOff, share=shares, **terms)
    | st.builds(AmountOff, amount=amounts, **terms)
    | st.builds(CheapestOff, share=shares, **terms)
    | st.builds(
        BuyGetFree,
        buy=st.integers(1, 3),
        get=st.integers(1, 2),
        free_lines=st.none() | selections,
        **terms,
    ),
    max_size=4,
)
tender_lists = st.lists(
    st.builds(Tender, code=st.just("card"), amount=amounts, earns=st.booleans()), max_size=3
)


def price(line):
    return line.net + line.vat


@given(lines=basket_lines, discounts=discount_lists, tenders=tender_lists)
def test_everything_adds_up(lines, discounts, tenders):
    """Lines, shares and totals agree to the last unit; VAT is the truncated one or one more."""
    basket = price_basket(lines=lines, discounts=discounts, tenders=tenders)
    plain = price_basket(lines=lines)

    assert basket.to_pay == sum(map(price, basket.lines)) - sum(basket.tenders)
    for line, before in zip(basket.lines, plain.lines, strict=True):
        assert line.gross - line.net == sum(share.net for share in line.discounts)
        assert price(before) - price(line) == sum(share.with_vat for share in line.discounts)
        truncated = vat_of_net(abs(line.net), line.line.vat_basis_points)
        assert abs(line.vat) - truncated in {0, 1}
    for i, outcome in enumerate(basket.discounts):
        assert (outcome.refused is None) == (outcome.net > 0 or outcome.with_vat > 0), i
    assert sum(outcome.net for outcome in basket.discounts) == plain.net - basket.net
    for i, amount in enumerate(basket.tenders):
        assert amount == sum(line.tenders[i] for line in basket.lines) <= tenders[i].amount


@given(lines=basket_lines, discounts=discount_lists, tenders=tender_lists)
def test_nothing_falls_below_zero(lines, discounts, tenders):
    """Discounts and tenders stop at 0, for each line and for the order."""
    basket = price_basket(lines=lines, discounts=discounts, tenders=tenders)
    plain = price_basket(lines=lines)

    goods = [
        (price(line), price(before), sum(line.tenders))
        for line, before in zip(basket.lines, plain.lines, strict=True)
        if line.line.kind in {"product", "shipping"}
    ]
    left = sum(after - paid for after, _, paid in goods)
    assert left >= min(0, sum(before for _, before, _ in goods))
    assert all(min(0, before) <= after <= before for after, before, _ in goods)
    assert all(0 <= paid <= max(after, 0) for after, _, paid in goods)


@given(lines=basket_lines, discounts=discount_lists)
def test_gift_cards_and_top_ups_are_left_alone(lines, discounts):
    """Money sold for money is neither discounted nor paid with value."""
    basket = price_basket(
        lines=lines, discounts=discounts, tenders=[Tender(code="card", amount=10**13)]
    )

    untouched = [line for line in basket.lines if line.line.kind in {"gift_card", "top_up"}]
    assert all(line.net == line.gross and line.tenders == (0,) for line in untouched)


@given(lines=basket_lines, discounts=discount_lists)
def test_a_limit_is_kept(lines, discounts):
    """No discount takes more than its maximum, in the terms it was named in."""
    basket = price_basket(lines=lines, discounts=discounts)

    for discount, outcome in zip(discounts, basket.discounts, strict=True):
        if discount.maximum is not None:
            taken = outcome.with_vat if discount.with_vat else outcome.net
            assert taken <= discount.maximum


@given(lines=basket_lines, tenders=tender_lists)
def test_tenders_never_touch_vat(lines, tenders):
    """What pays leaves net and VAT of every line as they are (O21, E36)."""
    with_tenders, plain = price_basket(lines=lines, tenders=tenders), price_basket(lines=lines)

    assert [(line.net, line.vat) for line in with_tenders.lines] == [
        (line.net, line.vat) for line in plain.lines
    ]
