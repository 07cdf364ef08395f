"""Returning items of an order that had free ones: what is kept is priced anew (E51)."""

from hypothesis import given
from hypothesis import strategies as st

from tests.programme.shop import Member, compiled, line
from vafa.programme.records import Claim, RefundRequest
from vafa.programme.refund_parts import parts_after, parts_before
from vafa.programme.refund_rewards import entitled, with_vat

ONE_FREE = {"code": "free", "name": {"fa": "رایگان", "en": "Free"}, "given": "automatic",
            "effect": {"kind": "buy_get", "buy": 3}}  # fmt: skip
TEN = {"code": "ten", "name": {"fa": "ده", "en": "Ten"}, "cost": {"unit": "points", "units": 10},
       "effect": {"kind": "percent", "share": 1000}}  # fmt: skip


def shop(**changes: object) -> Member:
    rewards = {"/rewards": [ONE_FREE, TEN]}
    return Member(compiled({**rewards, **changes})).has("points", 10)


def test_two_of_eight_come_back_at_one_price() -> None:
    member = shop()
    member.buys(line(800, quantity_milli=8000))

    cash = [member.returns(quantities={1: 1000}).cash_rials for _ in range(8)]

    assert cash == [0, 100, 100, 100, 0, 100, 100, 100]


def test_nothing_is_entitled_without_free_items() -> None:
    member = shop()
    member.buys(line(1000, vat_rials=100))
    sale = member.sales[-1]
    parts = parts_after(sale, RefundRequest(20_000, {1: 500}))

    found = entitled(document=member.programme.document, sale=sale, parts=parts)

    assert (found.targets, found.charged_rials, found.parts) == ({}, 0, parts)
    assert found.vat_rials == 50


def test_a_reward_that_cost_points_gives_them_back_in_proportion() -> None:
    member = shop()
    member.buys(line(1000, vat_rials=100), claims=(Claim("ten"),))

    half = member.returns(quantities={1: 500})
    rest = member.returns(quantities={1: 500})

    assert (half.cash_rials, half.restores[0].units) == (495, 5)
    assert (rest.cash_rials, rest.restores[0].units) == (495, 5)


def test_vat_is_divided_as_it_was() -> None:
    lines = (line(100, vat_rials=10), line(100, 2, vat_rials=30))

    assert [one.vat_rials for one in with_vat(lines, 20)] == [5, 15]
    assert with_vat(lines, 40) == lines
    assert [one.vat_rials for one in with_vat(lines, -3)] == [0, 0]


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 10**6), st.booleans()), min_size=1, max_size=4
    ),
    st.data(),
)
def test_all_money_comes_back_and_never_more(
    bought: list[tuple[int, int, bool]], data: st.DataObject
) -> None:
    """In whatever steps an order with free items is returned, it gives back what was paid."""
    member = shop()
    order = tuple(
        line(count * price, number, quantity_milli=count * 1000,
             vat_rials=count * price // 10 if vat else 0)
        for number, (count, price, vat) in enumerate(bought, start=1)
    )  # fmt: skip
    paid = member.buys(*order).to_pay_rials
    units = data.draw(
        st.permutations([one.number for one in order for _ in range(one.quantity_milli // 1000)])
    )

    cash = [member.returns(quantities={number: 1000}).cash_rials for number in units]

    assert sum(cash) == paid
    assert min(cash) >= 0
    assert all(parts_before(member.sales[-1])[n].over for n in {one.number for one in order})
    assert member.balances.get("credit", member.balances["points"]).owed == 0
