"""Manual value: within the club's limit by one person, above it by two."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, ref
from tests.factories.own_keys import person
from vafa.domain.clubs.approvals import (
    ApprovalExpired,
    NoSuchApproval,
    PayloadDiffers,
    PersonalKeyNeeded,
    SamePerson,
)
from vafa.domain.clubs.models import Approval
from vafa.domain.clubs.operations import set_manual_limit
from vafa.domain.clubs.principal import Claim, Principal, RightMissing
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.answers import Adjusted
from vafa.domain.rewards.operations.adjusting import AdjustmentOutOfBounds, UnknownReason
from vafa.domain.rewards.operations.versions import rules_changed
from vafa.domain.rewards.records import Adjustment
from vafa.journeys.adjust_balance import adjust_balance, approve_adjustment
from vafa.journeys.show_statement import show_statement
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db


def adjust(
    club: Club,
    units: int,
    *,
    by: Principal | None = None,
    reason: str = "goodwill",
    note: str = "",
    asked: Claim | None = None,
) -> Adjusted:
    member_id = club.join()
    with clock(club.at):
        return adjust_balance(
            principal=by or club.principal,
            claim=asked or claim(),
            event_at=club.at,
            ids=IDS,
            adjustment=Adjustment(member_id, "credit", units, reason, note),
        )


def approve(
    club: Club, asked: Adjusted, by: Principal, *, payload_hash: str = "", key: Claim | None = None
) -> Adjusted:
    with clock(club.at):
        return approve_adjustment(
            principal=by,
            claim=key or claim(),
            event_at=club.at,
            ids=IDS,
            approval_id=asked.approval_id,
            payload_hash=payload_hash or asked.payload_hash,
        )


def test_within_the_limit_it_is_posted_and_the_statement_says_why() -> None:
    club = a_club()

    done = adjust(club, 500_000, reason="complaint", note="نان سوخته")
    taken = adjust(club, -100_000, reason="correction")

    assert (done.status, taken.status, club.available("credit")) == (200, 200, 400_000)
    with clock(club.at):
        statement = show_statement(principal=club.principal, vault=VAULT, member=ref(club.join()))
    assert [(one.units, one.why.fa) for one in statement.entries] == [
        (-100_000, "اصلاح یک اشتباه."), (500_000, "برای جبران یک ناخشنودی. نان سوخته"),
    ]  # fmt: skip
    assert verify(club_id=club.club_id).differences == 0


def test_a_repeat_after_the_limit_changed_gets_the_first_answer() -> None:
    club = a_club()
    sara, given, asked = person(club, "سارا"), claim(), claim()
    first = adjust(club, 900_000, by=sara, asked=given)
    waits = adjust(club, 1_000_001, by=sara, asked=asked)
    with club_scope(club.club_id):
        set_manual_limit(club_id=club.club_id, rials=800_000)
        rules_changed(club_id=club.club_id)
    again = adjust(club, 900_000, by=sara, asked=given)
    with club_scope(club.club_id):
        set_manual_limit(club_id=club.club_id, rials=2_000_000)
        rules_changed(club_id=club.club_id)
    still = adjust(club, 1_000_001, by=sara, asked=asked)

    assert (first.status, again.status, again.event_id) == (200, 200, first.event_id)
    assert (waits.status, still.status, still.approval_id) == (202, 202, waits.approval_id)
    assert club.available("credit") == 900_000


def test_more_than_there_is_declines() -> None:
    club = a_club()

    done = adjust(club, -1)

    assert done.declined is not None
    assert (done.status, done.units, done.declined.available) == (402, 0, 0)


def test_above_the_limit_a_second_person_approves_once() -> None:
    club = a_club()
    sara, ali = person(club, "سارا"), person(club, "علی")

    asked = adjust(club, 1_000_001, by=sara)
    waiting = club.available("credit") if club.wallet().balances else 0
    done = approve(club, asked, ali)
    again = approve(club, asked, ali)

    assert (asked.status, asked.units, waiting) == (202, 0, 0)
    assert (done.status, done.replayed, again.replayed) == (200, False, True)
    assert again.event_id == done.event_id
    assert club.available("credit") == 1_000_001


def test_whoever_asked_does_not_approve_with_whatever_key() -> None:
    """Two keys of one person are no two people, and a machine approves nothing."""
    club = a_club()
    sara = person(club, "سارا")
    asked = adjust(club, 2_000_000, by=sara)

    with pytest.raises(SamePerson):
        approve(club, asked, sara)
    with pytest.raises(SamePerson):
        approve(club, asked, person(club, "سارا", "second key"))
    with pytest.raises(PersonalKeyNeeded):
        approve(club, asked, club.principal)
    with pytest.raises(RightMissing):
        approve(club, asked, replace(person(club, "علی"), rights=frozenset({"read"})))

    assert verify(club_id=club.club_id).differences == 0
    assert not any(one.spendable for one in club.wallet().balances)


def test_database_itself_refuses_one_person_twice_and_nobody() -> None:
    club = a_club()
    sara = person(club, "سارا")
    asked = adjust(club, 2_000_000, by=sara)

    for staff_id in (sara.staff_id, 0):
        with (
            pytest.raises(IntegrityError),
            club_scope(club.club_id),
            transaction.atomic(),
        ):
            Approval.objects.filter(id=asked.approval_id).update(
                approved_staff_id=staff_id, approved_at=club.at
            )


def test_approval_is_refused_late_changed_or_elsewhere() -> None:
    club, other = a_club(), a_club()
    ali = person(club, "علی")
    asked = adjust(club, 2_000_000)

    with pytest.raises(PayloadDiffers):
        approve(club, asked, ali, payload_hash="0" * 64)
    with pytest.raises(NoSuchApproval):
        approve(other, asked, person(other, "رضا"))
    club.at += timedelta(hours=24)
    with pytest.raises(ApprovalExpired):
        approve(club, asked, ali)

    assert not any(one.spendable for one in club.wallet().balances)


def test_malformed_adjustment_is_refused() -> None:
    club = a_club()

    with pytest.raises(UnknownReason):
        adjust(club, 1, reason="because")
    with pytest.raises(AdjustmentOutOfBounds):
        adjust(club, 0)
