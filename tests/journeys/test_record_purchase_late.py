"""Purchases past the limit for back-dating wait for a second person; nobody alone does it."""

from datetime import timedelta

import pytest

from tests.factories.clubs import IDS, NOON, VAULT, Club, a_club, claim, clock, ref
from tests.factories.own_keys import person
from vafa.domain.clubs.approvals import (
    ApprovalDeclined,
    ApprovalExpired,
    PersonalKeyNeeded,
    SamePerson,
)
from vafa.domain.clubs.models import Approval
from vafa.domain.clubs.principal import Claim, Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.posting import TooLongAgo
from vafa.domain.rewards.records import Purchase, PurchaseLine, SpendWish
from vafa.journeys.manage_approvals import decline_approval
from vafa.journeys.record_purchase import approve_late_purchase, record_purchase
from vafa.ledger.models import Event
from vafa.ledger.verify import verify
from vafa.programme.document import AfterDays
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db

OLD = NOON - timedelta(days=400)


def record(
    club: Club, *, by: Principal | None = None, asked: Claim | None = None, **more: object
) -> PurchaseDone:
    """Record a purchase of 400 days ago."""
    purchase = Purchase(
        ref(club.join()), "till-1", "OLD", lines=(PurchaseLine(1_000_000, vat_rials=0),), **more  # type: ignore[arg-type]  # framework
    )  # fmt: skip
    with clock(club.at):
        return record_purchase(
            principal=by or club.principal, claim=asked or claim(), event_at=OLD, ids=IDS,
            vault=VAULT, purchase=purchase,
        )  # fmt: skip


def approve(club: Club, waits: PurchaseDone, by: Principal) -> PurchaseDone:
    """Approve what waits."""
    assert waits.approval is not None
    with clock(club.at):
        return approve_late_purchase(
            principal=by, claim=claim(), at=club.at, ids=IDS, vault=VAULT,
            approval_id=waits.approval.approval_id, payload_hash=waits.approval.payload_hash,
        )  # fmt: skip


def decline(club: Club, waits: PurchaseDone, by: Principal) -> None:
    """Decline what waits."""
    assert waits.approval is not None
    decline_approval(principal=by, at=club.at, approval_id=waits.approval.approval_id)


def events(club: Club) -> int:
    """Count the purchases in the book."""
    with club_scope(club.club_id):
        return Event.objects.filter(club_id=club.club_id, kind="purchase").count()


def lasting_a_year() -> Club:
    """Open a club where units last 365 days."""
    document = reference_programme()
    units = tuple(
        unit.model_copy(update={"expiry": AfterDays(days=365)}) for unit in document.units
    )
    club = a_club(document.model_copy(update={"units": units}))
    club.join()
    return club


def test_old_purchase_waits_and_is_opened_and_over_at_once_when_a_second_person_approves() -> None:
    """E16: dated 400 days ago, validity 365: the lot is opened and expired in one posting."""
    club = lasting_a_year()
    waits = record(club)

    assert (waits.status, waits.event_id, events(club)) == (202, 0, 0)
    done = approve(club, waits, person(club, "Reza"))

    assert {award.unit: award.units for award in done.awards} == {"points": 10, "credit": 20_000}
    assert [club.available(unit) for unit in ("points", "credit")] == [0, 0]
    assert verify(club_id=club.club_id).differences == 0


def test_approved_again_or_sent_again_is_recorded_once() -> None:
    club = lasting_a_year()
    asked = claim("till's")
    waits = record(club, asked=asked)
    again = record(club, asked=asked)
    assert (again.replayed, again.approval) == (True, waits.approval)

    reza = person(club, "Reza")
    done, repeated = approve(club, waits, reza), approve(club, waits, reza)
    later = record(club, asked=asked)

    assert {done.event_id, repeated.event_id, later.event_id} == {done.event_id}
    assert (later.status, later.replayed, events(club)) == (200, True, 1)


def test_nobody_alone_and_no_machine_approves() -> None:
    club = lasting_a_year()
    sara = person(club, "Sara at the till")
    waits = record(club, by=sara)

    with pytest.raises(SamePerson):
        approve(club, waits, sara)
    with pytest.raises(PersonalKeyNeeded):
        approve(club, waits, club.principal)
    with pytest.raises(RightMissing):
        approve(club, waits, Principal(club.club_id, 1, rights_of({"purchases"})))
    assert events(club) == 0


def test_declined_or_after_a_day_it_is_asked_for_anew() -> None:
    club = lasting_a_year()
    reza = person(club, "Reza")
    waits = record(club)
    decline(club, waits, reza)
    with pytest.raises(ApprovalDeclined):
        approve(club, waits, reza)

    second = record(club)
    club.at += timedelta(hours=25)
    with pytest.raises(ApprovalExpired):
        approve(club, second, reza)

    assert approve(club, record(club), reza).status == 200


def test_what_would_be_spent_is_refused_as_before() -> None:
    """Units, rewards and codes are never kept for later: the purchase is refused."""
    club = lasting_a_year()

    with pytest.raises(TooLongAgo):
        record(club, spend=(SpendWish("credit"),))
    with club_scope(club.club_id):
        assert not Approval.objects.filter(club_id=club.club_id).exists()
