"""Own limits in a shared wallet: by Jalali month and at once, to the last Rial."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.households import Household, a_household
from tests.factories.merging import differences
from vafa.domain.accounts.operations import NotInThisAccount, UnknownRole
from vafa.domain.accounts.records import Limits
from vafa.domain.rewards.allowances import AboveOwnLimit
from vafa.domain.rewards.records import ReturnedLine, SpendWish

pytestmark = pytest.mark.django_db


def with_child(month: int | None = 50_000, purchase: int | None = None) -> Household:
    """Open a household with 100,000 of credit where Ali is a child with limits."""
    home = a_household()
    home.add("Ali", "child", Limits(month, purchase))
    return home


def spend(home: Household, units: int | None, net: int = 1_000_000) -> int:
    """Let Ali buy and spend; gives the units spent."""
    done = home.club.buy(net, name="Ali", spend=[SpendWish("credit", units)])
    return sum(one.units for one in done.spent)


def test_a_limit_is_reached_to_the_last_rial() -> None:
    home = with_child()

    spend(home, 30_000)
    with pytest.raises(AboveOwnLimit):
        spend(home, 20_001)
    spend(home, 20_000)
    with pytest.raises(AboveOwnLimit):
        home.redeem(1, "Ali")

    assert home.show().people[1].month_spent_rials == 50_000


def test_as_much_as_possible_is_what_the_limit_leaves() -> None:
    home = with_child()

    assert spend(home, None) == 50_000
    assert spend(home, None) == 0
    assert differences(home.club) == {}


def test_the_wallet_still_bounds_who_has_a_larger_limit() -> None:
    home = with_child(month=500_000)

    assert spend(home, None) == 100_000


def test_zero_may_not_spend_and_none_is_unlimited() -> None:
    home = with_child(month=0)

    with pytest.raises(AboveOwnLimit):
        home.redeem(1, "Ali")
    home.change("Ali", "child", Limits())

    assert home.redeem(100_000, "Ali") == 200


def test_a_limit_at_once_holds_for_each_use() -> None:
    home = with_child(month=None, purchase=30_000)

    with pytest.raises(AboveOwnLimit):
        spend(home, 30_001)

    assert [home.redeem(30_000, "Ali"), home.redeem(30_000, "Ali")] == [200, 200]


def test_earning_has_no_limit() -> None:
    home = with_child(month=0, purchase=0)

    home.club.buy(1_000_000, name="Ali")

    assert home.club.available("credit") == 120_000


def test_a_new_jalali_month_begins_anew() -> None:
    home = with_child()
    home.redeem(50_000, "Ali")

    home.club.at += timedelta(hours=13)  # 1 Azar, 01:00 in Tehran

    assert home.redeem(50_000, "Ali") == 200


def test_a_refund_gives_the_limit_back_in_the_same_month_only() -> None:
    home = with_child()
    sale = home.club.buy(1_000_000, name="Ali", spend=[SpendWish("credit", 50_000)])

    home.club.refund(sale, lines=[ReturnedLine(1, 1_000)])

    assert home.show().people[1].month_spent_rials == 0
    home.redeem(50_000, "Ali")
    home.club.pass_days(1)
    late = home.club.buy(1_000_000, name="Ali", spend=[SpendWish("credit", 20_000)])
    home.club.pass_days(30)
    home.redeem(30_000, "Ali")
    home.club.refund(late)
    assert home.show().people[1].month_spent_rials == 30_000


def test_a_purchase_edited_in_a_later_month_counts_once_as_it_stands() -> None:
    home = with_child()
    sale = home.club.buy(1_000_000, name="Ali", spend=[SpendWish("credit", 40_000)])

    home.club.pass_days(2)
    home.club.edit(sale, 1_200_000)

    ali = home.spending().people[1]
    assert (ali.purchases, ali.bought_rials, ali.spent_rials) == (1, 1_200_000, 40_000)
    assert home.spending("1405-09").people[1].spent_rials == 0


def test_what_is_held_counts_until_it_is_let_go() -> None:
    home = with_child()
    held = home.hold(40_000, "Ali")

    with pytest.raises(AboveOwnLimit):
        home.hold(10_001, "Ali")
    home.club.capture(held, 15_000)

    assert home.show().people[1].month_spent_rials == 15_000
    assert home.redeem(35_000, "Ali") == 200


def test_a_hold_of_the_shared_wallet_is_captured_in_a_purchase_and_counted_once() -> None:
    home = with_child()
    held = home.hold(40_000, "Ali")

    home.club.buy(1_000_000, name="Ali", spend=[SpendWish("credit", 40_000, held)])

    assert home.show().people[1].month_spent_rials == 40_000


def test_a_quote_says_what_the_person_may_spend_and_why() -> None:
    home = with_child()
    home.redeem(20_000, "Ali")

    quote = home.quote(1_000_000, "Ali")

    assert quote.own_limit is not None
    assert (quote.own_limit.left_rials, quote.own_limit.month_spent_rials) == (30_000, 20_000)
    assert quote.own_limit.why.fa == ("از سقف ماهانهٔ ۵٬۰۰۰ تومان این شخص ۲٬۰۰۰ تومان خرج شده است.")
    assert [one.units for one in quote.spendable if one.unit == "credit"] == [30_000]
    assert home.quote(1_000_000, "Sara").own_limit is None


def test_who_bought_what_is_listed_by_person_those_who_left_too() -> None:
    home = with_child()
    home.club.buy(1_000_000, name="Ali", spend=[SpendWish("credit", 40_000)])
    home.club.buy(2_000_000)
    home.leave("Ali")

    spending = home.spending()

    assert [
        (one.member and one.member.first_name, one.purchases, one.bought_rials, one.spent_rials)
        for one in spending.people
    ] == [("Sara", 1, 2_000_000, 0), ("Ali", 1, 1_000_000, 40_000)]
    assert [one.purchases for one in home.spending("1405-07").people] == [0, 0]


def test_role_and_person_are_checked() -> None:
    home = with_child()

    with pytest.raises(UnknownRole):
        home.change("Ali", "admin", Limits())
    with pytest.raises(NotInThisAccount):
        home.change("Reza", "adult", Limits())
