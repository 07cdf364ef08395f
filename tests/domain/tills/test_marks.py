"""Marks of a till: nobody but the club makes them, and they tell no mobile."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.clubs import VAULT
from vafa.domain.tills.marks import (
    LONGEST,
    Seller,
    SellerMarkOld,
    SellerMarkWrong,
    finding_mark,
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
