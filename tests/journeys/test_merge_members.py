"""Two members who are one person: preview, merge, and two members again (E77)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories.clubs import IDS, VAULT, a_club, claim, clock
from tests.factories.merging import (
    differences,
    ending_programme,
    held,
    merge,
    preview,
    tier,
    two_with_points,
    unmerge,
)
from vafa.domain.clubs.principal import RightMissing
from vafa.domain.members.queries import MemberHasLeft, NoSuchMember
from vafa.domain.rewards.merge_pair import (
    AlreadyMerged,
    GuestNotMerged,
    SameMember,
    check,
    pair_of,
)
from vafa.domain.rewards.operations.merging import MergeUndone, NoSuchMerge, SurvivorMerged
from vafa.domain.rewards.records import SpendWish
from vafa.journeys.leave_club import leave_club
from vafa.journeys.merge_members import merge_members
from vafa.ledger import operations as book
from vafa.programme.document import Cap
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def test_balances_add_up_and_lots_keep_their_dates() -> None:
    """E77: 100 + 200 is 300; what came first ends first."""
    club = a_club(ending_programme())
    club.buy(20_000_000, name="Ali")
    club.pass_days(10)
    club.buy(10_000_000)
    theirs_end = next(one.next_expiry for one in club.wallet("Ali").balances)

    done = merge(club)

    assert held(club)["points"] == (314, 0, 0)
    assert [(one.unit, one.units) for one in done.carried] == [
        ("points", 207), ("credit", 400_000),
    ]  # fmt: skip
    assert next(one.next_expiry for one in club.wallet().balances) == theirs_end
    club.pass_days(91)
    assert held(club)["points"] == (107, 0, 0)
    assert differences(club) == {}


def test_tier_is_the_one_of_joined_spend_with_its_reason() -> None:
    """E77: 100 M and 100 M are bronze each, 200 M are silver."""
    club = two_with_points(1000, 1000)
    before = tier(club), tier(club, "Ali")

    done = merge(club)

    assert before == ("bronze", "bronze")
    assert (done.tier, tier(club)) == ("silver", "silver")
    assert [(one.kind, one.before, one.after) for one in done.tier_changes] == [
        ("up", "bronze", "silver")
    ]
    assert "۲۰٬۰۰۰٬۰۰۰ تومان" in done.tier_changes[0].why.fa


def test_preview_foretells_the_merge_and_writes_nothing() -> None:
    club = a_club(ending_programme())
    club.join("Sara", birthday=(8, 30))
    club.join("Ali", birthday=(8, 30))
    club.run_day()
    club.buy(100_000_000)
    club.buy(100_000_000, name="Ali")

    foretold = preview(club)
    again = preview(club)
    done = merge(club)

    assert foretold == again
    assert (foretold.tier, foretold.tier_changes) == (done.tier, done.tier_changes)
    assert foretold.balances == done.balances
    assert foretold.gifts_twice == done.gifts_twice
    assert [(one.occasion, one.unit, one.units) for one in done.gifts_twice] == [
        ("join", "points", 7), ("birthday", "points", 7),
    ]  # fmt: skip
    assert foretold.duplicate.member.first_name == "Ali"
    assert "*" in foretold.duplicate.member.mobile_masked
    assert (foretold.survivor.sales, foretold.duplicate.net_rials) == (1, 100_000_000)
    assert sum(lot.units for lot in foretold.lots if lot.unit == "points") == 2028
    assert foretold.duplicate.member.tier == "bronze"


def test_a_merge_happens_once_under_its_key_and_is_refused_under_another() -> None:
    club = two_with_points()
    asked = claim("merge", "merge")
    done = merge(club, asked=asked)

    again = merge(club, asked=asked)

    assert again == replace(done, replayed=True)
    with pytest.raises(AlreadyMerged) as refused:
        merge(club)
    assert refused.value.details["merged_into"] == str(club.join())
    assert held(club)["points"] == (300, 0, 0)


def test_what_cannot_be_merged_is_refused() -> None:
    club, other = two_with_points(), a_club()
    other.join("Reza")
    club.members["Reza"] = other.members["Reza"]

    with pytest.raises(SameMember):
        merge(club, "Sara", "Sara")
    with pytest.raises(NoSuchMember):
        merge(club, "Sara", "Reza")
    with pytest.raises(NoSuchMerge):
        unmerge(club, 1)
    for right in ("members.write", "members.merge"):
        with pytest.raises(RightMissing):
            merge_members(
                principal=replace(club.principal, rights=club.principal.rights - {right}),
                claim=claim(), event_at=club.at, ids=IDS, vault=VAULT,
                survivor_id=club.join(), duplicate_id=club.join("Ali"),
            )  # fmt: skip
    assert held(club, "Ali")["points"] == (200, 0, 0)


def test_undoing_restores_both() -> None:
    """E77: un-merge restores both, each with the same dates and tier."""
    club = a_club(ending_programme())
    club.buy(100_000_000)
    club.pass_days(10)
    club.buy(100_000_000, name="Ali")
    before = club.wallet().balances, club.wallet("Ali").balances
    done = merge(club)

    undone = unmerge(club, done.merge_id)

    assert (club.wallet().balances, club.wallet("Ali").balances) == before
    assert (undone.survivor_tier, undone.duplicate_tier) == ("bronze", "bronze")
    assert (tier(club), tier(club, "Ali")) == ("bronze", "bronze")
    assert [(one.kind, one.after) for one in undone.survivor_tier_changes] == [("down", "bronze")]
    assert [(one.unit, one.returned, one.used) for one in undone.returned] == [
        ("points", 1007, 0), ("credit", 2_000_000, 0),
    ]  # fmt: skip
    assert differences(club) == {}


def test_undoing_once_then_merging_again_works() -> None:
    club = two_with_points()
    asked = claim("undo", "undo")
    first = merge(club)
    undone = unmerge(club, first.merge_id, asked=asked)

    again = unmerge(club, first.merge_id, asked=asked)

    assert again == replace(undone, replayed=True)
    with pytest.raises(MergeUndone):
        unmerge(club, first.merge_id)
    second = merge(club, "Ali", "Sara")
    assert held(club, "Ali")["points"] == (300, 0, 0)
    unmerge(club, second.merge_id)
    assert (held(club)["points"], held(club, "Ali")["points"]) == ((100, 0, 0), (200, 0, 0))
    assert differences(club) == {}


def test_what_was_spent_meanwhile_is_listed_and_purchases_since_stay() -> None:
    club = two_with_points()
    done = merge(club)
    club.buy(10_000_000, name="Ali", spend=[SpendWish("points", 250)])

    undone = unmerge(club, done.merge_id)

    points = next(one for one in undone.returned if one.unit == "points")
    assert (points.came, points.used, points.returned, points.ended) == (200, 150, 50, 0)
    assert held(club, "Ali")["points"] == (50, 0, 0)
    assert held(club)["points"][0] > 0  # what the purchase since gave
    assert differences(club) == {}


def test_debts_are_carried_and_part_again_as_far_as_they_are_left() -> None:
    club = a_club()
    sale = club.buy(20_000_000, name="Ali")
    club.buy(5_000_000, name="Ali", spend=[SpendWish("points", 200)])
    club.refund(sale)
    owed = held(club, "Ali")["points"][2]
    club.buy(10_000_000)

    done = merge(club)
    joined = held(club)["points"]
    club.buy(5_000_000)
    undone = unmerge(club, done.merge_id)

    assert joined == (100, 0, owed)
    assert owed == 152
    assert held(club, "Ali")["points"] == (0, 0, 102)
    assert [one.owed for one in undone.returned if one.unit == "points"] == [102]
    assert differences(club) == {}


def test_three_who_are_one_are_found_under_the_last() -> None:
    """A chain: Reza into Ali, Ali into Sara; parted in the reverse order."""
    club = two_with_points()
    sale = club.buy(30_000_000, name="Reza")
    first = merge(club, "Ali", "Reza")
    second = merge(club)

    bought = club.buy(1_000_000, name="Reza")
    with pytest.raises(SurvivorMerged):
        unmerge(club, first.merge_id)
    half = club.refund(sale, amount_rials=10_000_000)
    unmerge(club, second.merge_id)
    between = held(club, "Ali")["points"]
    unmerge(club, first.merge_id)

    assert (bought.member_id, half.member_id) == (club.join(), club.join())
    assert between == (400, 0, 0)
    assert held(club, "Reza")["points"] == (200, 0, 0)
    assert held(club, "Ali")["points"] == (200, 0, 0)
    assert held(club)["points"] == (110, 0, 0)
    assert club.refund(sale).member_id == club.join("Reza")
    assert differences(club) == {}


def test_pending_units_stay_pending_and_their_day_still_comes() -> None:
    document = reference_programme()
    units = tuple(unit.model_copy(update={"pending_days": 7}) for unit in document.units)
    club = a_club(document.model_copy(update={"units": units}))
    club.buy(10_000_000, name="Ali")
    club.join()

    done = merge(club)
    waiting = held(club)["points"]
    unmerge(club, done.merge_id)
    theirs = held(club, "Ali")["points"]
    merge(club)
    club.pass_days(8)

    assert waiting == theirs == (0, 100, 0)
    assert held(club)["points"] == (100, 0, 0)
    assert differences(club) == {}


def test_a_day_cap_counts_what_both_were_given() -> None:
    document = reference_programme()
    capped = tuple(
        unit.model_copy(update={"caps": (Cap(per="day", amount=100),)})
        if unit.code == "points"
        else unit
        for unit in document.units
    )
    club = a_club(document.model_copy(update={"units": capped}))
    club.buy(6_000_000)
    club.buy(3_000_000, name="Ali")
    done = merge(club)

    club.buy(6_000_000)
    joined = held(club)["points"]
    unmerge(club, done.merge_id)
    club.buy(9_000_000, name="Ali")

    assert joined == (100, 0, 0)
    assert held(club, "Ali")["points"] == (100, 0, 0)


def test_who_has_left_is_not_merged() -> None:
    club = two_with_points()
    with clock(club.at):
        leave_club(
            principal=club.principal,
            claim=claim(),
            ids=IDS,
            vault=VAULT,
            at=club.at,
            member_id=club.join("Ali"),
            source="staff",
        )

    with pytest.raises(MemberHasLeft):
        merge(club)
    with pytest.raises(MemberHasLeft):
        preview(club, "Ali", "Sara")


def test_a_receipt_without_a_member_is_not_merged() -> None:
    club = two_with_points()
    guest_id = IDS.next()
    with clock(club.at):
        book.open_member(club_id=club.club_id, member_id=guest_id, kind="guest")
        two = pair_of(
            club_id=club.club_id, at=club.at, survivor_id=club.join(), duplicate_id=guest_id
        )

    with pytest.raises(GuestNotMerged):
        check(two=two)
