"""Guessing gets nowhere: the short form of what `make fences` counts in full."""

from __future__ import annotations

import pytest

from tests.factories.clubs import a_club
from tests.fences import guessing
from vafa.domain.codes import operations as codes

pytestmark = pytest.mark.django_db(transaction=True)


def test_codes_on_paper_are_not_found_by_guessing() -> None:
    counted = guessing.guess_codes(1_000)

    assert counted == {"missed": 1_000, "hit": 0, "control": 2}
    assert guessing.LIVE_CODES * 100_000 / guessing.OUT_OF < 1e-10  # of 100,000 tries


def test_ten_wrong_codes_lock_a_member_out_for_an_hour() -> None:
    assert guessing.misses_until_locked(a_club()) == 10


def test_a_one_time_code_is_tried_five_times() -> None:
    """Whoever guesses six digits gets in with 5 chances in a million a code."""
    counted = guessing.guess_one_time_codes(a_club(), challenges=10)

    assert counted == {"tries": 10 * codes.TRIES, "hit": 0, "right but too late": 0}


def test_a_flood_sends_no_more_than_the_limits() -> None:
    counted = guessing.flood(a_club(), requests=400, addresses=40, numbers=10)

    assert counted["sent"] <= 10 * codes.A_MOBILE_A_DAY
    assert counted["most to one number"] == codes.A_MOBILE_A_DAY
    assert counted["sent"] + counted["refused"] == 400
