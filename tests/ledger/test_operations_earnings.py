"""Events that only earn take a short way through the book: they write what the long one writes."""

import pytest
from django.db import connection

from tests.factories.book import CREDIT, POINTS, Till, award, balance, days
from vafa.ledger.records import BurnUnits, Earn, TakeBack

pytestmark = pytest.mark.django_db


def test_what_is_owed_is_netted_in_the_middle_of_an_event(till: Till) -> None:
    """The second leg nets a debt and opens a lot: two movements, and the numbers go on."""
    row = award(100)
    till.post(Earn(POINTS, 100, award_index=0), awards=[row])
    till.post(BurnUnits(POINTS, 100))
    till.post(TakeBack(row.id, 100, row.basis))

    till.post(Earn(CREDIT, 7), Earn(POINTS, 130), Earn(CREDIT, 3, available_at=days(2)))
    till.post(Earn(POINTS, 1))

    assert till.balances() == {POINTS: balance(31), CREDIT: balance(7, pending=3)}
    assert till.movements()[-5:] == [
        ("earn", CREDIT, 7, "issuer", "spendable", 7),
        ("earn", POINTS, 100, "issuer", "owed", 0),
        ("earn", POINTS, 30, "issuer", "spendable", 30),
        ("earn", CREDIT, 3, "issuer", "pending", 7),
        ("earn", POINTS, 1, "issuer", "spendable", 31),
    ]
    assert _numbers(till) == list(range(1, len(till.movements()) + 1))


def test_two_legs_of_one_unit_tell_the_balance_after_each(till: Till) -> None:
    till.post(Earn(POINTS, 1))

    done = till.post(Earn(POINTS, 5), Earn(POINTS, 6))

    assert [leg["lot"] for leg in done.answer["legs"]] == [2, 3]
    assert [line[-1] for line in till.movements()] == [1, 6, 12]


def test_what_expired_before_it_was_recorded_is_settled_at_once(till: Till) -> None:
    """Time acts on the new lot already, so this event takes the long way."""
    till.post(Earn(POINTS, 2), Earn(CREDIT, 9, expires_at=days(-1)))

    assert till.balances() == {POINTS: balance(2), CREDIT: balance()}


def _numbers(till: Till) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.seq, s.movement_seq FROM ledger_movement AS m"
            " JOIN ledger_member_state AS s USING (member_id) WHERE m.member_id = %s"
            " ORDER BY m.seq",
            [till.member_id],
        )
        found = cursor.fetchall()
    assert found[-1][0] == found[-1][1]
    return [seq for seq, _ in found]
