"""A message's life: stored, claimed once, answered or not, asked for, dropped, forgotten."""

from datetime import timedelta

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club
from vafa.domain.clubs.scope import club_scope
from vafa.domain.messaging import operations
from vafa.domain.messaging.models import Message
from vafa.domain.messaging.records import NewMessage, Outgoing, Report, Sent

pytestmark = pytest.mark.django_db

SARA = "+989121110000"


def stored(club: Club, text: str = "کد شما: 123456", *, minutes: int = 2) -> int:
    message_id = IDS.next()
    with club_scope(club.club_id):
        operations.store(
            club_id=club.club_id,
            message_id=message_id,
            message=NewMessage("code", SARA, text, club.at + timedelta(minutes=minutes)),
            vault=VAULT,
            at=club.at,
        )
    return message_id


def claimed(club: Club, limit: int = 50) -> tuple[Outgoing, ...]:
    with club_scope(club.club_id):
        return operations.claim(club_id=club.club_id, vault=VAULT, at=club.at, limit=limit)


def answered(club: Club, message_id: int, sent: Sent) -> None:
    with club_scope(club.club_id):
        operations.record_sent(club_id=club.club_id, message_id=message_id, sent=sent, at=club.at)


def reported(club: Club, message_id: int, report: Report) -> None:
    with club_scope(club.club_id):
        operations.record_report(
            club_id=club.club_id, message_id=message_id, report=report, at=club.at
        )


def state(message_id: int) -> tuple[str, bool]:
    """Give the state and whether the text is still kept."""
    row = Message.objects.get(id=message_id)
    return row.state, bytes(row.text_sealed) != b""


def test_message_is_unknown_from_before_its_call_and_claimed_once() -> None:
    club = a_club()
    message_id = stored(club)

    first, second = claimed(club), claimed(club)

    assert first == (Outgoing(message_id, SARA, "کد شما: 123456"),)
    assert second == ()
    assert state(message_id) == ("unknown", True)


@pytest.mark.parametrize("outcome", ["accepted", "refused"])
def test_answered_message_forgets_its_text(outcome: str) -> None:
    club = a_club()
    message_id = stored(club)
    claimed(club)
    sent = Sent("accepted", "g-1") if outcome == "accepted" else Sent("refused", reason="server")

    answered(club, message_id, sent)

    assert state(message_id) == (outcome, False)


def test_lost_answer_stays_unknown_and_inquiry_resolves_it() -> None:
    club = a_club()
    message_id = stored(club)
    claimed(club)
    answered(club, message_id, Sent("unknown"))
    with club_scope(club.club_id):
        at_once = operations.claim_inquiries(club_id=club.club_id, at=club.at, limit=50)
    club.at += timedelta(seconds=20)
    with club_scope(club.club_id):
        later = operations.claim_inquiries(club_id=club.club_id, at=club.at, limit=50)

    reported(club, message_id, Report("delivered", "g-1"))

    assert (at_once, later) == ((), (message_id,))
    assert state(message_id) == ("delivered", False)
    assert claimed(club) == ()


def test_message_that_never_came_goes_again_under_its_own_id_while_it_is_of_use() -> None:
    club = a_club()
    fresh, stale = stored(club, minutes=60), stored(club, minutes=1)
    claimed(club)
    club.at += timedelta(minutes=1)

    reported(club, fresh, Report("absent"))
    reported(club, stale, Report("absent"))

    assert [one.reference for one in claimed(club)] == [fresh]
    assert state(stale) == ("dropped", False)
    assert Message.objects.filter(club_id=club.club_id).count() == 2


def test_inquiries_end_after_a_while_and_no_answer_changes_nothing() -> None:
    club = a_club()
    message_id = stored(club)
    claimed(club)
    asked = 0
    for _ in range(200):
        club.at += timedelta(minutes=5)
        with club_scope(club.club_id):
            asked += len(operations.claim_inquiries(club_id=club.club_id, at=club.at, limit=50))
        reported(club, message_id, Report("cannot_tell"))

    assert (asked, state(message_id)[0]) == (7, "unknown")
    assert Message.objects.get(id=message_id).due_at is None


def test_accepted_message_that_is_absent_is_not_sent_again() -> None:
    club = a_club()
    message_id = stored(club, minutes=60)
    claimed(club)
    answered(club, message_id, Sent("accepted", "g-1"))

    reported(club, message_id, Report("absent"))

    assert state(message_id)[0] == "accepted"


def test_code_that_is_too_late_is_dropped() -> None:
    club = a_club()
    message_id = stored(club)
    club.at += timedelta(minutes=2)

    assert claimed(club) == ()
    assert state(message_id) == ("dropped", False)


def test_what_was_sent_to_a_number_is_forgotten() -> None:
    club, other = a_club(), a_club()
    stored(club)
    stored(other)
    with club_scope(club.club_id):
        gone = operations.forget_mobile(club_id=club.club_id, mobile=SARA, vault=VAULT)
        stored(club)
        old = operations.forget(club_id=club.club_id, before=club.at + timedelta(seconds=1))

    assert (gone, old) == (1, 1)
    with club_scope(other.club_id):
        assert Message.objects.filter(club_id=other.club_id).count() == 1
