"""Reading one member's book."""

from datetime import timedelta

import pytest

from tests.factories.book import (
    CREDIT,
    NOON,
    POINTS,
    Till,
    award,
    days,
    number,
    request,
    set_clock,
)
from vafa.ledger import operations as book
from vafa.ledger import queries
from vafa.ledger.records import BurnUnits, Earn, HoldUnits, SourceRef, TakeBack, WalletBalance

pytestmark = pytest.mark.django_db


def test_balances_are_those_stored(till: Till) -> None:
    """What is due and not settled yet is still there; `peek` settles first."""
    till.post(Earn(POINTS, 10, expires_at=days(1)), Earn(CREDIT, 7, available_at=days(2)))
    set_clock(days(1))

    assert queries.balances(club_id=till.club_id, member_id=till.member_id) == {
        POINTS: WalletBalance(10, 0, 0, 0),
        CREDIT: WalletBalance(0, 0, 7, 0),
    }


def test_balances_as_of_are_those_recorded_by_then(till: Till) -> None:
    """The book is append-only, so every past moment can be told."""
    row = award(10)
    till.post(Earn(POINTS, 10, 0, available_at=days(1)), awards=[row])
    set_clock(days(1))
    till.post(BurnUnits(POINTS, 10))
    set_clock(days(2))
    till.post(TakeBack(row.id, 10, row.basis))

    def at(count: float) -> WalletBalance | None:
        moment = NOON + timedelta(days=count)
        found = queries.balances_as_of(club_id=till.club_id, member_id=till.member_id, at=moment)
        return found.get(POINTS)

    assert [at(-1), at(0), at(1), at(9)] == [
        None,
        WalletBalance(0, 0, 10, 0),
        WalletBalance(0, 0, 0, 0),
        WalletBalance(0, 0, 0, 10),
    ]


def test_statement_tells_each_movement_with_its_reason(till: Till) -> None:
    """Newest first, signed, with the award's reasons or the kind of event."""
    row = award(10)
    earned = till.post(Earn(POINTS, 10, 0, expires_at=days(3)), awards=[row])
    set_clock(days(3))
    till.post(Earn(CREDIT, 5, available_at=days(4)), kind="gift")

    found = queries.statement(club_id=till.club_id, member_id=till.member_id)

    assert [(one.seq, one.kind, one.amount, one.moved, one.balance) for one in found] == [
        (3, "earn", 0, 5, 0),
        (2, "expire", -10, 10, 0),
        (1, "earn", 10, 10, 10),
    ]
    assert [(one.event_kind, one.effective_at) for one in found] == [
        ("gift", NOON),
        ("", days(3)),
        ("purchase", NOON),
    ]
    assert found[2].event_id == earned.event_id
    assert found[2].award == {
        "id": row.id, "rule": "base", "units": 10, "uncapped": 10, "basis": 10_000,
        "tier": "bronze", "detail": {"reasons": [{"code": "per_amount", "rials": 1000}]},
    }  # fmt: skip


def test_statement_is_read_in_pages_and_within_times(till: Till) -> None:
    """The next page begins before the last entry; nothing recorded outside is shown."""
    for index in range(5):
        set_clock(days(index))
        till.post(Earn(POINTS if index % 2 else CREDIT, 1))

    def seqs(**how: object) -> list[int]:
        found = queries.statement(
            club_id=till.club_id,
            member_id=till.member_id,
            **how,  # type: ignore[arg-type] # framework
        )
        return [one.seq for one in found]

    assert seqs(limit=2) == [5, 4]
    assert seqs(limit=2, before_seq=4) == [3, 2]
    assert seqs(as_of=days(1)) == [2, 1]
    assert seqs(since=days(3)) == [5, 4]
    assert seqs(unit=POINTS) == [4, 2]


def test_next_expiries_tell_how_much_ends_next(till: Till) -> None:
    """Lots that end together are one; pending lots and those that never end are left out."""
    till.post(
        Earn(POINTS, 1, expires_at=days(3)),
        Earn(POINTS, 2, expires_at=days(3)),
        Earn(POINTS, 4, expires_at=days(5)),
        Earn(POINTS, 8, available_at=days(1), expires_at=days(2)),
        Earn(CREDIT, 9),
    )

    assert queries.next_expiries(club_id=till.club_id, member_id=till.member_id) == {
        POINTS: queries.NextExpiry(3, days(3))
    }


def test_hold_is_found_by_its_event(till: Till) -> None:
    """A hold is its event's, under its programme version."""
    till.post(Earn(POINTS, 10))
    hold_id = till.post(HoldUnits(POINTS, 4, days(1), "terminal-1")).event_id

    found = queries.hold(club_id=till.club_id, member_id=till.member_id, hold_id=hold_id)

    assert found == queries.HoldFound(hold_id, POINTS, 4, 0, "open", days(1), "terminal-1", 11)
    assert queries.hold(club_id=till.club_id, member_id=till.member_id, hold_id=number()) is None


def test_event_is_found_with_its_answer(till: Till) -> None:
    """Whatever was posted or declined can be read again."""
    done = till.post(BurnUnits(POINTS, 4))

    found = queries.event_of(
        club_id=till.club_id, member_id=till.member_id, event_id=done.event_id
    )

    assert found is not None
    assert (found.status, found.kind, found.answer) == (402, "purchase", done.answer)
    assert (found.event_at, found.recorded_at) == (NOON, NOON)
    assert (found.programme_version_id, found.origin_event_id, found.reason) == (11, None, "")


def test_reference_gives_the_newest_revision(till: Till) -> None:
    """A receipt is found by the name the outside knows."""
    events = [
        book.snapshot(
            request=request(till.club_id), member_id=till.member_id, event_id=number(),
            refs=(SourceRef("odoo", "S1", "purchase", revision),),
        ).event_id
        for revision in range(2)
    ]  # fmt: skip

    def find(revision: int | None, document: str = "S1") -> int | None:
        found = queries.reference(
            club_id=till.club_id, source="odoo", document=document, effect="purchase",
            revision=revision,
        )  # fmt: skip
        return None if found is None else found.event_id

    assert [find(None), find(0), find(1)] == [events[1], events[0], events[1]]
    assert (find(2), find(None, "S2")) == (None, None)
