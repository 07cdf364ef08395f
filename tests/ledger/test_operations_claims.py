"""Claiming a request: the same key, the same receipt, and what a repeat gets."""

from datetime import timedelta

import pytest

from tests.factories.book import (
    NOON,
    POINTS,
    Till,
    balance,
    days,
    number,
    refused,
    request,
    set_clock,
)
from vafa.ledger import operations as book
from vafa.ledger import queries
from vafa.ledger.errors import (
    KeyReused,
    ReferenceBusy,
    ReferencesDiffer,
)
from vafa.ledger.records import (
    BurnUnits,
    Earn,
    SourceRef,
)

pytestmark = pytest.mark.django_db


def test_snapshot_gives_the_state_that_was_posted(till: Till) -> None:
    """The programme's memory, the balances and the epoch come in one call."""
    till.post(Earn(POINTS, 10), state={"tier": "silver", "day": 20_001})

    seen = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=number()
    )

    assert (seen.state, seen.state_version) == ({"tier": "silver", "day": 20_001}, 1)
    assert (seen.balances, seen.now) == ({POINTS: balance(10)}, NOON)
    assert (seen.programme_epoch, seen.answer, seen.status) == (1, None, 0)


def test_snapshot_of_a_posted_request_gives_its_answer(till: Till) -> None:
    """E25: same key and body: the same answer. A crash before the posting is finished by it."""
    asked = request(till.club_id)
    first = book.snapshot(request=asked, member_id=till.member_id, event_id=number())
    retry = book.snapshot(request=asked, member_id=till.member_id, event_id=number())
    assert (retry.event_id, retry.answer) == (first.event_id, None)

    posted = till.post(Earn(POINTS, 10), event_id=first.event_id)

    again = book.snapshot(request=asked, member_id=till.member_id, event_id=number())
    assert (again.event_id, again.status, again.answer) == (first.event_id, 200, posted.answer)


def test_snapshot_refuses_a_key_with_another_body(till: Till) -> None:
    """E25: same key, other body: refused, and the first one's event is untouched."""
    asked = request(till.club_id, "k1", "one")
    book.snapshot(request=asked, member_id=till.member_id, event_id=number())

    with refused(KeyReused):
        book.snapshot(
            request=request(till.club_id, "k1", "two"), member_id=till.member_id, event_id=number()
        )


def test_snapshot_with_a_known_key_stays_with_its_member(till: Till) -> None:
    """The same key and body sent for another member finishes the first one's event."""
    asked = request(till.club_id, "k1")
    first = book.snapshot(request=asked, member_id=till.member_id, event_id=number())

    other = book.snapshot(request=asked, member_id=till.colleague().member_id, event_id=number())

    assert (other.member_id, other.event_id) == (till.member_id, first.event_id)


def test_snapshot_with_a_known_reference_gives_the_first_result(till: Till) -> None:
    """E26: new key, same natural key: the first result, also when another member is named."""
    refs = (SourceRef("odoo", "S1", "purchase"),)
    first = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=number(), refs=refs
    )
    with refused(ReferenceBusy):
        book.snapshot(
            request=request(till.club_id), member_id=till.colleague().member_id,
            event_id=number(), refs=refs,
        )  # fmt: skip
    posted = till.post(Earn(POINTS, 10), event_id=first.event_id)

    for member_id in (till.member_id, till.colleague().member_id):
        again = book.snapshot(
            request=request(till.club_id), member_id=member_id, event_id=number(), refs=refs
        )
        assert (again.member_id, again.answer) == (till.member_id, posted.answer)
    higher = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=77,
        refs=(SourceRef("odoo", "S1", "purchase", 1),),
    )  # fmt: skip
    assert (higher.event_id, higher.answer) == (77, None)


def test_a_declined_reference_may_be_claimed_again(till: Till) -> None:
    """What was declined did not happen: the same receipt may come again under a new key."""
    refs = (SourceRef("pos", "R1", "purchase"),)
    first = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=number(), refs=refs
    )
    till.post(BurnUnits(POINTS, 1), event_id=first.event_id)

    second = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=78, refs=refs
    )

    assert (second.event_id, second.answer) == (78, None)


def test_references_of_different_events_are_refused(till: Till) -> None:
    """One request cannot be two events."""
    one, two = SourceRef("pos", "R1", "purchase"), SourceRef("terminal", "T1", "purchase")
    for ref in (one, two):
        book.snapshot(
            request=request(till.club_id), member_id=till.member_id, event_id=number(),
            refs=(ref,),
        )  # fmt: skip

    with refused(ReferencesDiffer):
        book.snapshot(
            request=request(till.club_id), member_id=till.member_id, event_id=number(),
            refs=(one, two),
        )  # fmt: skip


def test_a_new_reference_beside_a_known_one_joins_its_event(till: Till) -> None:
    """The receipt is known, the terminal's number is new: both name the first event."""
    one, two = SourceRef("pos", "R1", "purchase"), SourceRef("alpha", "T1", "purchase")
    first = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=number(), refs=(one,)
    )

    book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=number(),
        refs=(one, two),
    )  # fmt: skip

    found = queries.reference(
        club_id=till.club_id, source="alpha", document="T1", effect="purchase"
    )
    assert found is not None
    assert found.event_id == first.event_id


def test_old_request_keys_are_forgotten(till: Till) -> None:
    """Request keys are kept for a while; the event's answer stays."""
    asked = request(till.club_id)
    book.snapshot(request=asked, member_id=till.member_id, event_id=1)

    assert book.forget_requests(club_id=till.club_id, before=days(-9999)) == 0
    assert book.forget_requests(club_id=till.club_id, before=days(9999)) == 1
    fresh = book.snapshot(request=asked, member_id=till.member_id, event_id=2)
    assert fresh.event_id == 2


def test_a_reference_claimed_for_another_and_never_posted_is_given_up(till: Till) -> None:
    """A till that crashed with the wrong member does not block its receipt, nor post it late."""
    refs = (SourceRef("pos", "R1", "purchase"),)
    wrong = till.colleague()
    first = book.snapshot(
        request=request(till.club_id), member_id=wrong.member_id, event_id=number(), refs=refs
    )
    set_clock(NOON + timedelta(seconds=61))

    second = book.snapshot(
        request=request(till.club_id), member_id=till.member_id, event_id=79, refs=refs
    )
    till.post(Earn(POINTS, 10), event_id=second.event_id)
    late = wrong.post(Earn(POINTS, 10), event_id=first.event_id)

    assert (second.member_id, second.event_id, second.answer) == (till.member_id, 79, None)
    assert (late.outcome, late.status, late.answer["code"]) == ("replayed", 402, "abandoned")
    assert wrong.balances() == {}
