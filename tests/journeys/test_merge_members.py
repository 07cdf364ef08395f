"""Two members who are one person: preview, merge, life after it, and two members again (E77)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock
from tests.factories.merging import (
    differences,
    held,
    merge,
    preview,
    statement,
    tier,
    unmerge,
)
from vafa.domain.clubs.principal import RightMissing
from vafa.domain.members.queries import NoSuchMember
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.merge_pair import AlreadyMerged, SameMember
from vafa.domain.rewards.operations.merging import MergeUndone, NoSuchMerge, SurvivorMerged
from vafa.domain.rewards.records import Adjustment, Purchase, PurchaseLine, SpendWish
from vafa.journeys.adjust_balance import adjust_balance
from vafa.journeys.capture_hold import capture_hold
from vafa.journeys.find_member import find_member
from vafa.journeys.merge_members import merge_members
from vafa.journeys.show_purchase import show_purchase
from vafa.ledger.errors import UnitsHeld
from vafa.programme.document import AfterDays, Cap, FixedAmount, Label, Programme, Rule
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def ending_programme() -> Programme:
    """Give the reference programme with points that end after 100 days, and gifts."""
    document = reference_programme()
    units = tuple(
        unit.model_copy(update={"expiry": AfterDays(days=100)}) if unit.code == "points" else unit
        for unit in document.units
    )
    gifts = tuple(
        Rule(
            code=f"gift-on-{trigger}",
            name=Label(fa="هدیه", en="Gift"),
            trigger=trigger,
            effects=(FixedAmount(unit="points", units=7),),
        )
        for trigger in ("join", "birthday")
    )
    return document.model_copy(update={"units": units, "rules": (*document.rules, *gifts)})


def two_with_points(ours: int = 100, theirs: int = 200) -> Club:
    """Open a club where Sara has so many points and Ali, ten days later, so many."""
    club = a_club()
    club.buy(ours * 100_000)
    club.pass_days(10)
    club.buy(theirs * 100_000, name="Ali")
    return club


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
    for right in ("members", "approve"):
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


def test_refund_for_a_merged_member_goes_to_the_surviving_wallet() -> None:
    """E56: what the duplicate's purchase gave is taken from its own lot first."""
    club = a_club()
    club.buy(10_000_000)
    sale = club.buy(20_000_000, name="Ali")
    merge(club)

    half = club.refund(sale, amount_rials=10_000_000)
    rest = club.refund(sale)

    assert (half.member_id, rest.member_id) == (club.join(), club.join())
    assert [(one.unit, one.units, one.owed) for one in half.taken_back] == [
        ("points", 100, 0), ("credit", 200_000, 0),
    ]  # fmt: skip
    assert held(club)["points"] == (100, 0, 0)
    assert differences(club) == {}
    shown = _shown(club, sale.event_id)
    assert shown.refunded_cash_rials == 20_000_000


def test_refund_of_what_was_spent_since_is_owed_and_part_of_it_goes_back() -> None:
    club = a_club()
    sale = club.buy(20_000_000, name="Ali")
    done = merge(club)
    club.redeem(200, unit="points")

    club.refund(sale)
    undone = unmerge(club, done.merge_id)

    assert held(club)["points"] == (0, 0, 200)
    assert held(club, "Ali")["points"] == (0, 0, 0)
    assert [one.used for one in undone.returned] == [200, 400_000]
    assert differences(club) == {}


def test_credit_that_the_duplicate_spent_comes_back_with_its_date_and_goes_home() -> None:
    """E45 after a merge: to a lot like the one it came from; parted again, it is theirs."""
    club = a_club(ending_programme())
    club.buy(20_000_000, name="Ali")
    ends = next(one.next_expiry for one in club.wallet("Ali").balances)
    sale = club.buy(1_000_000, name="Ali", spend=[SpendWish("points", 150)])
    club.pass_days(5)
    done = merge(club)

    back = club.refund(sale)
    ours = next(one.next_expiry for one in club.wallet().balances)
    unmerge(club, done.merge_id)

    assert [(one.unit, one.units) for one in back.restored] == [("points", 150)]
    assert (ours, ends) == (replace(ends, units=207), ends)  # type: ignore[type-var]  # framework
    assert held(club, "Ali")["points"] == (207, 0, 0)
    assert differences(club) == {}


def test_refund_by_the_duplicate_after_parting_finds_its_lots() -> None:
    club = a_club(ending_programme())
    sale = club.buy(20_000_000, name="Ali")
    unmerge(club, merge(club).merge_id)

    done = club.refund(sale)

    assert done.member_id == club.join("Ali")
    assert [(one.units, one.owed) for one in done.taken_back] == [(200, 0), (400_000, 0)]
    assert held(club, "Ali")["points"] == (7, 0, 0)
    assert differences(club) == {}


