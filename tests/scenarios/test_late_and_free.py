"""What comes late, what was free, and what they do to caps and inactivity."""

from datetime import timedelta

import pytest

from tests.factories.clubs import Club, a_club
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.operations.refund import ReturnedBeforeSold
from vafa.domain.rewards.records import PurchaseLine
from vafa.programme.document import AfterInactivity, Base, Cap, Programme
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def points_only(*, cap: int | None = None, base: Base | None = None, idle: int = 0) -> Programme:
    """Give 1 point per 100,000 Rial and nothing else."""
    programme = reference_programme()
    points, credit = programme.units
    rule = programme.rules[0]
    if cap is not None:
        rule = rule.model_copy(update={"caps": (Cap(per="day", amount=cap),)})
    if idle:
        points = points.model_copy(update={"expiry": AfterInactivity(days=idle)})
    changed = {"units": (points, credit), "rules": (rule,), "base": base or programme.base}
    return programme.model_copy(update=changed)


def granted(purchase: PurchaseDone) -> int:
    """Give the points of a purchase."""
    return sum(award.units for award in purchase.awards)


def late(club: Club, rials: int, *, days: int) -> PurchaseDone:
    """Record a purchase of some days ago."""
    club.placed_at = club.at - timedelta(days=days)
    purchase = club.buy(rials)
    club.placed_at = None
    return purchase


def test_a_late_purchase_fills_todays_cap_and_its_refund_frees_it() -> None:
    """Cap 100 a day: 80 today and 20 recorded late; the refund of those leaves 20 for today."""
    club = a_club(points_only(cap=100))
    club.buy(8_000_000)

    yesterdays = late(club, 5_000_000, days=1)
    full = club.buy(100_000)
    club.refund(yesterdays)
    again = club.buy(3_000_000)

    assert (granted(yesterdays), granted(full), granted(again)) == (20, 0, 20)
    assert club.available("points") == 100


def test_nothing_comes_back_before_it_was_bought() -> None:
    club = a_club()
    sale = club.buy(1_000_000)
    club.placed_at = club.at - timedelta(days=1)

    with pytest.raises(ReturnedBeforeSold):
        club.refund(sale)

    assert club.available("points") == 10


def test_an_old_refund_frees_nothing_of_todays_cap() -> None:
    """E9: a cap is freed in the day of the award only."""
    club = a_club(points_only(cap=100))
    yesterdays = club.buy(10_000_000)
    club.pass_days(1)
    club.buy(9_500_000)

    club.refund(yesterdays)

    assert granted(club.buy(1_000_000)) == 5


def test_a_capped_award_goes_back_in_parts() -> None:
    """10 of 25 were granted: 4/10, 4/10 and 2/10 of the purchase take back 4, 4 and 2."""
    club = a_club(points_only(cap=100))
    club.buy(9_000_000)
    sale = club.buy(2_500_000)

    parts = [
        club.refund(sale, amount_rials=rials).taken_back[0].units
        for rials in (1_000_000, 1_000_000, 500_000)
    ]

    assert parts == [4, 4, 2]
    assert granted(club.buy(2_000_000)) == 10


def test_what_was_free_earns_nothing_though_gross_amounts_earn() -> None:
    """E22: fully discounted is free, even where the base is what stood there before discounts."""
    club = a_club(points_only(base=Base(after_discounts=False), idle=30))
    club.buy(1_000_000)
    club.pass_days(40)

    free = club.buy(lines=[PurchaseLine(1_000_000, vat_rials=0)], discount_rials=1_000_000)
    half = club.buy(lines=[PurchaseLine(1_000_000, vat_rials=0)], discount_rials=500_000)

    assert (granted(free), free.to_pay_rials) == (0, 0)
    assert granted(half) == 10
    assert club.available("points") == 10
