"""Paying with units, orders that are refused, and the laws of one purchase."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.programme.random_clubs import programmes
from tests.programme.shop import DAY, Member, compiled, line
from vafa.programme.compile import compile_programme
from vafa.programme.decide import (
    UnknownTier,
    decide_tier,
    spendable,
)
from vafa.programme.document import Programme
from vafa.programme.packing import InvalidOrder, UnknownUnit
from vafa.programme.records import (
    Balance,
    Line,
    MemberSnapshot,
    MemberState,
    PurchaseEvent,
    Spend,
)


@pytest.mark.parametrize(
    ("policy", "wish", "units", "limit"),
    [
        ({}, None, 200_000, "available"),
        ({}, 50_000, 50_000, None),
        ({"maximum_share": 1000}, None, 100_000, "share"),
        ({"step_units": 30_000}, None, 180_000, "step"),
        ({"minimum_units": 200_001}, None, 0, "minimum"),
        ({"minimum_order": 1_000_001}, None, 0, "minimum_order"),
        ({"excluded_groups": ["food"]}, None, 0, "no_eligible"),
        ({"value_rials": 1, "per_units": 3}, 200_000, 199_998, None),
        ({"value_rials": 1000}, None, 1000, "to_pay"),
    ],
)
def test_the_policy_limits_what_may_be_spent(
    policy: dict[str, Any], wish: int | None, units: int, limit: str | None
) -> None:
    programme = compiled({f"/units/1/redemption/{key}": value for key, value in policy.items()})
    member = Member(programme).has("credit", 200_000)

    done = member.buys(1_000_000, spend=[Spend("credit", wish)])

    assert sum(burn.units for burn in done.burns) == units
    reasons = [*done.reasons, *(reason for burn in done.burns for reason in burn.reasons)]
    found = [reason.figures["limit"] for reason in reasons if "limit" in reason.figures]
    assert found == ([limit] if limit else [])


def test_a_captured_hold_is_spent_from_what_it_keeps() -> None:
    member = Member(compiled()).has("credit", 0)

    done = member.buys(1_000_000, spend=[Spend("credit", None, hold_id=9, held_units=50_000)])

    assert [(burn.units, burn.hold_id) for burn in done.burns] == [(50_000, 9)]
    assert done.to_pay_rials == 950_000


def test_spendable_says_the_most_of_each_unit() -> None:
    programme = compiled()
    snapshot = MemberSnapshot(MemberState(), {"credit": Balance(70_000), "points": Balance(5)})

    most = spendable(
        programme=programme, snapshot=snapshot, event=PurchaseEvent(DAY, 0, (line(60_000),))
    )

    assert [(burn.unit, burn.units, burn.rials) for burn in most] == [
        ("points", 5, 5_000), ("credit", 60_000, 60_000),
    ]  # fmt: skip


def test_gift_cards_and_top_ups_earn_nothing_and_cannot_be_paid_with_units() -> None:
    member = Member(compiled()).has("credit", 500_000)

    done = member.buys(
        Line(1, "cards", 500_000, 500_000, kind="gift_card"),
        Line(2, "wallet", 500_000, 500_000, kind="top_up"),
        spend=[Spend("credit", None)],
    )

    assert (done.awards, done.burns, done.to_pay_rials) == ((), (), 1_000_000)
    assert [reason.code for reason in done.reasons] == [
        "base", "excluded", "not_spent", "nothing_paid", "nothing_paid", "no_rule",
    ]  # fmt: skip


def test_an_unknown_tier_or_unit_or_wild_order_is_refused() -> None:
    programme = compiled()
    member = Member(programme)

    with pytest.raises(UnknownTier):
        decide_tier(programme=programme, snapshot=member.snapshot, tier="x", day=1, days=1)
    with pytest.raises(UnknownUnit):
        member.buys(1000, spend=[Spend("gold-coins", 1)])
    with pytest.raises(InvalidOrder):
        member.buys(1000, spend=[Spend("credit", 1)] * 9)
    for wrong in ((line(-1),), (line(1), line(1)), (line(10**13), line(1, 2))):
        with pytest.raises(InvalidOrder):
            member.buys(*wrong)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    document=programmes(),
    nets=st.lists(st.integers(0, 10**12), min_size=1, max_size=5),
    have=st.integers(0, 10**13),
)
def test_laws_of_one_purchase(document: Programme, nets: list[int], have: int) -> None:
    """Parts add up to wholes, caps hold, and no more is spent than is there and may be paid."""
    programme = compile_programme(document)
    member = Member(programme).has("points", have).has("credit", have)
    wishes = [Spend(unit.code, None) for unit in document.units]

    done = member.buys(*nets, spend=wishes)

    for award in done.awards:
        assert 0 <= award.units <= award.uncapped <= 10**13
        assert sum(award.line_basis.values()) == award.basis
        assert sum(award.lines.values()) == award.units
    for kind, owners in (("rule", document.rules), ("unit", document.units)):
        for owner in owners:
            granted = [award.units for award in done.awards if getattr(award, kind) == owner.code]
            assert all(sum(granted) <= cap.amount for cap in owner.caps)
    for burn in done.burns:
        policy = document.units[programme.units.index(burn.unit)].redemption
        assert policy is not None
        assert policy.minimum_units <= burn.units <= have
        assert burn.units % policy.step_units == 0
        assert burn.rials == burn.units * policy.value_rials // policy.per_units
        assert burn.rials * 10_000 <= sum(nets) * policy.maximum_share
        assert sum(burn.lines.values()) == burn.rials
    paid = sum(burn.rials for burn in done.burns)
    assert done.to_pay_rials == done.net_rials + done.vat_rials - paid >= 0
