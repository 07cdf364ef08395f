"""The proof of the book finds every fault that somebody could plant behind the functions' back."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from tests.factories.book import (
    CREDIT,
    NOON,
    POINTS,
    Till,
    award,
    days,
    open_till,
    sale,
    set_clock,
)
from vafa.ledger.records import BurnUnits, Earn, HoldUnits, RestoreUnits, TakeBack
from vafa.ledger.verify import CHECKS, Report, check_sql, verify
from vafa.server import config, database


@pytest.fixture
def till() -> Iterator[Till]:
    """Give a committed book with a movement of nearly every kind, and a second member."""
    set_clock(NOON)
    opened = open_till()
    row, pending = award(100), award(7)
    opened.post(
        Earn(POINTS, 100, 0, expires_at=days(9)), Earn(CREDIT, 50), Earn(POINTS, 7, 1, 0, days(5)),
        awards=[row, pending], sale=sale(1000, 500),
    )  # fmt: skip
    burn_id = opened.post(BurnUnits(POINTS, 60)).event_id
    opened.post(RestoreUnits(burn_id, POINTS, 5, None))
    opened.post(TakeBack(row.id, 10, row.basis // 10))
    opened.post(HoldUnits(CREDIT, 20, NOON + timedelta(minutes=15)))
    opened.colleague().post(Earn(POINTS, 3))
    yield opened
    set_clock(None)


@pytest.fixture
def intruder() -> Iterator[psycopg.Connection]:
    """Give a superuser who has switched the triggers off."""
    name = str(connection.settings_dict["NAME"])
    with database.connect(config.current(), "admin", name=name) as admin:
        admin.execute("SET session_replication_role = replica")
        yield admin


def wrong(report: Report) -> set[str]:
    """Give the names of the checks that saw a difference."""
    return {check.name for check in report.checks if check.wrong}


@pytest.mark.django_db(transaction=True)
def test_an_untouched_book_holds(till: Till) -> None:
    """Every check sees rows, and none differs."""
    report = verify(club_id=till.club_id)

    assert (report.differences, wrong(report)) == (0, set())
    assert {check.name for check in report.checks if check.checked == 0} == {
        "transit", "merges", "checkpoints",
    }  # fmt: skip
    assert str(report).endswith("the book holds")


FAULTS = {
    "an amount": (
        "UPDATE ledger_movement SET amount = amount + 1 WHERE member_id = {member} AND seq = 1",
        {"running_balances", "wallets", "lots_of_movements", "awards"},
    ),
    "a movement's row": (
        "DELETE FROM ledger_movement WHERE member_id = {member} AND seq = 4",
        {"movement_numbers", "running_balances", "wallets", "lots_of_movements", "burn_reversals"},
    ),
    "the newest movement": (
        "DELETE FROM ledger_movement WHERE member_id = {member} AND seq = 6",
        {"movement_numbers", "wallets", "lots_of_movements", "awards"},
    ),
    "a balance": (
        "UPDATE ledger_movement SET balance_after = 1 WHERE member_id = {member} AND seq = 2",
        {"running_balances"},
    ),
    "a wallet": (
        "UPDATE ledger_wallet SET spendable = 99 WHERE member_id = {member} AND unit = 2",
        {"wallets"},
    ),
    "what is owed": (
        "UPDATE ledger_wallet SET owed = 4 WHERE member_id = {member} AND unit = 1",
        {"wallets"},
    ),
    "a lot": (
        "UPDATE ledger_lot SET remaining = remaining - 1 WHERE member_id = {member} AND seq = 1",
        {"wallets", "lots"},
    ),
    "what expired of a lot": (
        "UPDATE ledger_lot SET expired = 3 WHERE member_id = {member} AND seq = 1",
        {"lots"},
    ),
    "a use of a lot": (
        "DELETE FROM ledger_lot_use WHERE member_id = {member} AND seq = 4",
        {"lots_of_movements", "lots"},
    ),
    "a hold": (
        "UPDATE ledger_hold SET amount = amount - 1 WHERE member_id = {member}",
        {"wallets", "holds"},
    ),
    "a hold's part": (
        "UPDATE ledger_hold_lot SET amount = amount - 1 WHERE member_id = {member}",
        {"lots", "holds"},
    ),
    "a reversal above its award": (
        "UPDATE ledger_award_reversal SET units = 101, from_lot = 101 WHERE member_id = {member}",
        {"awards"},
    ),
    "an award": (
        "UPDATE ledger_award SET units = units + 1 WHERE member_id = {member} AND units = 100",
        {"awards"},
    ),
    "a restoration above its burn": (
        "UPDATE ledger_burn_reversal SET units = 61 WHERE member_id = {member}",
        {"burn_reversals"},
    ),
    "an event": (
        "DELETE FROM ledger_event WHERE member_id = {member} AND last_seq = 4",
        {"events"},
    ),
    "a sale": ("DELETE FROM ledger_sale WHERE member_id = {member}", {"events"}),
    "a due moment": (
        "UPDATE ledger_member_state SET next_due_at = NULL WHERE member_id = {member}",
        {"due_moments"},
    ),
    "a lot that was carried": (
        "UPDATE ledger_movement SET kind=14, from_account=15 WHERE member_id={member} AND seq = 1",
        {"merges", "transit", "awards"},
    ),
    "a merge that left something behind": (
        "UPDATE ledger_member_state SET merged_into = 1 WHERE member_id = {member}",
        {"merges"},
    ),
    "a gift that never arrived": (
        "UPDATE ledger_movement SET kind=11, to_account=15 WHERE member_id={member} AND kind = 2",
        {"transit", "burn_reversals"},
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(till: Till, intruder: psycopg.Connection, fault: str) -> None:
    """Whatever a superuser changes in one place, another place tells."""
    statement, expected = FAULTS[fault]
    changed = intruder.execute(statement.format(member=till.member_id).encode())
    assert changed.rowcount > 0

    report = verify(club_id=till.club_id)

    assert wrong(report) == expected
    assert f"club {till.club_id}: " in str(report)
    assert str(report).endswith("THE BOOK DOES NOT HOLD")
    assert verify(club_id=open_till().club_id).differences == 0


@pytest.mark.django_db(transaction=True)
def test_every_club_is_verified_when_none_is_named(
    till: Till, intruder: psycopg.Connection
) -> None:
    """A fault in one club is found among all."""
    other = open_till()
    other.post(Earn(POINTS, 5))
    intruder.execute(
        b"UPDATE ledger_wallet SET spendable = 6 WHERE member_id = %d" % other.member_id
    )

    report = verify()

    assert {till.club_id, other.club_id} <= {check.club_id for check in report.checks}
    found = {(check.club_id, check.name) for check in report.checks if check.wrong}
    assert (other.club_id, "wallets") in found
    intruder.execute(
        b"UPDATE ledger_wallet SET spendable = 5 WHERE member_id = %d" % other.member_id
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", CHECKS)
def test_every_check_is_a_query_of_one_row(name: str) -> None:
    """Each file explains itself and can be planned."""
    text = check_sql(name)

    assert text.startswith("-- ")
    assert "-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]" in text
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + text, {"club": 1})
        assert cursor.fetchall()
