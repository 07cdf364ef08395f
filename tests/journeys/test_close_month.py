"""Closed months stay as they were reported; what comes late is booked in the open one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.accounts import close, figures, measure, proof, shown
from tests.factories.clubs import IDS, NOON, Club, a_club, claim
from tests.factories.merging import merge, unmerge
from tests.factories.own_keys import person
from vafa.domain.accounting.months import InvalidMonth
from vafa.domain.accounting.operations import (
    CloseEarlierFirst,
    MonthClosed,
    MonthNotOver,
    NoSuchUnit,
    NothingToClose,
    NotTheLastClosed,
    UnfitTerms,
)
from vafa.domain.clubs.approvals import PersonalKeyNeeded, SamePerson
from vafa.domain.clubs.operations import KeyReused
from vafa.domain.clubs.principal import Principal
from vafa.journeys.close_month import (
    MonthDone,
    ReopeningAsked,
    TermsSet,
    approve_reopening,
    ask_reopening,
    set_terms,
)
from vafa.programme.document import Programme, Redemption
from vafa.programme.presets import reference_programme

# What a movement knows of its transaction is part of the proof, so each step is committed.
pytestmark = pytest.mark.django_db(transaction=True)

ABAN, AZAR, DEY = "1405-08", "1405-09", "1405-10"


def ask(club: Club, month: str, by: Principal) -> ReopeningAsked:
    return ask_reopening(principal=by, claim=claim(), at=club.at, ids=IDS, month=month)


def approve(club: Club, asked: ReopeningAsked, by: Principal) -> MonthDone:
    return approve_reopening(
        principal=by,
        claim=claim(),
        at=club.at,
        approval_id=asked.approval_id,
        payload_hash=asked.payload_hash,
    )


def test_nothing_reported_changes_by_what_comes_late() -> None:
    """What concerns a closed month's days is booked in the open one, with its own day."""
    club = a_club()
    sale = club.buy(10_000_000)
    club.pass_days(2)
    close(club, ABAN)
    before = shown(club, ABAN)

    club.pass_days(1)
    club.placed_at = NOON
    club.buy(5_000_000)
    club.refund(sale)
    club.placed_at = None

    assert shown(club, ABAN) == before
    assert before.is_closed
    points, late = figures(club, AZAR, "points"), shown(club, AZAR)
    assert (points.opening_units, points.issued_units, points.taken_back_units) == (100, 50, 100)
    assert (points.opening_rials, points.closing_units) == (97_087, 50)
    assert (points.added_rials, points.taken_back_rials) == (48_544, 97_087)
    assert {effect.effective_date for effect in late.late} == {"1405/08/30"}
    assert {(one.unit, one.cause) for one in late.late} == {
        ("points", "sold"), ("points", "taken_back"), ("credit", "sold"), ("credit", "taken_back"),
    }  # fmt: skip
    assert not late.is_closed
    assert proof(club) == ()


def test_late_without_a_closing_counts_in_its_own_month() -> None:
    club = a_club()
    club.pass_days(3)
    club.placed_at = NOON
    club.buy(10_000_000)

    assert figures(club, ABAN, "points").issued_units == 100
    assert figures(club, AZAR, "points").opening_units == 100
    assert shown(club, ABAN).late == ()
    assert proof(club) == ()


def test_months_add_up_to_the_wallets() -> None:
    """Opening and changes give closing, unit by unit, and the last closing is in the wallets."""
    club = a_club()
    sale = club.buy(50_000_000)
    club.buy(20_000_000, name="Ali")
    club.pass_days(10)
    club.redeem(300_000)
    club.refund(sale, amount_rials=10_000_000)
    club.pass_days(30)
    close(club, ABAN)
    close(club, AZAR)
    club.redeem(100_000)
    club.pass_days(1)

    azar, dey = figures(club, AZAR, "credit"), figures(club, DEY, "credit")

    assert figures(club, ABAN, "credit").closing_units == 50_000_000 * 2 // 100 + 400_000
    assert (azar.used_units, azar.taken_back_units) == (300_000, 200_000)
    assert (dey.used_units, dey.closing_units) == (100_000, 800_000)
    assert dey.closing_units == club.available("credit") + club.available("credit", "Ali")
    assert proof(club) == ()


def test_months_are_closed_in_their_order_and_once() -> None:
    club = a_club()
    with pytest.raises(NothingToClose):
        close(club, ABAN)
    club.buy(1_000_000)
    with pytest.raises(MonthNotOver):
        close(club, ABAN)
    with pytest.raises(NothingToClose):
        close(club, "1405-07")
    club.pass_days(35)
    with pytest.raises(CloseEarlierFirst) as refused:
        close(club, AZAR)
    assert refused.value.details == {"first": ABAN}
    with pytest.raises(InvalidMonth):
        close(club, "1405-13")

    key = claim("close", "aban")
    done = close(club, ABAN, asked=key)
    again = close(club, ABAN, asked=key)

    assert (done.is_closed, done.replayed, again.replayed) == (True, False, True)
    with pytest.raises(MonthClosed):
        close(club, ABAN)
    with pytest.raises(KeyReused):
        close(club, AZAR, asked=claim("close", "azar"))
    close(club, AZAR)
    assert proof(club) == ()


