"""Several people, one wallet: joining with the own wallet or without, and what is shared then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.clubs import IDS, VAULT, a_club, claim, clock, ref
from tests.factories.households import Household, a_household
from tests.factories.merging import card, differences, ending_programme, held, statement, tier
from tests.factories.phones import Phones
from vafa.domain.accounts.operations import InAnAccount, SpendingLimitOutOfBounds, UnknownRole
from vafa.domain.accounts.records import Limits
from vafa.domain.rewards.records import SpendWish
from vafa.journeys.account_desk import ConsentNeeded, JoiningUnproven
from vafa.journeys.leave_club import leave_club
from vafa.ledger.errors import UnitsHeld

pytestmark = pytest.mark.django_db


def test_two_people_earn_to_and_spend_from_one_wallet() -> None:
    home = a_household()
    home.club.buy(5_000_000, name="Ali")
    home.add("Ali")

    done = home.club.buy(1_000_000, name="Ali", spend=[SpendWish("credit", 150_000)])

    assert (done.status, done.to_pay_rials) == (200, 850_000)
    assert (done.member_id, done.person_id) == (home.account_id, home.club.join("Ali"))
    assert held(home.club) == held(home.club, "Ali")
    # 100,000 of Sara's and 100,000 of Ali's, less 150,000, and 2 % of what was paid
    assert home.club.available("credit") == 67_000
    assert differences(home.club) == {}


def test_lots_that_come_along_keep_their_dates_and_say_where_they_are_from() -> None:
    club = a_club(ending_programme())
    home = Household(club)
    club.buy(10_000_000)
    home.open()
    club.pass_days(10)
    club.buy(20_000_000, name="Ali")
    theirs = next(one.next_expiry for one in club.wallet("Ali").balances)

    joined = home.add("Ali")

    assert [(one.unit, one.units) for one in joined.carried] == [
        ("points", 207), ("credit", 400_000),
    ]  # fmt: skip
    assert held(club)["points"] == (314, 0, 0)
    club.pass_days(91)
    assert held(club)["points"] == (207, 0, 0)
    assert next(one.next_expiry for one in club.wallet("Ali").balances) == theirs
    assert "شمارهٔ عضویت" in statement(club).entries[-1].why.fa
    assert differences(club) == {}


def test_a_wallet_may_wait_and_is_there_again_after_leaving() -> None:
    home = a_household()
    home.club.buy(5_000_000, name="Ali")

    home.add("Ali", brings=False)
    shared = home.club.available("credit", "Ali")
    home.leave("Ali")

    assert shared == 100_000
    assert home.club.available("credit", "Ali") == 100_000
    assert differences(home.club) == {}


def test_the_tier_is_the_one_of_joined_spend() -> None:
    club = a_club()
    home = Household(club)
    club.buy(100_000_000)
    club.buy(100_000_000, name="Ali")
    home.open()
    alone = tier(club), tier(club, "Ali")

    home.add("Ali")

    assert alone == ("bronze", "bronze")
    assert (tier(club), tier(club, "Ali")) == ("silver", "silver")
    home.leave("Ali")
    assert (tier(club), tier(club, "Ali")) == ("bronze", "bronze")


def test_every_route_of_a_person_shows_whose_wallet_it_is() -> None:
    home = a_household()
    home.add("Ali")

    found = card(home.club, ref(home.club.join("Ali")))
    shown = [home.club.wallet("Ali").account, statement(home.club, "Ali").account, found.account]

    assert [(one.account_id, one.name) for one in shown if one] == [
        (home.account_id, "خانهٔ سارا")
    ] * 3
    assert (found.member_id, found.first_name) == (home.club.join("Ali"), "Ali")
    assert home.quote(1000, "Ali").account == found.account
    assert home.club.wallet("Reza").account is None


def test_nobody_is_in_two_accounts() -> None:
    home = a_household()
    other = Household(home.club)
    home.add("Ali")

    with pytest.raises(InAnAccount):
        home.add("Ali")
    other.club.members["Sara"] = other.club.join("Ali")
    with pytest.raises(InAnAccount):
        other.open()


def test_a_repeat_joins_once() -> None:
    home = a_household()
    home.club.buy(5_000_000, name="Ali")
    asked = claim()

    first, again = home.add("Ali", asked=asked), home.add("Ali", asked=asked)

    assert (first.replayed, again.replayed) == (False, True)
    assert first.carried == again.carried
    assert len(again.people) == 2


def test_somebody_agrees_by_a_code_to_their_own_mobile(tmp_path: Path) -> None:
    home = a_household()
    phones = Phones(home.club, tmp_path)
    home.club.join("Ali", mobile="+989121110000")
    home.club.join("Reza", mobile="+989121110001")
    proof = phones.prove("+989121110000")

    with pytest.raises(ConsentNeeded):
        home.add("Reza", proof_id=proof.proof_id)
    joined = home.add("Ali", proof_id=proof.proof_id, by=home.club.principal)

    assert [one.consent for one in joined.people] == ["staff", "code"]


def test_a_machines_word_is_no_consent() -> None:
    home = a_household()

    with pytest.raises(JoiningUnproven):
        home.add("Ali", by=home.club.principal)

    assert len(home.show().people) == 1


def test_units_that_are_held_do_not_come_along() -> None:
    home = a_household()
    home.club.buy(5_000_000, name="Ali")
    home.hold(10_000, "Ali")

    with pytest.raises(UnitsHeld):
        home.add("Ali")
    home.add("Ali", brings=False)

    assert home.club.available("credit", "Ali") == 100_000


@pytest.mark.parametrize(
    ("role", "limits", "error"),
    [("employee", Limits(), UnknownRole), ("child", Limits(-1), SpendingLimitOutOfBounds)],
)
def test_role_and_limits_are_checked(role: str, limits: Limits, error: type[Exception]) -> None:
    home = a_household()

    with pytest.raises(error):
        home.add("Ali", role, limits)


def test_who_shares_a_wallet_leaves_it_before_the_club() -> None:
    home = a_household()
    home.add("Ali")

    with pytest.raises(InAnAccount), clock(home.club.at):
        leave_club(
            principal=home.club.principal, claim=claim(), ids=IDS, vault=VAULT, at=home.club.at,
            member_id=home.club.join("Ali"), source="portal",
        )  # fmt: skip


def test_a_birthday_gift_goes_to_the_shared_wallet_once_a_person() -> None:
    club = a_club(ending_programme())
    for name in ("Sara", "Ali"):
        club.join(name, birthday=(8, 30))
    home = Household(club)
    home.open()
    home.add("Ali")
    before = held(club)["points"][0]

    club.run_day()
    club.run_day()

    assert held(club)["points"][0] == before + 14
    assert differences(club) == {}
