"""A purchase through the real database: what it earns, what is refused, what a repeat gets."""

import pytest

from tests.factories.clubs import a_club

pytestmark = pytest.mark.django_db


def test_purchase_earns_points_and_cashback() -> None:
    club = a_club()

    done = club.buy(1_000_000)

    assert [(award.unit, award.units) for award in done.awards] == [
        ("points", 10), ("credit", 20_000),
    ]  # fmt: skip
    assert (done.status, done.replayed, done.to_pay_rials) == (200, False, 1_000_000)
    assert club.available("credit") == 20_000
    print(done)
    print(club.wallet())
