"""Sara pays one purchase in several ways, and brings it back: each way gets back its own."""

from datetime import timedelta

import pytest

from tests.factories.clubs import Club, a_club_with_credit
from vafa.domain.rewards.answers import PurchaseDone, RefundDone
from vafa.domain.rewards.records import PurchaseLine, ReturnedLine, SpendWish
from vafa.programme.document import Programme
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def balance(club: Club, unit: str) -> tuple[int, int, int]:
    """Give what Sara has, what is kept of it, and what she owes."""
    held = next(held for held in club.wallet().balances if held.unit == unit)
    return held.spendable, held.held, held.owed


def spent(purchase: PurchaseDone) -> list[tuple[str, int, int]]:
    """Give what was spent, in the order in which it was."""
    return [(one.unit, one.units, one.rials) for one in purchase.spent]


def restored(refund: RefundDone) -> dict[str, int]:
    """Give what went back, by unit."""
    return {one.unit: one.units for one in refund.restored}


def points_worth(rials: int) -> Programme:
    """Give the reference programme with another worth of a point."""
    programme = reference_programme()
    points, credit = programme.units
    assert points.redemption is not None
    policy = points.redemption.model_copy(update={"value_rials": rials})
    units = (points.model_copy(update={"redemption": policy}), credit)
    return programme.model_copy(update={"units": units})


def test_two_spends_of_one_unit_and_points_beside_them() -> None:
    """A hold, plain credit and three points pay; line, amount and rest bring all of it back."""
    club = a_club_with_credit(100_000)
    hold = club.hold(20_000)

    sale = club.buy(
        lines=[PurchaseLine(600_000, vat_rials=0), PurchaseLine(400_000, vat_rials=0)],
        spend=[
            SpendWish("credit", 15_000),
            SpendWish("credit", hold_id=hold.hold_id),
            SpendWish("points", 3),
        ],
    )
    first = club.refund(sale, lines=[ReturnedLine(1, 1000)])
    second = club.refund(sale, amount_rials=1)
    rest = club.refund(sale)

    assert spent(sale) == [
        ("credit", 15_000, 15_000),
        ("credit", 20_000, 20_000),
        ("points", 3, 3_000),
    ]
    assert restored(first) == {"credit": 21_000, "points": 1}  # 600,000 of 1,000,000
    assert first.cash_rials == 600_000 - 21_000 - 1_800
    assert (restored(second), second.cash_rials) == ({}, 1)
    assert restored(rest) == {"credit": 14_000, "points": 2}
    assert first.cash_rials + 1 + rest.cash_rials == sale.to_pay_rials == 962_000
    assert balance(club, "credit") == (100_000, 0, 0)
    assert balance(club, "points") == (50, 0, 0)


def test_a_hold_keeps_the_rate_at_which_it_began() -> None:
    """E38: 40 points held at 1,000 Rial pay 40,000 after the rate fell to 800; others pay 800."""
    club = a_club_with_credit(100_000)
    hold = club.hold(40, unit="points")
    club.at += timedelta(minutes=1)
    club.publish(points_worth(800), starts_at=club.at)

    sale = club.buy(
        1_000_000, spend=[SpendWish("points", hold_id=hold.hold_id), SpendWish("points", 5)]
    )
    club.refund(sale)

    assert spent(sale) == [("points", 40, 40_000), ("points", 5, 4_000)]
    assert sale.to_pay_rials == 956_000
    assert balance(club, "points") == (50, 0, 0)


def test_a_hold_of_points_pays_no_credit() -> None:
    """A hold keeps one unit: named for another it declines, and stays as it was."""
    club = a_club_with_credit(100_000)
    hold = club.hold(40, unit="points")

    sale = club.buy(1_000_000, spend=[SpendWish("credit", hold_id=hold.hold_id)])

    assert sale.status == 402
    assert balance(club, "points") == (50, 40, 0)
    assert balance(club, "credit") == (100_000, 0, 0)


def test_points_lower_the_tax_and_credit_as_tender_pays_it() -> None:
    """E36: 100 points take 100,000 off net and its VAT; credit pays the 990,000 that is left."""
    programme = reference_programme()
    points, credit = programme.units
    assert credit.redemption is not None
    tender = credit.redemption.model_copy(update={"spend_as": "tender"})
    units = (points, credit.model_copy(update={"redemption": tender}))
    club = a_club_with_credit(1_000_000, programme.model_copy(update={"units": units}))

    sale = club.buy(
        lines=[PurchaseLine(1_000_000)], spend=[SpendWish("credit"), SpendWish("points", 100)]
    )
    half = club.refund(sale, amount_rials=500_000)
    rest = club.refund(sale)

    assert spent(sale) == [("points", 100, 100_000), ("credit", 990_000, 990_000)]
    assert (sale.vat_rials, sale.to_pay_rials, sale.awards) == (90_000, 0, ())
    assert restored(half) == restored(rest) == {"points": 50, "credit": 495_000}
    assert half.cash_rials == rest.cash_rials == 0
