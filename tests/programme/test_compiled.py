"""The compiled steps give what the plain ones give, to the last number."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from bench.campaigns import with_campaigns
from tests.programme.random_clubs import histories, programmes
from vafa.programme.compile import compile_programme
from vafa.programme.compiled import can_compile
from vafa.programme.document import Programme
from vafa.programme.loading import Columns
from vafa.programme.presets import demo_programme
from vafa.programme.replay import replay
from vafa.programme.replay_tables import Replay

TABLES = (
    "movements", "lot_uses", "lots", "awards", "award_lines", "burns", "burn_lines", "sales",
    "tier_changes",
)  # fmt: skip


def assert_same(one: Replay, other: Replay) -> None:
    """Hold two replays against each other, number by number."""
    assert one.states == other.states
    assert one.next_review_days == other.next_review_days
    assert np.array_equal(one.balances, other.balances)
    for name in TABLES:
        mine, theirs = getattr(one, name), getattr(other, name)
        for column in fields(mine):
            assert np.array_equal(getattr(mine, column.name), getattr(theirs, column.name)), name


@pytest.mark.skipif(not can_compile(), reason="numba is an optional extra")
@pytest.mark.xdist_group("compiled")
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(document=programmes(), columns=histories())
def test_replay_is_the_same_compiled(document: Programme, columns: Columns) -> None:
    """Every table, state and balance of a replay is the same plain and compiled."""
    programme = compile_programme(document)

    plain = replay(programme=programme, columns=columns, until_day=21_000, compiled=False)
    fast = replay(programme=programme, columns=columns, until_day=21_000, compiled=True)

    assert_same(fast, plain)


@pytest.mark.skipif(not can_compile(), reason="numba is an optional extra")
@pytest.mark.xdist_group("compiled")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_replay_is_the_same_compiled_with_two_hundred_rules(seed: int) -> None:
    """Many rules in several words of bits, for a history that meets all of them."""
    chance = np.random.default_rng(seed)
    orders, groups = 400, ("food", "food.dairy", "fresh.fruit", "home", "toys")
    programme = compile_programme(
        with_campaigns(demo_programme(), rules=200, groups=groups, seed=seed)
    )
    ends = np.cumsum(chance.integers(1, 6, orders))
    lines = int(ends[-1])
    net = chance.integers(0, 3_000_000, lines)
    columns = Columns(
        member=np.sort(chance.integers(0, 3, orders)),
        day=np.full(orders, 20_000), minute=np.zeros(orders, np.int64),
        first_line=np.concatenate([[0], ends[:-1]]), line_end=ends,
        wants_credit=chance.integers(0, 2, orders).astype(np.bool_),
        group=chance.integers(0, len(groups), lines), net_rials=net, gross_rials=net,
        quantity_milli=np.full(lines, 1000), groups=groups,
    )  # fmt: skip
    for member in range(3):
        mine = columns.member == member
        columns.day[mine] = 20_000 + np.sort(chance.integers(0, 400, int(mine.sum())))

    plain = replay(programme=programme, columns=columns, until_day=20_500, compiled=False)
    fast = replay(programme=programme, columns=columns, until_day=20_500, compiled=True)

    assert len(np.unique(plain.awards.rule)) > 100
    assert_same(fast, plain)