def test_what_ended_at_the_survivor_costs_nothing_when_it_is_refunded() -> None:
    """E47 after a merge, and after parting."""
    club = a_club(ending_programme())
    sale, other = club.buy(20_000_000, name="Ali"), club.buy(10_000_000, name="Ali")
    done = merge(club)
    club.pass_days(120)
    club.buy(5_000_000)

    ended = next(one for one in club.refund(sale).taken_back if one.unit == "points")
    undone = unmerge(club, done.merge_id)
    later = next(one for one in club.refund(other).taken_back if one.unit == "points")

    assert (ended.units, ended.ended) == (0, 200)
    assert (later.units, later.ended, later.owed) == (0, 100, 0)
    assert next(one for one in undone.returned if one.unit == "points").ended == 307
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


def test_a_hold_follows_its_units_and_is_captured_by_whoever_made_it() -> None:
    club = two_with_points()
    club.members["Omid"], club.members["Sara"] = club.members["Sara"], club.members["Ali"]
    kept = club.hold(50, unit="points")  # Ali's, made before the merge

    done = merge(club, "Omid", "Sara")
    with pytest.raises(UnitsHeld):
        unmerge(club, done.merge_id)
    with clock(club.at):
        captured = capture_hold(
            principal=club.principal, claim=claim(), event_at=club.at, ids=IDS,
            member_id=club.join("Ali"), hold_id=kept.hold_id, units=30,
        )  # fmt: skip

    assert (captured.status, captured.units) == (200, 30)
    assert captured.member_id == club.join("Omid")
    assert held(club, "Omid")["points"] == (270, 0, 0)
    assert differences(club) == {}


def test_whatever_is_asked_of_the_duplicate_is_the_survivors() -> None:
    club = two_with_points()
    old = club.buy(1_000_000, name="Ali")
    number = _card(club, MemberRef("id", str(club.join("Ali")))).number
    sara, ali = club.join(), club.join("Ali")
    merge(club)

    bought = club.buy(1_000_000, name="Ali")
    voided = club.void(bought)
    edited = club.edit(old, 2_000_000)
    with clock(club.at):
        given = adjust_balance(
            principal=club.principal, claim=claim(), event_at=club.at, ids=IDS,
            adjustment=Adjustment(ali, "credit", 1000, "goodwill"),
        )  # fmt: skip

    assert bought.member_id == voided.member_id == given.member_id == sara
    assert edited.member_id == edited.purchase.member_id == sara
    assert _card(club, MemberRef("number", number)).member_id == sara
    assert club.wallet("Ali") == club.wallet()
    assert statement(club, "Ali") == statement(club)
    assert tier(club, "Ali") == tier(club)
    assert _shown(club, old.event_id).purchase.event_id == old.event_id
    assert _shown(club, bought.event_id).purchase.member_id == sara
    assert differences(club) == {}


def test_a_repeat_of_what_the_duplicate_did_gives_its_answer() -> None:
    club = a_club()
    club.join()
    asked, after = claim("before", "before"), claim("after", "after")
    first = club.buy(1_000_000, name="Ali", document="R", asked=asked)
    merge(club)
    second = club.buy(1_000_000, name="Ali", document="S", asked=after)

    again = club.buy(1_000_000, name="Ali", document="R", asked=asked)
    natural = club.buy(1_000_000, name="Ali", document="R")
    later = club.buy(1_000_000, name="Ali", document="S", asked=after)
    returned = club.refund(first, document="F")

    assert (again.replayed, again.event_id) == (True, first.event_id)
    assert (natural.replayed, natural.event_id) == (True, first.event_id)
    assert (later.replayed, later.event_id) == (True, second.event_id)
    assert club.refund(first, document="F").event_id == returned.event_id
    assert held(club)["points"] == (10, 0, 0)


def test_statement_of_the_survivor_tells_where_the_units_came_from() -> None:
    club = two_with_points()
    number = _card(club, MemberRef("id", str(club.join("Ali")))).number
    done = merge(club)
    newest = statement(club).entries[0]

    unmerge(club, done.merge_id)

    assert (newest.kind, newest.event_id) == ("merge", done.merge_id)
    assert newest.why.fa == f"با یکی شدن دو عضویت از عضویت دیگرتان آمد. {number}"
    assert newest.why.en.startswith("Came from your other membership")
    assert statement(club).entries[0].units < 0
    assert statement(club, "Ali").entries[0].why.en.startswith("Came back")


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


def test_a_person_has_one_birthday_after_the_merge() -> None:
    club = a_club(ending_programme())
    club.join("Sara", birthday=(9, 3))
    club.join("Ali", birthday=(9, 3))
    merge(club)
    club.pass_days(3)

    ran = club.run_day()

    assert ran.gifts == 1
    assert held(club)["points"] == (21, 0, 0)


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


def _card(club: Club, member: MemberRef):  # type: ignore[no-untyped-def]  # framework
    with clock(club.at):
        return find_member(principal=club.principal, vault=VAULT, member=member)


def _shown(club: Club, event_id: int):  # type: ignore[no-untyped-def]  # framework
    with clock(club.at):
        return show_purchase(principal=club.principal, event_id=event_id)
