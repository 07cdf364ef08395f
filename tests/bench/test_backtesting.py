"""The back-test's row, with a few households."""

import pytest

from bench import backtesting
from vafa.programme.compiled import can_compile


@pytest.mark.skipif(not can_compile(), reason="numba is an optional extra")
@pytest.mark.xdist_group("compiled")
def test_back_test_plays_two_years_of_few_households() -> None:
    size = backtesting.Size(households=3, copies=2, plain_households=2)

    measured = {one.what: one.value for one in backtesting.back_tested(size)}

    assert measured["lines"] > 0
    assert measured["5 rules, compiled, after load"] > 0
    assert measured["memory, whole / one copy"] < 2
