"""Which rules stand in which rows of the tables."""

import pytest

from vafa.programme import layout as at
from vafa.programme import rule_index
from vafa.programme.conditions import (
    AllOf,
    AmountIs,
    AnyOf,
    BranchIs,
    ChannelIs,
    Condition,
    Not,
    TierIs,
    WeekdayIs,
)

FRIDAY = WeekdayIs(days=("friday",))
SATURDAY = WeekdayIs(days=("saturday",))
LARGE = AmountIs(of="net", at_least=1_000)


@pytest.mark.parametrize(
    ("condition", "weekdays"),
    [
        (FRIDAY, {6}),
        (LARGE, set(range(7))),
        (AllOf(of=(FRIDAY, LARGE)), {6}),
        (AllOf(of=(FRIDAY, SATURDAY)), set()),
        (AllOf(of=()), set(range(7))),
        (AnyOf(of=(FRIDAY, SATURDAY)), {0, 6}),
        (AnyOf(of=(FRIDAY, LARGE)), set(range(7))),
        (Not(of=FRIDAY), set(range(7))),
    ],
)
def test_a_rule_stands_in_the_weekdays_its_condition_allows(
    condition: Condition, weekdays: set[int]
) -> None:
    tables = rule_index.tables(conditions=[condition], tiers=(), channels={}, branches={})

    assert tables[at.P_OF_WEEKDAY] == [int(day in weekdays) for day in range(7)]


def test_tiers_channels_and_branches_have_their_own_tables() -> None:
    tables = rule_index.tables(
        conditions=[
            TierIs(tiers=("gold", "unheard-of")),
            ChannelIs(channels=("web",)),
            BranchIs(branches=("b1", "b2")),
        ],
        tiers=("regular", "gold"),
        channels={"web": 1},
        branches={"b1": 1, "b2": 2, "b3": 3},
    )

    assert tables[at.P_OF_TIER] == [0b110, 0b111]
    assert tables[at.P_OF_CHANNEL] == [0b101, 0b111]
    assert tables[at.P_OF_BRANCH] == [0b011, 0b111, 0b111, 0b011]


def test_more_rules_than_bits_take_more_words() -> None:
    assert [rule_index.words(rules) for rules in (0, 1, 62, 63)] == [0, 1, 1, 2]

    table = rule_index.table([{1}] * 62 + [{0, 1}], 2)

    assert table == [0, 1, 2**62 - 1, 1]


def test_a_bit_is_told_by_its_remainder() -> None:
    numbers = rule_index.bit_numbers()

    found = [numbers[(1 << bit) % at.BIT_REMAINDERS] for bit in range(at.WORD_BITS)]

    assert found == list(range(at.WORD_BITS))


@pytest.mark.parametrize(
    ("condition", "rest"),
    [
        (FRIDAY, None),
        (TierIs(tiers=("gold",)), None),
        (LARGE, LARGE),
        (AllOf(of=(FRIDAY, LARGE)), AllOf(of=(LARGE,))),
        (AllOf(of=(FRIDAY, AllOf(of=(SATURDAY,)))), None),
        (AllOf(of=()), None),
        (AnyOf(of=(FRIDAY, LARGE)), AnyOf(of=(FRIDAY, LARGE))),
        (Not(of=FRIDAY), Not(of=FRIDAY)),
    ],
)
def test_what_the_tables_decide_is_not_left_to_the_code(
    condition: Condition, rest: Condition | None
) -> None:
    assert rule_index.rest_of(condition) == rest
