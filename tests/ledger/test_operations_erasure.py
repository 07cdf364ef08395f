"""Ending what a member holds, and blanking what was typed about one: nothing else may change."""

import json

import pytest
from django.db import DatabaseError, connection

from tests.factories.book import CREDIT, POINTS, Till, award, balance, days, refused, sale
from vafa.ledger import operations as book
from vafa.ledger import queries
from vafa.ledger.calls import reading_club, rows
from vafa.ledger.records import (
    Earn,
    EndAll,
    HoldUnits,
    OutboxRow,
    TakeBack,
)
from vafa.ledger.verify import verify

PATTERN = "0912 ?3456789|sara@example\\.com"


def test_everything_held_ends_as_breakage_and_holds_are_released(till: Till) -> None:
    till.post(Earn(POINTS, 100), Earn(CREDIT, 50), Earn(POINTS, 30, available_at=days(3)))
    till.post(HoldUnits(POINTS, 40, days(1)))

    posted = till.post(EndAll(), kind="erase")

    assert posted.answer["legs"] == [{"leg": "end", "ended": {"1": 130, "2": 50}}]
    assert till.balances() == {POINTS: balance(), CREDIT: balance()}
    assert sorted(till.movements()[-3:]) == [
        ("expire", POINTS, 30, "pending", "breakage", 0),
        ("expire", POINTS, 100, "spendable", "breakage", 0),
        ("expire", CREDIT, 50, "spendable", "breakage", 0),
    ]


def test_refund_after_the_end_owes_nothing_and_the_book_adds_up(till: Till) -> None:
    given = award(100)
    till.post(Earn(POINTS, 100, award_index=0), awards=(given,), sale=sale(100_000))
    till.post(EndAll(), kind="erase")

    till.post(TakeBack(given.id, 100, 100_000), kind="refund")

    assert till.balances()[POINTS] == balance()
    assert verify(club_id=till.club_id).differences == 0


def test_what_was_typed_is_blank_and_amounts_stay(till: Till) -> None:
    bought = till.post(
        Earn(POINTS, 5),
        sale=sale(1000, document="R-09123456789"),
        outbox=(OutboxRow("x", {"document": "R-0912 3456789", "rials": 9_123_456_789}),),
    )

    book.erase_texts(club_id=till.club_id, member_id=till.member_id, pattern=PATTERN)

    with reading_club(till.club_id):
        (sold,) = rows(
            "SELECT document, net_rials FROM ledger_sale WHERE member_id = %s", (till.member_id,)
        )
        (outbox,) = rows(
            "SELECT payload FROM ledger_outbox WHERE member_id = %s", (till.member_id,)
        )
    assert sold == {"document": f"erased-{bought.event_id}", "net_rials": 1000}
    assert json.loads(outbox["payload"]) == {"document": "R-erased", "rials": 9_123_456_789}
    assert till.balances()[POINTS] == balance(5)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_event SET reason = 'x'",
        "UPDATE ledger_sale SET document = 'x'",
        "UPDATE ledger_sale SET net_rials = 1",
        "DELETE FROM ledger_sale_line",
    ],
)
def test_nobody_else_changes_a_written_row(till: Till, statement: str) -> None:
    till.post(Earn(POINTS, 5), sale=sale(1000))

    with refused(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.erasing', 'on', true)")
        cursor.execute(statement)

    assert len(queries.statement(club_id=till.club_id, member_id=till.member_id)) == 1
