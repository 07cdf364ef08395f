"""Inviting, through the book: who is rewarded, when, and when it is taken back (E67-E70)."""

from __future__ import annotations

import pytest

from tests.factories.clubs import IDS, VAULT, claim, clock, ref
from tests.factories.households import Household
from tests.factories.invitations import LEAST, RETURN_DAYS, Inviting, an_inviting_club
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import invitations
from vafa.journeys.erase_member import erase_member, preview_erasure
from vafa.journeys.leave_club import leave_club
from vafa.journeys.merge_members import merge_members
from vafa.journeys.show_statement import show_statement
from vafa.ledger.verify import verify
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def inviting() -> Inviting:
    """Open a club in which Sara has invited Ali."""
    found = an_inviting_club()
    found.invite("Ali")
    return found


def test_who_comes_has_a_gift_and_both_are_rewarded_for_the_first_purchase(
    inviting: Inviting,
) -> None:
    before = inviting.points("Ali")
    inviting.club.buy(LEAST - 1, name="Ali")
    inviting.work()
    small = (inviting.points(), inviting.points("Ali"))
    inviting.club.buy(LEAST, name="Ali")
    inviting.work()

    assert before == (30, 0, 0)
    assert small == ((0, 0, 0), (30, 0, 0))
    assert inviting.points() == (0, 100, 0)
    assert inviting.points("Ali") == (80, 0, 0)
    assert verify(club_id=inviting.club.club_id).differences == 0


def test_the_second_purchase_and_a_second_look_give_nothing_more(inviting: Inviting) -> None:
    inviting.club.buy(LEAST, name="Ali")
    inviting.work()
    inviting.club.buy(LEAST, name="Ali")
    inviting.work()
    with club_scope(inviting.club.club_id):
        invitations.look_again(
            club_id=inviting.club.club_id, holder_ids=[inviting.club.members["Ali"]]
        )
    inviting.work()

    assert inviting.points() == (0, 100, 0)


def test_inviters_reward_waits_for_the_return_window_and_follows_what_is_kept(
    inviting: Inviting,
) -> None:
    """E67: cancelled before the window ends, clawed back after; kept while the minimum is."""
    first = inviting.club.buy(2 * LEAST, name="Ali")
    inviting.work()
    inviting.club.refund(first, amount_rials=LEAST)
    inviting.work()
    part = inviting.points()
    inviting.club.refund(first)
    inviting.work()
    cancelled = inviting.points()
    again = inviting.club.buy(LEAST, name="Ali")
    inviting.work()
    inviting.club.pass_days(RETURN_DAYS + 1)
    inviting.club.run_day()
    spendable = inviting.points()
    inviting.club.redeem(60, unit="points")
    inviting.club.refund(again)
    inviting.work()

    assert part == (0, 100, 0)
    assert cancelled == (0, 0, 0)
    assert spendable == (100, 0, 0)
    assert inviting.points() == (0, 0, 60)
    assert inviting.points("Ali") == (30, 0, 0)
    entries = show_statement(
        principal=inviting.club.principal, vault=VAULT, member=ref(inviting.club.members["Sara"]),
        as_of=None, cursor="", limit=50,
    ).entries  # fmt: skip
    told = [one.why.en for one in entries if one.kind == "take_back"]
    assert set(told) == {"Taken back: the invited friend's purchase came back."}
    assert "because rule “Inviting” gives 100 points" in " ".join(one.why.en for one in entries)
    assert verify(club_id=inviting.club.club_id).differences == 0


def test_an_edited_purchase_carries_the_invitation_on(inviting: Inviting) -> None:
    first = inviting.club.buy(LEAST, name="Ali")
    inviting.work()
    inviting.club.edit(first, 2 * LEAST)
    inviting.work()
    found = inviting.state()

    assert inviting.points() == (0, 100, 0)
    assert found is not None
    assert (found.state, found.attempt) == ("given", 0)
    assert found.sale_id != first.event_id


def test_whoever_is_or_was_a_member_was_invited_by_nobody(inviting: Inviting) -> None:
    """E68: oneself, an existing member, a ring; each is refused and noted."""
    club = inviting.club
    for name in ("Sara", "Ali"):
        for by in ("Sara", "Ali"):
            inviting.again(name, by=by)
    inviting.invite("Reza", device_of=club.members["Sara"])
    club.buy(LEAST, name="Reza")
    inviting.work()

    assert inviting.state("Sara") is None
    assert inviting.state("Reza") is None
    assert inviting.refusals() == ["same_device"] + ["known"] * 4
    assert inviting.points() == (0, 0, 0)


def test_two_friends_on_one_phone_are_one_friend(inviting: Inviting) -> None:
    """E68: whoever joins where an earlier friend of the same inviter is signed in."""
    first = inviting.invite("Mina")
    inviting.invite("Nima", device_of=first)
    inviting.invite("Omid", device_of=inviting.club.join("Reza"))

    assert inviting.state("Mina") is not None
    assert inviting.state("Nima") is None
    assert inviting.state("Omid") is not None
    assert inviting.refusals() == ["same_device"]