def test_month_is_over_an_hour_after_midnight() -> None:
    club = a_club()
    club.buy(1_000_000)
    club.at = NOON.replace(hour=21, minute=29)

    with pytest.raises(MonthNotOver):
        close(club, ABAN)
    club.at += timedelta(minutes=1)

    assert close(club, ABAN).is_closed


def test_last_month_is_opened_again_by_two_people() -> None:
    club = a_club()
    sale = club.buy(10_000_000)
    club.pass_days(35)
    close(club, ABAN)
    close(club, AZAR)
    sara, ali = person(club, "سارا"), person(club, "علی")

    with pytest.raises(NotTheLastClosed):
        ask(club, ABAN, sara)
    asked = ask(club, AZAR, sara)
    with pytest.raises(SamePerson):
        approve(club, asked, sara)
    with pytest.raises(PersonalKeyNeeded):
        approve(club, asked, club.principal)
    assert shown(club, AZAR).is_closed
    done = approve(club, asked, ali)

    assert (done.month, done.is_closed) == (AZAR, False)
    club.placed_at = club.at - timedelta(days=20)
    club.refund(sale)
    assert figures(club, AZAR, "points").taken_back_units == 100
    close(club, AZAR)
    approve(club, asked, ali)  # once: a repeat does not open it a second time
    assert shown(club, AZAR).is_closed
    assert proof(club) == ()


def test_terms_are_set_for_open_months_only() -> None:
    club = a_club()
    club.buy(10_000_000)
    before = figures(club, ABAN, "points").closing_rials
    measure(club, "points", ABAN, use=8500)

    assert before == 97_087
    # 10,000,000 x 85,000 / (10,000,000 + 85,000 + 200,000)
    assert figures(club, ABAN, "points").closing_rials == 82_645
    club.pass_days(2)
    close(club, ABAN)
    with pytest.raises(MonthClosed):
        measure(club, "points", ABAN, use=9000)
    with pytest.raises(NoSuchUnit):
        measure(club, "miles", AZAR, use=9000)
    for use in (0, 10_001):
        with pytest.raises(UnfitTerms):
            measure(club, "points", AZAR, use=use)
    for rials, per_units in ((5, None), (None, 5), (-1, 1), (5, 0)):
        with pytest.raises(UnfitTerms):
            set_terms(
                principal=club.principal, claim=claim(), at=club.at,
                terms=TermsSet("points", AZAR, rials, per_units, None),
            )  # fmt: skip
    measure(club, "points", AZAR, use=10_000)

    # A changed expectation is made good at once: so much more is still to be given.
    assert figures(club, AZAR, "points").breakage_rials == 0
    assert proof(club) == ()


def test_changed_expectation_is_caught_up_in_the_month_it_starts() -> None:
    club = a_club()
    club.buy(10_000_000)
    measure(club, "credit", ABAN, use=10_000)
    club.redeem(50_000)
    club.pass_days(2)
    close(club, ABAN)
    aban = figures(club, ABAN, "credit")
    measure(club, "credit", AZAR, use=5000)
    azar = figures(club, AZAR, "credit")

    assert (aban.added_rials, aban.used_rials, aban.closing_rials) == (194_175, 48_544, 145_631)
    # Half of what is expected to be used is used: half of the deferral is still to be given.
    assert (azar.breakage_rials, azar.closing_rials) == (48_543, 97_088)
    assert proof(club) == ()


def test_merge_carries_what_is_deferred_and_books_nothing() -> None:
    """Across a closing, the duplicate's units take their deferral with them."""
    club = a_club()
    club.buy(10_000_000)
    club.buy(20_000_000, name="Ali")
    club.pass_days(2)
    close(club, ABAN)
    before = figures(club, AZAR, "points")
    merged = merge(club)
    after = figures(club, AZAR, "points")
    unmerge(club, merged.merge_id)

    assert (before.opening_units, before.opening_rials) == (300, 291_262)
    assert (after.closing_units, after.closing_rials) == (300, 291_262)
    assert (after.adjusted_units, after.taken_back_rials, after.used_rials) == (0, 0, 0)
    assert figures(club, AZAR, "points").closing_rials == 291_262
    assert proof(club) == ()


def test_refund_as_store_credit_is_owed_in_full() -> None:
    """What was paid comes back as credit: its whole face is owed, no cost of promotion.

    With the credit earned in the month it is one portfolio: 10,194,175 for 10,200,000 units.
    """
    club = a_club(with_tender())
    sale = club.buy(10_000_000)
    club.refund(sale, store_credit="credit")

    credit = figures(club, ABAN, "credit")
    assert (credit.added_rials, credit.taken_back_rials) == (10_194_175, 199_886)
    assert (credit.issued_units, credit.taken_back_units) == (200_000, 200_000)
    assert (credit.adjusted_units, credit.closing_rials) == (10_000_000, 9_994_289)
    assert proof(club) == ()


def with_tender() -> Programme:
    """Give the reference programme with credit that pays like money."""
    programme = reference_programme()
    points, credit = programme.units
    tender = credit.model_copy(update={"redemption": Redemption(spend_as="tender")})
    return programme.model_copy(update={"units": (points, tender)})
