"""Marks of a till: nobody but the club makes them, and they tell no mobile."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.clubs import VAULT
from vafa.domain.tills.marks import (
    FINDING_SIGNS,
    LONGEST,
    Seller,
    SellerMarkOld,
    SellerMarkWrong,
    finding_mark,
    finding_marks,
    finding_salt,
    read_seller_mark,
    seller_mark,
)

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def mark(club_id: int = 1) -> str:
    return seller_mark(
        club_id=club_id,
        staff_id=7,
        branch="north",
        branches={"north", "south"},
        at=AT,
        vault=VAULT,
    )


def test_who_sold_is_told_by_the_mark() -> None:
    told = read_seller_mark(club_id=1, mark=mark(), at=AT + timedelta(days=3), vault=VAULT)

    assert told == Seller(7, "north", frozenset({"north", "south"}))


@pytest.mark.parametrize(
    "wrong", ["", "x", "AAAA", mark(2), mark()[:-4], mark().swapcase(), "é" * 9]
)
def test_a_mark_that_the_club_did_not_make_is_refused(wrong: str) -> None:
    with pytest.raises(SellerMarkWrong):
        read_seller_mark(club_id=1, mark=wrong, at=AT, vault=VAULT)


def test_an_old_mark_is_refused() -> None:
    with pytest.raises(SellerMarkOld):
        read_seller_mark(
            club_id=1, mark=mark(), at=AT + LONGEST + timedelta(seconds=1), vault=VAULT
        )


def test_a_member_is_found_by_the_last_ten_digits_however_written() -> None:
    written = ["09121234567", "989121234567", "9121234567"]

    assert len({finding_mark(salt="5", digits=one) for one in written}) == 1
    assert finding_mark(salt="6", digits=written[0]) != finding_mark(salt="5", digits=written[0])


def test_a_mark_tells_some_hundred_mobiles_and_none_of_them() -> None:
    mark = finding_mark(salt="5", digits="9121234567")

    assert len(mark) == FINDING_SIGNS
    assert 10**9 / 16**FINDING_SIGNS > 500


def test_a_clubs_salt_stays_the_same_and_is_its_own() -> None:
    assert finding_salt(club_id=1, vault=VAULT) == finding_salt(club_id=1, vault=VAULT)
    assert finding_salt(club_id=1, vault=VAULT) != finding_salt(club_id=2, vault=VAULT)


def test_whose_mark_is_shared_is_not_found_without_a_connection() -> None:
    many = [(number, (f"{9120000000 + number}",)) for number in range(2_000)]
    marks = {number: finding_mark(salt="5", digits=named[0]) for number, named in many}
    alone = {number for number, mark in marks.items() if list(marks.values()).count(mark) == 1}

    found = finding_marks(salt="5", digits=many)

    assert len(alone) < len(many)
    assert found == {marks[number]: number for number in alone}
    twice = finding_marks(salt="5", digits=[(7, ("9121234567", "09121234567"))])
    assert set(twice.values()) == {7}
