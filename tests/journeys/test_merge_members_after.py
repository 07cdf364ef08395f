"""Life after a merge: refunds, holds, repeats and questions that name the duplicate (E56)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock
from tests.factories.coupons import buy_with, coupon_club, coupons, series
from tests.factories.merging import (
    card,
    differences,
    ending_programme,
    held,
    merge,
    shown,
    statement,
    tier,
    two_with_points,
    unmerge,
)
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.erasure import log_of
from vafa.domain.members.queries import MemberHasLeft
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.records import Adjustment, SpendWish
from vafa.journeys.adjust_balance import adjust_balance
from vafa.journeys.capture_hold import capture_hold
from vafa.journeys.erase_member import erase_member, preview_erasure
from vafa.journeys.leave_club import leave_club
from vafa.journeys.mark_members import Doing, show_marks, write_note
from vafa.ledger.errors import UnitsHeld

pytestmark = pytest.mark.django_db


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
    assert shown(club, sale.event_id).refunded_cash_rials == 20_000_000


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
    number = card(club, MemberRef("id", str(club.join("Ali")))).number
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
    assert card(club, MemberRef("number", number)).member_id == sara
    assert club.wallet("Ali") == club.wallet()
    assert statement(club, "Ali") == statement(club)
    assert tier(club, "Ali") == tier(club)
    assert shown(club, old.event_id).purchase.event_id == old.event_id
    assert shown(club, bought.event_id).purchase.member_id == sara
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
    number = card(club, MemberRef("id", str(club.join("Ali")))).number
    done = merge(club)
    newest = statement(club).entries[0]

    unmerge(club, done.merge_id)

    assert (newest.kind, newest.event_id) == ("merge", done.merge_id)
    assert newest.why.fa == f"با یکی شدن دو عضویت از عضویت دیگرتان آمد. {number}"
    assert newest.why.en.startswith("Came from your other membership")
    assert statement(club).entries[0].units < 0
    assert statement(club, "Ali").entries[0].why.en.startswith("Came back")


def test_what_is_the_first_of_a_chains_is_the_lasts_and_goes_with_an_erasure() -> None:
    """Reza went into Ali, Ali into Sara: notes and coupons of Reza are hers."""
    club = coupon_club()
    for name in ("Sara", "Ali", "Reza"):
        club.join(name)
    doing = Doing(club.principal, claim(), IDS, VAULT, club.at)
    write_note(doing=doing, member_id=club.join("Reza"), text="Likes tea")
    (made,) = coupons(club, series(club, uses=1), members=[club.join("Reza")])
    merge(club, "Ali", "Reza")
    merge(club)

    notes = show_marks(principal=club.principal, vault=VAULT, member_id=club.join()).notes
    bought = buy_with(club, made.code)
    with clock(club.at):
        erased = erase(club)

    assert [one.text for one in notes] == ["Likes tea"]
    assert bought.to_pay_rials == 900_000
    assert erased == {club.join(name) for name in ("Sara", "Ali", "Reza")}


def erase(club: Club) -> set[int]:
    """Erase Sara; gives who is in the log."""
    asked = preview_erasure(
        principal=club.principal, vault=VAULT, at=club.at, member_id=club.join()
    )
    erase_member(
        principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=club.at,
        member_id=club.join(), basis="request", preview_hash=asked.preview_hash,
    )  # fmt: skip
    with club_scope(club.club_id):
        return {one.member_id for one in log_of(club_id=club.club_id)}


def test_a_person_has_one_birthday_after_the_merge() -> None:
    club = a_club(ending_programme())
    club.join("Sara", birthday=(9, 3))
    club.join("Ali", birthday=(9, 3))
    merge(club)
    club.pass_days(3)

    ran = club.run_day()

    assert ran.gifts == 1
    assert held(club)["points"] == (21, 0, 0)


def test_a_gift_to_the_duplicate_was_this_persons_gift() -> None:
    """E19: another birthday at the member who is kept gives no second one within 365 days."""
    club = a_club(ending_programme())
    club.join("Ali", birthday=(9, 3))
    club.join("Sara", birthday=(9, 20))
    club.pass_days(3)
    first = club.run_day()
    merge(club)
    club.pass_days(17)

    again = club.run_day()

    assert (first.gifts, again.gifts) == (1, 0)


def test_when_the_duplicate_leaves_it_is_the_survivor_who_leaves() -> None:
    """What ends after thirty days is then all of it, once."""
    club = two_with_points()
    merge(club)
    with clock(club.at):
        left = leave_club(
            principal=club.principal,
            claim=claim(),
            ids=IDS,
            vault=VAULT,
            at=club.at,
            member_id=club.join("Ali"),
            source="staff",
        )

    assert left.member_id == club.join()
    with pytest.raises(MemberHasLeft):
        club.buy(1_000_000)
