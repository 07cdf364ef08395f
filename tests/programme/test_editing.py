"""A document is changed in one part and the rest stays as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vafa.programme.conditions import (
    AllOf,
    AmountIs,
    AnyOf,
    FirstPurchase,
    Not,
    WeekdayIs,
    type_of_condition,
)
from vafa.programme.document import Label, Programme
from vafa.programme.editing import (
    flat,
    free_code,
    joined,
    rule_of,
    with_copy,
    with_gift_cards,
    with_ladder,
    with_moved_rule,
    with_rule,
    with_unit,
    without_rule,
)
from vafa.programme.presets import PRESETS, demo_programme
from vafa.programme.validate import problems

FRIDAY = WeekdayIs(days=("friday",))
LARGE = AmountIs(at_least=1_000_000)


def codes(document: object) -> list[str]:
    return [rule.code for rule in document.rules]  # type: ignore[attr-defined]  # framework


def test_a_rule_is_copied_beside_itself_with_a_code_and_name_of_its_own() -> None:
    once = with_copy(demo_programme(), "cashback")
    twice = with_copy(once, "cashback")

    assert codes(once) == ["points-on-purchase", "cashback", "cashback-2", "friday"]
    assert codes(twice) == [
        "points-on-purchase", "cashback", "cashback-3", "cashback-2", "friday"
    ]  # fmt: skip
    assert once.rules[2].name == Label(fa="بازگشت اعتبار (رونوشت)", en="Cashback (copy)")
    assert once.rules[2].effects == once.rules[1].effects


@pytest.mark.parametrize(
    ("code", "by", "expected"),
    [
        ("cashback", -1, ["cashback", "points-on-purchase", "friday"]),
        ("cashback", 1, ["points-on-purchase", "friday", "cashback"]),
        ("points-on-purchase", -1, ["points-on-purchase", "cashback", "friday"]),
        ("friday", 1, ["points-on-purchase", "cashback", "friday"]),
        ("none", 1, ["points-on-purchase", "cashback", "friday"]),
    ],
)
def test_a_rule_moves_by_one_and_stays_at_the_edge(
    code: str, by: int, expected: list[str]
) -> None:
    assert codes(with_moved_rule(demo_programme(), code, by=by)) == expected


def test_parts_are_replaced_in_their_place() -> None:
    document = demo_programme()
    rule = document.rules[1].model_copy(update={"priority": 7})
    unit = document.units[0].model_copy(update={"pending_days": 3})

    assert with_rule(document, rule).rules == (document.rules[0], rule, document.rules[2])
    assert with_unit(document, unit).units == (unit, document.units[1])
    assert rule_of(without_rule(document, "friday"), "friday") is None
    assert with_rule(without_rule(document, "cashback"), rule).rules[-1] == rule


def test_levels_are_put_in_order() -> None:
    document = demo_programme()
    assert document.ladder is not None
    turned = document.ladder.model_copy(update={"levels": document.ladder.levels[::-1]})

    assert with_ladder(document, turned) == document
    assert with_ladder(document, None).ladder is None


def test_a_taken_code_gets_a_number() -> None:
    assert free_code("gift", {"other"}) == "gift"
    assert free_code("gift", {"gift", "gift-2"}) == "gift-3"
    assert len(free_code("g" * 60, {"g" * 60})) <= 60


@pytest.mark.parametrize(
    ("condition", "kinds"),
    [
        (AllOf(), set()),
        (FRIDAY, {"weekday"}),
        (AllOf(of=(FRIDAY, LARGE)), {"weekday", "amount"}),
        (AllOf(of=(FRIDAY, FRIDAY)), None),
        (AnyOf(of=(FRIDAY, LARGE)), None),
        (Not(of=FRIDAY), None),
        (AllOf(of=(AllOf(of=(FRIDAY,)), LARGE)), None),
    ],
)
def test_only_simple_conditions_that_hold_together_are_flat(
    condition: type_of_condition, kinds: set[str] | None
) -> None:
    found = flat(condition)

    assert (None if found is None else set(found)) == kinds


def test_what_is_joined_again_is_as_it_was() -> None:
    """A form that changes nothing changes nothing."""
    for make in PRESETS.values():
        for rule in make().rules:
            parts = flat(rule.condition)
            assert parts is not None
            assert joined(list(parts.values()), rule.condition) is rule.condition
    assert joined([], FRIDAY) == AllOf()
    assert joined([FirstPurchase()], FRIDAY) == FirstPurchase()
    assert joined([FRIDAY, LARGE], FRIDAY) == AllOf(of=(FRIDAY, LARGE))


@pytest.mark.parametrize("make", PRESETS.values(), ids=list(PRESETS))
def test_selling_gift_cards_needs_no_more_than_saying_so(make: Callable[[], Programme]) -> None:
    """What was publishable stays so, and what cards hold is spent like money, and kept."""
    document = make()

    sold = with_gift_cards(document, are_sold=True)
    ended = with_gift_cards(sold, are_sold=False)

    unit = next(one for one in sold.units if one.code == sold.gift_card_unit)
    assert unit.redemption is not None
    assert (unit.kind, unit.redemption.spend_as) == ("credit", "tender")
    assert problems(sold) == problems(document)
    assert (ended.gift_card_unit, ended.units) == (None, sold.units)
    assert with_gift_cards(ended, are_sold=True) == sold
    assert with_gift_cards(sold, are_sold=True) is sold
