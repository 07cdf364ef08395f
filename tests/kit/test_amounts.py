"""Whole-number arithmetic: vectors, worked tables, then laws at the bounds of 64 bits."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from vafa.kit.amounts import (
    MAX_RIALS,
    allocate,
    floor_to_step,
    muldiv,
    net_of_gross,
    share_of,
    vat_of_net,
)

Case = dict[str, Any]

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/iran.json").read_text("utf-8"))["money"]
MAX_INT64 = 2**63 - 1

compiled_muldiv: Callable[[int, int, int], int] = njit()(muldiv)
bounded = st.one_of(
    st.integers(0, MAX_RIALS),
    st.integers(MAX_RIALS - 5, MAX_RIALS),
    st.integers(3_037_000_490, 3_037_000_510),  # around the square root of 2**63
    st.integers(2**31 - 5, 2**31 + 5),
)
divisors = bounded.map(lambda value: max(value, 1))
rates = st.integers(0, 10_000)
weights = st.lists(st.integers(0, MAX_RIALS), min_size=1, max_size=8).filter(any)


@pytest.mark.parametrize("case", VECTORS["vat_truncated"])
def test_vat_is_truncated(case: Case) -> None:
    assert vat_of_net(case["base"], int(case["rate"]) * 100) == case["vat"]


@pytest.mark.parametrize("case", VECTORS["percent_credit"])
def test_percent_credit_floors(case: Case) -> None:
    assert share_of(case["paid"], int(Decimal(case["percent"]) * 100)) == case["credit"]


@pytest.mark.parametrize("case", VECTORS["allocate"])
def test_allocation_by_largest_remainder(case: Case) -> None:
    assert allocate(case["total"], case["weights"]) == case["parts"]


def test_lines_never_earn_more_than_their_sum() -> None:
    """The sum of floors is at most the floor of the sum."""
    assert share_of(33_333, 250) + share_of(1_255, 250) <= share_of(34_588, 250)


@pytest.mark.parametrize(
    ("gross", "rate", "net"),
    [
        (110, 1_000, 100),
        (1_100_000, 1_000, 1_000_000),
        (9, 1_000, 9),
        (10, 1_000, 9),  # no net gives 10: the odd unit is VAT
        (11, 1_000, 10),
        (0, 1_000, 0),
        (850_000, 0, 850_000),
        (120, 2_000, 100),
        (MAX_RIALS, 10_000, MAX_RIALS // 2),
    ],
)
def test_net_of_a_vat_inclusive_amount(gross: int, rate: int, net: int) -> None:
    assert net_of_gross(gross, rate) == net


@pytest.mark.parametrize(
    ("amount", "step", "floored"), [(299, 10, 290), (290, 10, 290), (9, 10, 0), (7, 1, 7)]
)
def test_floor_to_step(amount: int, step: int, floored: int) -> None:
    assert floor_to_step(amount, step) == floored


@pytest.mark.parametrize("function", [muldiv, compiled_muldiv], ids=["plain", "compiled"])
@pytest.mark.parametrize(
    ("a", "b", "c", "result"),
    [
        (0, 0, 1, 0),
        (7, 3, 2, 10),
        (MAX_RIALS, MAX_RIALS, MAX_RIALS, MAX_RIALS),
        (MAX_RIALS, 10_000, 10_000, MAX_RIALS),
        (MAX_INT64, 1, 1, MAX_INT64),
        (1, MAX_INT64, 1, MAX_INT64),
        (MAX_INT64, 2, 2, MAX_INT64),
        (2**62, 2**62 - 1, 2**62, 2**62 - 1),
    ],
)
def test_muldiv_at_the_edges(
    function: Callable[..., Any], a: int, b: int, c: int, result: int
) -> None:
    assert function(a, b, c) == result


@pytest.mark.parametrize("function", [muldiv, compiled_muldiv], ids=["plain", "compiled"])
@pytest.mark.parametrize(
    ("a", "b", "c"),
    [(MAX_INT64, 2, 1), (MAX_RIALS, MAX_RIALS, 1), (2**62, 2**62, 2**61), (3, MAX_INT64, 2)],
)
def test_muldiv_refuses_a_result_beyond_64_bits(
    function: Callable[..., Any], a: int, b: int, c: int
) -> None:
    with pytest.raises(OverflowError):
        function(a, b, c)


@given(a=bounded, b=bounded, c=divisors)
def test_muldiv_plain_compiled_and_exact_agree(a: int, b: int, c: int) -> None:
    """Plain and compiled give the exact quotient, or both refuse what 64 bits cannot hold."""
    exact = a * b // c

    if exact <= MAX_INT64:
        assert (muldiv(a, b, c), compiled_muldiv(a, b, c)) == (exact, exact)
    else:
        for function in (muldiv, compiled_muldiv):
            with pytest.raises(OverflowError):
                function(a, b, c)


@given(net=st.integers(0, MAX_RIALS), rate=rates)
def test_net_comes_back_from_its_own_gross(net: int, rate: int) -> None:
    """A gross that some net reproduces gives that net."""
    assert net_of_gross(net + vat_of_net(net, rate), rate) == net


@given(gross=st.integers(0, MAX_RIALS), rate=rates)
def test_at_most_one_unit_is_left_for_vat(gross: int, rate: int) -> None:
    """Net and truncated VAT reach the gross or miss it by one."""
    net = net_of_gross(gross, rate)

    assert gross - (net + vat_of_net(net, rate)) in {0, 1}


@given(data=st.data(), weights=weights)
def test_allocation_is_exact_and_never_above_a_weight(
    data: st.DataObject, weights: list[int]
) -> None:
    """Parts add up to the total; none exceeds its weight; each is within one of its share."""
    total = data.draw(st.integers(0, sum(weights)))

    parts = allocate(total, weights)

    assert sum(parts) == total
    assert all(
        0 <= part <= weight and abs(part * sum(weights) - total * weight) < sum(weights)
        for part, weight in zip(parts, weights, strict=True)
    )


def test_allocation_of_nothing_needs_no_weight() -> None:
    assert (allocate(0, [0, 0]), allocate(0, [])) == ([0, 0], [])


def test_allocation_without_a_weight_is_a_programmer_error() -> None:
    with pytest.raises(AssertionError):
        allocate(1, [0, 0])
