"""The compiled steps give what the plain ones give, to the last number."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from tests.programme.random_clubs import histories, programmes
from vafa.programme.compile import compile_programme
from vafa.programme.compiled import can_compile
from vafa.programme.document import Programme
from vafa.programme.replay import Columns, replay

TABLES = (
    "movements", "lot_uses", "lots", "awards", "award_lines", "burns", "burn_lines", "sales",
    "tier_changes",
)  # fmt: skip


@pytest.mark.skipif(not can_compile(), reason="numba is an optional extra")
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(document=programmes(), columns=histories())
def test_replay_is_the_same_compiled(document: Programme, columns: Columns) -> None:
    """Every table, state and balance of a replay is the same plain and compiled."""
    programme = compile_programme(document)

    plain = replay(programme=programme, columns=columns, until_day=21_000, compiled=False)
    fast = replay(programme=programme, columns=columns, until_day=21_000, compiled=True)

    assert fast.states == plain.states
    assert fast.next_review_days == plain.next_review_days
    assert np.array_equal(fast.balances, plain.balances)
    for name in TABLES:
        one, other = getattr(fast, name), getattr(plain, name)
        for column in fields(one):
            assert np.array_equal(getattr(one, column.name), getattr(other, column.name)), name
