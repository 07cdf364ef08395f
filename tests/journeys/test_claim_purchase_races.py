"""Claims and moves at once, and what must outlive a refusal, with real commits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.factories.clubs import Club, a_club
from tests.factories.own_keys import person
from tests.factories.receipts import claim_receipt, moved, sell
from tests.journeys.test_record_purchase_races import at_once
from vafa.domain.rewards.operations.claiming import AlreadyClaimed, NoSuchReceipt, TooManyMisses
from vafa.domain.rewards.operations.handing_over import NothingLeftOfSale, SameHolder
from vafa.domain.rewards.posting import NothingLeft
from vafa.kit.errors import VafaError
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def refusal(work: Callable[[], object]) -> type[VafaError] | None:
    """Give what refused the work, or None when it was done."""
    try:
        work()
    except VafaError as error:
        return type(error)
    return None


def points(club: Club, name: str = "Sara") -> int:
    """Give points less what is owed."""
    found = next(one for one in club.wallet(name).balances if one.unit == "points")
    return found.spendable - found.owed


def test_one_of_many_claims_at_once_wins() -> None:
    club = a_club()
    names = ("Sara", "Ali", "Reza", "Mina")
    for name in names:
        club.join(name)
    sale = sell(club, 1_000_000)

    done = at_once(
        [
            lambda name=name: refusal(lambda: claim_receipt(club, sale.receipt_code, name))  # type: ignore[misc]  # framework
            for name in names
        ]
    )

    assert sorted(str(one) for one in done) == sorted([str(None), *[str(AlreadyClaimed)] * 3])
    assert sorted(points(club, name) for name in names) == [0, 0, 0, 10]
    assert verify(club_id=club.club_id).differences == 0


@pytest.mark.parametrize("_turn", range(5))
def test_claim_and_refund_at_once_leave_nothing_that_was_returned(_turn: int) -> None:
    club = a_club()
    club.join()
    sale = sell(club, 1_000_000)

    claimed, refunded = at_once(
        [
            lambda: refusal(lambda: claim_receipt(club, sale.receipt_code)),
            lambda: refusal(lambda: club.refund(sale)),
        ]
    )

    if refunded is None:
        assert claimed in {None, NothingLeftOfSale}
        assert points(club) == 0
    else:
        assert (claimed, refunded) == (None, NothingLeft)
        assert points(club) == 10
    assert verify(club_id=club.club_id).differences == 0


@pytest.mark.parametrize("_turn", range(5))
def test_move_and_refund_at_once_leave_nothing_that_was_returned(_turn: int) -> None:
    club = a_club()
    club.join("Ali")
    sale = club.buy(1_000_000)

    left, refunded = at_once(
        [
            lambda: refusal(lambda: moved(club, sale, "Ali")),
            lambda: refusal(lambda: club.refund(sale)),
        ]
    )

    assert points(club) == 0
    if refunded is None:
        assert left in {None, NothingLeftOfSale}
        assert points(club, "Ali") == 0
    else:
        assert (left, refunded) == (None, NothingLeft)
        assert points(club, "Ali") == 10
    assert verify(club_id=club.club_id).differences == 0


def test_moves_across_each_other_do_not_lock_each_other_out() -> None:
    """Both members are locked in the order of their ids, whichever way a purchase goes."""
    club = a_club()
    club.join("Ali")
    to_ali = [club.buy(1_000_000) for _ in range(3)]
    to_sara = [club.buy(2_000_000, name="Ali") for _ in range(3)]

    done = at_once(
        [
            *[lambda sale=sale: refusal(lambda: moved(club, sale, "Ali")) for sale in to_ali],
            *[lambda sale=sale: refusal(lambda: moved(club, sale, "Sara")) for sale in to_sara],
        ]
    )

    assert done == [None] * 6
    assert (points(club), points(club, "Ali")) == (60, 30)
    assert verify(club_id=club.club_id).differences == 0


def test_one_move_of_many_at_once_happens() -> None:
    club = a_club()
    club.join("Ali")
    sale = club.buy(1_000_000)

    done = at_once([lambda: refusal(lambda: moved(club, sale, "Ali"))] * 4)

    assert set(done) <= {None, SameHolder}
    assert (points(club), points(club, "Ali")) == (0, 10)
    assert verify(club_id=club.club_id).differences == 0


def test_ten_wrong_codes_lock_the_key_for_an_hour() -> None:
    club = a_club()
    sale = sell(club, 1_000_000)
    other = person(club, "Reza")
    for _ in range(10):
        with pytest.raises(NoSuchReceipt):
            claim_receipt(club, "22222-22222-2222")
        club.at += timedelta(minutes=1)

    with pytest.raises(TooManyMisses) as refused:
        claim_receipt(club, sale.receipt_code)
    club.at += timedelta(minutes=49)
    with pytest.raises(TooManyMisses):
        claim_receipt(club, sale.receipt_code)
    by_another_key = claim_receipt(club, sale.receipt_code, by=other)
    club.at += timedelta(minutes=2)
    with pytest.raises(NoSuchReceipt):
        claim_receipt(club, "no code")

    assert refused.value.details == {"retry_after_seconds": 3001}
    assert not by_another_key.replayed
