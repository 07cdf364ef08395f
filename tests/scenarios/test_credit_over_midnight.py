"""Credit that ends at midnight: while it is kept, when it comes back, and when it is owed."""

from datetime import UTC, datetime

import pytest

from tests.factories.clubs import Club, a_club
from vafa.domain.rewards.records import SpendWish
from vafa.programme.document import AfterDays, Programme, ShareOfAmount
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db

MIDNIGHT = datetime(2026, 12, 1, 20, 30, tzinfo=UTC)  # 11 Azar 1405, 00:00 in Tehran


def tenth_for_ten_days(pending_days: int = 0) -> Programme:
    """Give 10 % credit that ends after ten days, and no tiers."""
    programme = reference_programme()
    points, credit = programme.units
    changed = {"expiry": AfterDays(days=10), "pending_days": pending_days}
    rule = programme.rules[1].model_copy(
        update={"effects": (ShareOfAmount(unit="credit", share=1_000),)}
    )
    units = (points, credit.model_copy(update=changed))
    return programme.model_copy(update={"units": units, "rules": (rule,), "ladder": None})


def balance(club: Club) -> tuple[int, int, int, int]:
    """Give what Sara has, what of it is kept, what is to come, and what she owes."""
    held = next(held for held in club.wallet().balances if held.unit == "credit")
    return held.spendable, held.held, held.pending, held.owed


def at(club: Club, *, minutes: float) -> None:
    """Move to so many minutes after the midnight that ends the credit of the first day."""
    club.at = datetime.fromtimestamp(MIDNIGHT.timestamp() + minutes * 60, UTC)


def test_kept_before_midnight_captured_after_and_brought_back() -> None:
    """E20, E29, E48: what is kept may be captured; back from it, 30 days of grace."""
    club = a_club(tenth_for_ten_days())
    club.buy(1_000_000)
    at(club, minutes=-10)
    hold = club.hold(60_000)

    at(club, minutes=-1 / 60)
    before = balance(club)
    at(club, minutes=0)
    after = balance(club)
    at(club, minutes=4)
    sale = club.buy(1_000_000, spend=[SpendWish("credit", 30_000, hold.hold_id)])
    earned = balance(club)
    club.refund(sale)

    assert before == (100_000, 60_000, 0, 0)
    assert after == (60_000, 60_000, 0, 0)
    assert (sale.to_pay_rials, earned) == (970_000, (97_000, 0, 0, 0))  # 30,000 kept ended
    assert balance(club) == (30_000, 0, 0, 0)
    club.pass_days(30)
    assert balance(club) == (30_000, 0, 0, 0)
    club.pass_days(1)
    assert balance(club) == (0, 0, 0, 0)


def test_two_lots_pay_and_come_back_in_reverse() -> None:
    """E32, E33, E48: 100,000 and 50,000 of two lots pay; half goes back to the later first."""
    club = a_club(tenth_for_ten_days())
    club.buy(1_000_000)
    club.pass_days(5)
    club.buy(1_000_000)
    club.pass_days(1)
    sale = club.buy(150_000, spend=[SpendWish("credit", 150_000)])
    club.pass_days(6)  # the first lot has ended

    club.refund(sale, amount_rials=75_000)
    assert balance(club) == (125_000, 0, 0, 0)  # 50,000 + 50,000 of the second, 25,000 of grace
    club.pass_days(4)
    assert balance(club) == (25_000, 0, 0, 0)
    club.refund(sale)

    assert balance(club) == (100_000, 0, 0, 0)


def test_refunds_after_the_end_and_after_spending() -> None:
    """E46, E47: the ended part costs nothing, the spent part comes from other lots or is owed."""
    club = a_club(tenth_for_ten_days())
    first = club.buy(1_000_000)
    club.redeem(30_000)
    club.pass_days(12)
    second = club.buy(200_000)

    club.refund(first, amount_rials=500_000)
    club.refund(first)
    owing = balance(club)
    club.refund(second)

    assert owing == (0, 0, 0, 10_000)  # 30,000 was spent, 20,000 of the second lot pays for it
    assert balance(club) == (0, 0, 0, 30_000)


def test_what_is_to_come_pays_what_is_owed_only_when_it_comes() -> None:
    """E46: owed 20,000; 30,000 to come pays it at the midnight it becomes spendable."""
    club = a_club(tenth_for_ten_days(pending_days=5))
    first = club.buy(500_000)
    club.refund(first, amount_rials=250_000)
    assert balance(club) == (0, 0, 25_000, 0)
    club.pass_days(5)
    club.redeem(20_000)
    club.refund(first)
    assert balance(club) == (0, 0, 0, 20_000)

    later = club.buy(300_000)
    club.pass_days(4)
    waiting = balance(club)
    club.pass_days(1)
    paid = balance(club)
    club.refund(later)

    assert (waiting, paid) == ((0, 0, 30_000, 20_000), (10_000, 0, 0, 0))
    assert balance(club) == (0, 0, 0, 20_000)
