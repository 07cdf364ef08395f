"""Refunds: worked examples, then the laws.

No order of steps changes a total, nothing is taken twice.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.programme.random_clubs import programmes
from tests.programme.shop import DAY, Member, compiled, line
from vafa.programme.compile import compile_programme
from vafa.programme.document import Programme
from vafa.programme.records import Line, RefundDecision, Spend
from vafa.programme.refund_parts import NothingReturned, ReturnsTooMuch, UnknownLine


def _taken(done: RefundDecision, unit: str) -> int:
    return sum(claw.units for claw in done.claw_backs if claw.unit == unit)


def test_cumulative_floors_take_back_the_same_in_any_order() -> None:
    """The award of 617 on 617 units, returned in three steps (E44)."""
    programme = compiled({"/rules/0/effects/0": {
        "kind": "per_amount", "unit": "points", "units": 1, "rials": 1000,
    }})  # fmt: skip
    steps = {249_500: 249, 250_000: 250, 117_500: 118}
    member = Member(programme)
    member.buys(line(617_000, quantity_milli=617_000))

    taken = [_taken(member.returns(quantities={1: milli}), "points") for milli in steps]

    assert taken == list(steps.values())


@pytest.mark.parametrize(
    ("order", "credit", "cash"),
    [("pro_rata", 100_000, 400_000), ("cash_first", 0, 500_000), ("credit_first", 200_000,
        300_000)],
)  # fmt: skip
def test_a_refund_divides_by_the_policy(order: str, credit: int, cash: int) -> None:
    member = Member(compiled({"/refunds/order": order})).has("credit", 200_000)
    member.buys(1_000_000, spend=[Spend("credit", None)])

    half = member.returns(amount=500_000)
    rest = member.returns(amount=500_000)

    assert sum(restore.units for restore in half.restores) == credit
    assert half.cash_rials == cash
    assert sum(restore.units for restore in rest.restores) == 200_000 - credit
    assert rest.cash_rials == 800_000 - cash


def test_the_last_burned_unit_goes_back_first() -> None:
    changes = {"/refunds/order": "credit_first", "/units/0/redemption/value_rials": 100}
    member = Member(compiled(changes)).has("credit", 1000).has("points", 10)
    member.buys(10_000, spend=[Spend("points", None), Spend("credit", None)])

    done = member.returns(amount=1500)

    assert [(restore.unit, restore.rials) for restore in done.restores] == [
        ("credit", 1000), ("points", 500),
    ]  # fmt: skip


def test_vat_comes_back_as_it_was_charged() -> None:
    member = Member(compiled()).has("credit", 100_000)
    member.buys(line(1_000_000, vat_rials=100_000), spend=[Spend("credit", None)])

    done = member.returns(quantities={1: 1000})

    assert (done.lines[0].vat_rials, done.cash_rials) == (90_000, 990_000)
    assert done.restores[0].units == 100_000


def test_a_refund_frees_the_cap_of_its_own_day_only() -> None:
    member = Member(compiled({"/units/0/caps": [{"per": "day", "amount": 100}]}))
    member.buys(9_000_000)
    capped = member.buys(2_500_000)
    award = capped.awards[0]
    assert (award.units, award.uncapped) == (10, 25)

    done = member.returns(amount=2_500_000)

    assert _taken(done, "points") == 10
    assert member.state.caps["unit:points/day"] == (DAY, 90)
    member.buys(100_000, day=DAY + 1)
    late = member.returns(0, day=DAY + 1, amount=9_000_000)
    assert _taken(late, "points") == 90
    assert member.state.caps["unit:points/day"] == (DAY + 1, 1)


def test_a_refunded_first_purchase_leaves_a_negative_carry() -> None:
    """No point is taken twice and none is given for Rial that came back (E8, E87)."""
    changes = {"/rules/0/effects/0/carry": True}
    member = Member(compiled(changes))
    for net, carry in ((130_000, 30_000), (70_000, 0)):
        assert member.buys(net).awards[0].units == 1
        assert member.state.carry.get("points-on-purchase", 0) == carry

    assert _taken(member.returns(0, amount=130_000), "points") == 1
    assert member.state.carry == {"points-on-purchase": -30_000}
    last = member.buys(130_000)
    assert [award.units for award in last.awards if award.unit == "points"] == [1]
    assert member.state.carry == {}


def test_qualifying_spend_leaves_its_own_bucket() -> None:
    member = Member(compiled())
    member.buys(151_000_000)
    member.buys(1000, day=DAY + 5)

    done = member.returns(0, day=DAY + 6, amount=3_000_000)

    assert member.state.window == ((DAY, 148_000_000), (DAY + 5, 1000))
    assert [(step.kind, step.before, step.after) for step in done.tier_changes] == [
        ("grace_started", "silver", "silver")
    ]
    assert member.state.grace_until == DAY + 6 + 31


def test_goodwill_above_the_price_takes_nothing_more() -> None:
    member = Member(compiled())
    member.buys(1_000_000)

    done = member.returns(amount=1_000_000, goodwill=500_000)

    assert (_taken(done, "points"), done.cash_rials) == (10, 1_500_000)


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"quantities": {9: 1000}}, UnknownLine),
        ({"quantities": {1: 1001}}, ReturnsTooMuch),
        ({"quantities": {1: 0}}, NothingReturned),
        ({"quantities": {1: -1}}, NothingReturned),
        ({"amount": 0}, NothingReturned),
        ({"amount": 1_000_001}, ReturnsTooMuch),
        ({}, NothingReturned),
        ({"amount": 1, "quantities": {1: 1}}, NothingReturned),
    ],
)
def test_what_was_not_sold_does_not_come_back(
    request_: dict[str, Any], error: type[Exception]
) -> None:
    member = Member(compiled())
    member.buys(1_000_000)

    with pytest.raises(error):
        member.returns(**request_)


def test_a_deleted_rule_is_still_taken_back_exactly() -> None:
    member = Member(compiled())
    member.buys(1_000_000)
    member.programme = compiled({"/rules": [], "/code": "other"})

    done = member.returns(amount=1_000_000)

    assert (_taken(done, "points"), _taken(done, "credit")) == (10, 20_000)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), document=programmes())
def test_laws_of_refunds(data: st.DataObject, document: Programme) -> None:
    """However a sale comes back, in the end everything it gave and took has been reversed.

    Once.
    """
    programme = compile_programme(document)
    member = Member(programme).has("points", 100).has("credit", 5000)
    order = [
        Line(number, "food", net, net, net // 10, data.draw(st.sampled_from([1000, 2500])))
        for number, net in enumerate(data.draw(st.lists(st.integers(0, 3000), min_size=1,
            max_size=3)), 1)
    ]  # fmt: skip
    wishes = [Spend(unit.code, None) for unit in document.units]
    bought = member.buys(*order, spend=wishes)
    state_before = bought.state
    cash = 0
    taken = [0] * len(bought.awards)
    restored: dict[str, int] = {}
    while left := _left(member, order):
        if not any(left.values()) or data.draw(st.booleans()):
            request: dict[str, Any] = {"quantities": _some_quantities(data, member, order)}
        else:
            request = (
                {"amount": data.draw(st.integers(1, sum(left.values())))}
                if sum(left.values())
                else {"quantities": _some_quantities(data, member, order)}
            )
        done = member.returns(**request)
        cash += done.cash_rials
        for claw in done.claw_backs:
            taken[claw.award_id] += claw.units
        for restore in done.restores:
            restored[restore.unit] = restored.get(restore.unit, 0) + restore.units

    assert taken == [award.units if award.basis else 0 for award in bought.awards]
    assert restored == {burn.unit: burn.units for burn in bought.burns}
    assert cash == bought.to_pay_rials
    assert member.state.carry == {}
    assert sum(amount for _, amount in member.state.window) == 0
    assert state_before.purchases == member.state.purchases


def _left(member: Member, order: list[Line]) -> dict[int, int]:
    """Give what has not come back of each line that is not wholly back."""
    returned = member.sales[0].returned
    left: dict[int, int] = {}
    for item in order:
        quantity, net = returned.get(item.number, (0, 0))
        if quantity < item.quantity_milli and (net < item.net_rials or item.net_rials == 0):
            left[item.number] = item.net_rials - net
    return left


def _some_quantities(data: st.DataObject, member: Member, order: list[Line]) -> dict[int, int]:
    returned = member.sales[0].returned
    number = data.draw(st.sampled_from(sorted(_left(member, order))))
    item = next(item for item in order if item.number == number)
    most = item.quantity_milli - returned.get(number, (0, 0))[0]
    return {number: data.draw(st.integers(1, most))}