def test_more_than_twenty_a_day_are_not_one_persons_friends(inviting: Inviting) -> None:
    for number in range(invitations.MOST_A_DAY):
        inviting.invite(f"Friend {number}")
    inviting.club.pass_days(2)
    inviting.invite("Mina")

    assert inviting.state(f"Friend {invitations.MOST_A_DAY - 1}") is None
    assert inviting.state("Mina") is not None
    assert inviting.refusals() == ["too_many"]


def test_the_months_cap_ends_the_rewards_of_the_inviter_alone(inviting: Inviting) -> None:
    for name in ("Ali", "Reza", "Mina", "Nima"):
        inviting.invite(name)
        inviting.club.buy(LEAST, name=name)
    inviting.work()

    assert inviting.points() == (0, 300, 0)
    assert inviting.points("Nima") == (80, 0, 0)


def test_inviter_who_left_or_was_erased_is_paid_nothing(inviting: Inviting) -> None:
    """E70; who came has the own gift."""
    club = inviting.club
    inviting.invite("Mina", by="Reza")
    member_id = club.members["Sara"]
    with clock(club.at):
        seen = preview_erasure(
            principal=club.principal, vault=VAULT, at=club.at, member_id=member_id
        )
        erase_member(
            principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=club.at,
            member_id=member_id, basis="request", preview_hash=seen.preview_hash,
        )  # fmt: skip
        leave_club(
            principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=club.at,
            member_id=club.members["Reza"], source="staff",
        )  # fmt: skip
    for name in ("Ali", "Mina"):
        club.buy(LEAST, name=name)
    inviting.work()

    assert [inviting.points(name)[0] for name in ("Ali", "Mina")] == [80, 80]
    assert inviting.paid_for_inviting() == 0


def test_one_person_under_two_numbers_is_no_friend(inviting: Inviting) -> None:
    club = inviting.club
    merge_members(
        principal=club.principal, claim=claim(), event_at=club.at, ids=IDS, vault=VAULT,
        survivor_id=club.members["Ali"], duplicate_id=club.members["Sara"],
    )  # fmt: skip
    club.buy(LEAST, name="Ali")
    inviting.work()
    found = inviting.state()

    assert found is not None
    assert (found.state, found.reason) == ("refused", "known")
    assert inviting.paid_for_inviting() == 0


def test_what_a_merged_inviter_is_due_goes_to_the_survivor_and_back(inviting: Inviting) -> None:
    club = inviting.club
    sale = club.buy(LEAST, name="Ali")
    inviting.work()
    club.join("Mina")
    merge_members(
        principal=club.principal, claim=claim(), event_at=club.at, ids=IDS, vault=VAULT,
        survivor_id=club.members["Mina"], duplicate_id=club.members["Sara"],
    )  # fmt: skip
    carried = inviting.points("Mina")
    inviting.invite("Nima", by="Sara")
    club.buy(LEAST, name="Nima")
    club.refund(sale)
    inviting.work()

    assert carried == (0, 100, 0)
    assert inviting.points("Mina") == (0, 100, 0)  # Nima's came, Ali's went
    assert verify(club_id=club.club_id).differences == 0


def test_programme_without_such_rules_keeps_the_invitation_open(inviting: Inviting) -> None:
    club = inviting.club
    club.publish(reference_programme())
    club.buy(LEAST, name="Ali")
    inviting.work()
    found = inviting.state()

    assert found is not None
    assert found.state == "open"
    assert found.sale_id is None


def test_two_who_share_a_wallet_are_not_rewarded(inviting: Inviting) -> None:
    home = Household(inviting.club)
    home.open()
    home.add("Ali")
    inviting.club.buy(LEAST, name="Ali")
    inviting.work()
    found = inviting.state()

    assert found is not None
    assert (found.state, found.reason) == ("refused", "one_wallet")
    assert inviting.paid_for_inviting() == 0


def test_a_purchase_from_a_shared_wallet_is_that_persons_own() -> None:
    """What others buy from the same wallet is no purchase of whoever was invited."""
    inviting = an_inviting_club()
    club = inviting.club
    home = Household(club)  # Sara's, with Reza; Mina invites
    home.open()
    club.join("Mina")
    inviting.invite("Reza", by="Mina")
    home.add("Reza")
    club.buy(LEAST, name="Sara")
    inviting.work()
    others = inviting.points("Mina")
    sale = club.buy(LEAST, name="Reza")
    inviting.work()
    rewarded = inviting.points("Mina")
    club.refund(sale)
    inviting.work()

    assert (others, rewarded) == ((0, 0, 0), (0, 100, 0))
    assert inviting.points("Mina") == (0, 0, 0)
    assert inviting.points("Reza") == (30, 0, 0)
    assert verify(club_id=club.club_id).differences == 0


def test_a_refund_is_seen_after_the_friend_was_merged_too(inviting: Inviting) -> None:
    club = inviting.club
    sale = club.buy(2 * LEAST, name="Ali")
    inviting.work()
    club.join("Mina")
    merge_members(
        principal=club.principal, claim=claim(), event_at=club.at, ids=IDS, vault=VAULT,
        survivor_id=club.members["Mina"], duplicate_id=club.members["Ali"],
    )  # fmt: skip
    changed = club.edit(sale, LEAST)
    inviting.work()
    kept = inviting.points()
    club.refund(changed.purchase)
    inviting.work()

    assert kept == (0, 100, 0)
    assert inviting.points() == (0, 0, 0)
    assert verify(club_id=club.club_id).differences == 0
