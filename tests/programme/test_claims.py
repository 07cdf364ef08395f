"""Rewards come off an order before all else, at their cost and within their limits."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programme.shop import Member, compiled, line
from vafa.kit.errors import VafaError
from vafa.programme.claims import costs_of, count_key, counted, shortage, take, take_rewards
from vafa.programme.document import AmountReward, Label, PercentReward, Reward
from vafa.programme.packing import InvalidOrder
from vafa.programme.records import (
    Burn,
    Claim,
    MemberSnapshot,
    MemberState,
    PurchaseEvent,
    Short,
    Spend,
)

NAME = {"fa": "پاداش", "en": "Reward"}
COST = {"unit": "points", "units": 5}
TEN = {"code": "ten", "name": NAME, "cost": COST, "effect": {"kind": "percent", "share": 1000}}
BITE = {"code": "bite", "name": NAME, "cost": COST, "per_order": 10,
        "effect": {"kind": "amount", "amount": 100}}  # fmt: skip
FREE = {"code": "free", "name": NAME, "given": "automatic",
        "effect": {"kind": "buy_get", "buy": 3}}  # fmt: skip


def shop(*rewards: dict[str, Any], points: int = 100) -> Member:
    """Give a member of a club with these rewards."""
    return Member(compiled({"/rewards": list(rewards)})).has("points", points)


def claims(**times: int) -> tuple[Claim, ...]:
    return tuple(Claim(reward, count) for reward, count in times.items())


def test_a_reward_lowers_net_vat_and_what_is_earned() -> None:
    member = shop(TEN)

    done = member.buys(line(1_000_000, vat_rials=100_000), claims=claims(ten=1))

    assert (done.net_rials, done.vat_rials, done.to_pay_rials) == (1_000_000, 90_000, 990_000)
    assert done.awards[0].units == 9
    assert done.burns[0].lines == {1: 100_000}
    assert member.balances["points"].spendable == 100 - 5 + 9


def test_an_amount_costs_only_what_took_effect() -> None:
    done = shop(BITE).buys(line(250), claims=claims(bite=10))

    assert (done.to_pay_rials, done.burns[0].units, done.burns[0].quantity) == (0, 15, 3)


def test_units_for_rewards_are_no_longer_there_to_spend() -> None:
    member = Member(
        compiled({"/rewards": [TEN], "/units/0/redemption/value_rials": 1})
    ).has("points", 8)  # fmt: skip

    done = member.buys(line(1000), claims=claims(ten=1), spend=[Spend("points", None)])

    assert [burn.units for burn in done.burns] == [5, 3]
    assert done.to_pay_rials == 1000 - 100 - 3


def test_automatic_rewards_come_by_themselves_unless_prices_hold_them() -> None:
    order = line(400, quantity_milli=4000)

    assert shop(FREE).buys(order).to_pay_rials == 300
    assert shop(FREE).buys(order, is_priced=True).to_pay_rials == 400
    assert shop(FREE).buys(line(100)).burns == ()


@pytest.mark.parametrize(
    ("reward", "wanted", "code"),
    [
        (TEN, Claim("other"), "unknown_reward"),
        (FREE, Claim("free"), "unknown_reward"),
        ({**TEN, "given": "coupon", "cost": None}, Claim("ten"), "reward_needs_coupon"),
        ({**TEN, "minimum_order": 1001}, Claim("ten"), "reward_below_minimum"),
        ({**BITE, "effect": {"kind": "amount", "amount": 1, "lines": {"groups": ["x"]}}},
            Claim("bite"), "reward_without_effect"),
        (TEN, Claim("ten", 2), "reward_at_limit"),
        (TEN, Claim("ten", 0), "reward_at_limit"),
    ],
)  # fmt: skip
def test_what_cannot_be_had_is_refused(reward: dict[str, Any], wanted: Claim, code: str) -> None:
    member = shop(reward)

    with pytest.raises(VafaError) as refused:
        member.buys(line(1000), claims=(wanted,))

    assert refused.value.code == code
    assert member.balances["points"].spendable == 100


def test_of_exclusive_rewards_one_is_had() -> None:
    member = shop({**TEN, "exclusive": True}, {**BITE, "exclusive": True})

    with pytest.raises(VafaError) as refused:
        member.buys(line(1000), claims=claims(ten=1, bite=1))

    assert refused.value.code == "reward_below_minimum"


def test_a_limit_per_member_counts_and_is_freed_by_a_whole_return() -> None:
    member = shop({**TEN, "per_member": 1})
    member.buys(line(1000), claims=claims(ten=1))
    with pytest.raises(VafaError) as refused:
        member.buys(line(1000), claims=claims(ten=1))
    member.returns(quantities={1: 1000})

    again = member.buys(line(1000), claims=claims(ten=1))

    assert refused.value.code == "reward_at_limit"
    assert again.state.caps[count_key("ten")] == (0, 1)


def test_a_malformed_order_is_refused_before_it_is_priced() -> None:
    event = PurchaseEvent(20_000, 0, (line(-1),), claims=claims(ten=1))

    with pytest.raises(InvalidOrder):
        take_rewards(
            document=compiled({"/rewards": [TEN]}).document,
            snapshot=MemberSnapshot(MemberState()),
            event=event,
        )


def test_shortage_tells_what_is_there() -> None:
    burn = Burn("points", 5, 10, "discount", {}, reward="ten", quantity=1)

    assert shortage(snapshot=MemberSnapshot(MemberState()), burns=(burn,), awards=()) == Short(
        "points", 5, 0
    )


def test_only_limited_rewards_are_counted() -> None:
    document = compiled({"/rewards": [TEN]}).document
    burn = Burn("points", 5, 10, "discount", {}, reward="ten", quantity=1)

    assert counted(document=document, state=MemberState(), burns=(burn,)) == MemberState()


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5), st.integers(1, 10_000))
def test_an_order_never_costs_less_than_nothing(nets: list[int], share: int) -> None:
    """What a reward takes off lies on the lines and never exceeds them."""
    costs = costs_of(tuple(line(net, number) for number, net in enumerate(nets, start=1)))
    reward = Reward(code="r", name=Label(**NAME), effect=PercentReward(share=share))
    other = Reward(code="o", name=Label(**NAME), effect=AmountReward(amount=10**9))

    after, times, _ = take(reward=reward, costs=costs, quantity=3)
    after, more, _ = take(reward=other, costs=after, quantity=2)

    assert 0 <= times <= 3
    assert 0 <= more <= 2
    assert all(0 <= now.net <= was.net for was, now in zip(costs, after, strict=True))
