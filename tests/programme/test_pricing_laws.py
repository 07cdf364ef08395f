"""What always holds of a priced basket, whatever its lines, discounts and tenders."""

from hypothesis import given
from hypothesis import strategies as st

from vafa.kit.amounts import vat_of_net
from vafa.programme.pricing import price_basket
from vafa.programme.pricing_records import (
    AmountOff,
    BasketLine,
    BuyGetFree,
    CheapestOff,
    Discount,
    PercentOff,
    PricedLine,
    Selection,
    Tender,
)

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


def price(line: PricedLine) -> int:
    return line.net + line.vat


@given(lines=basket_lines, discounts=discount_lists, tenders=tender_lists)
def test_everything_adds_up(
    lines: list[BasketLine], discounts: list[Discount], tenders: list[Tender]
) -> None:
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
def test_nothing_falls_below_zero(
    lines: list[BasketLine], discounts: list[Discount], tenders: list[Tender]
) -> None:
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
def test_gift_cards_and_top_ups_are_left_alone(
    lines: list[BasketLine], discounts: list[Discount]
) -> None:
    """Money sold for money is neither discounted nor paid with value."""
    basket = price_basket(
        lines=lines, discounts=discounts, tenders=[Tender(code="card", amount=10**13)]
    )

    untouched = [line for line in basket.lines if line.line.kind in {"gift_card", "top_up"}]
    assert all(line.net == line.gross and line.tenders == (0,) for line in untouched)


@given(lines=basket_lines, discounts=discount_lists)
def test_a_limit_is_kept(lines: list[BasketLine], discounts: list[Discount]) -> None:
    """No discount takes more than its maximum, in the terms it was named in."""
    basket = price_basket(lines=lines, discounts=discounts)

    for discount, outcome in zip(discounts, basket.discounts, strict=True):
        if discount.maximum is not None:
            taken = outcome.with_vat if discount.with_vat else outcome.net
            assert taken <= discount.maximum


@given(lines=basket_lines, tenders=tender_lists)
def test_tenders_never_touch_vat(lines: list[BasketLine], tenders: list[Tender]) -> None:
    """What pays leaves net and VAT of every line as they are (O21, E36)."""
    with_tenders, plain = price_basket(lines=lines, tenders=tenders), price_basket(lines=lines)

    assert [(line.net, line.vat) for line in with_tenders.lines] == [
        (line.net, line.vat) for line in plain.lines
    ]
