"""Leaving a shared wallet with what is left of one's own, and closing it."""

from __future__ import annotations

import pytest

from tests.factories.clubs import claim
from tests.factories.households import a_household
from tests.factories.merging import differences, held, merge
from vafa.domain.accounts.operations import (
    InAnAccount,
    LastOwner,
    NotInThisAccount,
    OthersInAccount,
)
from vafa.domain.accounts.queries import NoSuchAccount
from vafa.domain.accounts.records import Limits
from vafa.domain.rewards.operations.pooling import WalletHasHolds, WalletHoldsUnits
from vafa.domain.rewards.records import SpendWish

pytestmark = pytest.mark.django_db


def test_what_is_left_of_the_lots_brought_goes_along_and_the_rest_stays() -> None:
    home = a_household()
    home.club.pass_days(1)
    home.club.buy(10_000_000, name="Ali")
    home.add("Ali")
    home.redeem(150_000, "Sara")  # her 100,000 first, then 50,000 of Ali's
    home.club.buy(1_000_000, name="Ali")

    left = home.leave("Ali")

    assert [(one.unit, one.units) for one in left.carried] == [
        ("points", 100), ("credit", 150_000),
    ]  # fmt: skip
    assert held(home.club, "Ali")["credit"] == (150_000, 0, 0)
    assert held(home.club)["credit"] == (20_000, 0, 0)
    assert differences(home.club) == {}


def test_who_comes_and_goes_again_takes_along_no_more_than_was_brought() -> None:
    home = a_household()
    home.club.buy(5_000_000, name="Ali")

    for _ in range(3):
        home.add("Ali")
        home.leave("Ali")

    assert home.club.available("credit") == 100_000
    assert home.club.available("credit", "Ali") == 100_000
    assert differences(home.club) == {}


def test_a_debt_that_was_brought_goes_back_as_far_as_it_is_there() -> None:
    home = a_household(credit=1_000)
    sale = home.club.buy(10_000_000, name="Ali")
    home.club.buy(200_000, name="Ali", spend=[SpendWish("credit", 200_000)])
    home.club.refund(sale)
    owed = held(home.club, "Ali")["credit"][2]

    home.add("Ali")
    shared = held(home.club)["credit"][2]
    home.leave("Ali")

    assert owed > 0
    assert shared == owed
    assert held(home.club, "Ali")["credit"][2] == owed
    assert held(home.club)["credit"][2] == 0
    assert differences(home.club) == {}


def test_a_refund_after_leaving_is_on_the_shared_wallet() -> None:
    home = a_household()
    home.add("Ali")
    sale = home.club.buy(1_000_000, name="Ali", spend=[SpendWish("credit", 100_000)])
    home.leave("Ali")

    home.club.refund(sale)

    assert home.club.available("credit") == 100_000
    assert home.club.available("credit", "Ali") == 0
    assert differences(home.club) == {}


def test_a_sale_of_who_left_is_edited_on_the_shared_wallet() -> None:
    home = a_household()
    home.add("Ali")
    sale = home.club.buy(1_000_000, name="Ali")
    home.leave("Ali")

    home.club.edit(sale, 2_000_000)

    assert home.club.available("credit") == 140_000
    assert home.club.available("credit", "Ali") == 0


def test_the_last_owner_passes_the_account_on_first() -> None:
    home = a_household()
    home.add("Ali")

    with pytest.raises(LastOwner):
        home.leave("Sara")
    with pytest.raises(LastOwner):
        home.change("Sara", "adult", Limits())
    home.change("Ali", "owner", Limits())
    home.leave("Sara")

    assert [one.member.first_name for one in home.show().people] == ["Ali"]
    assert home.club.available("credit") == 100_000


def test_who_holds_units_of_the_wallet_does_not_leave() -> None:
    home = a_household()
    home.add("Ali")
    hold_id = home.hold(10_000, "Ali")

    with pytest.raises(WalletHasHolds):
        home.leave("Ali")
    home.club.cancel(hold_id)

    assert home.leave("Ali").carried == ()


def test_somebody_else_is_not_in_this_account() -> None:
    home = a_household()

    with pytest.raises(NotInThisAccount):
        home.leave("Ali")


def test_an_account_closes_when_all_of_it_is_somebodys() -> None:
    home = a_household()
    home.add("Ali")
    home.club.buy(1_000_000, name="Ali")

    with pytest.raises(OthersInAccount):
        home.close()
    home.leave("Ali")
    with pytest.raises(WalletHoldsUnits):
        home.close()
    closed = home.close(carries_rest=True)

    assert [(one.unit, one.units) for one in closed.carried] == [
        ("points", 60), ("credit", 120_000),
    ]  # fmt: skip
    assert held(home.club)["credit"] == (120_000, 0, 0)
    assert differences(home.club) == {}
    with pytest.raises(NoSuchAccount):
        home.show()


def test_a_repeat_leaves_once() -> None:
    home = a_household()
    home.club.buy(5_000_000, name="Ali")
    home.add("Ali")
    asked = claim()

    first, again = home.leave("Ali", asked=asked), home.leave("Ali", asked=asked)

    assert (first.replayed, again.replayed, first.carried == again.carried) == (False, True, True)


def test_who_shares_a_wallet_is_not_merged() -> None:
    home = a_household()
    home.club.join("Ali")

    with pytest.raises(InAnAccount):
        merge(home.club, "Ali", "Sara")
    with pytest.raises(InAnAccount):
        merge(home.club, "Sara", "Ali")
