"""Moving a purchase to the right member through the real database."""

import json
from dataclasses import replace

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, ref
from tests.factories.own_keys import person
from tests.factories.receipts import claim_receipt, move, moved, sell
from vafa.domain.clubs.approvals import (
    NoSuchApproval,
    PayloadDiffers,
    PersonalKeyNeeded,
    SamePerson,
)
from vafa.domain.clubs.principal import RIGHTS, Principal, RightMissing
from vafa.domain.rewards.answers import Exchanged
from vafa.domain.rewards.operations.handing_over import NothingLeftOfSale, SameHolder
from vafa.domain.rewards.operations.moving import ClaimedByReceipt, LossNeedsApproval
from vafa.domain.rewards.records import PurchaseLine, ReturnedLine, SpendWish
from vafa.domain.sales.queries import NoSuchSale
from vafa.journeys.adjust_balance import approve_adjustment
from vafa.journeys.find_sale import find_sale
from vafa.journeys.move_purchase import MoveWaiting, approve_move
from vafa.journeys.show_statement import show_statement
from vafa.ledger.calls import reading_club, rows
from vafa.ledger.verify import verify
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def held(club: Club, name: str = "Sara") -> dict[str, tuple[int, int]]:
    """Give spendable and owed by unit."""
    return {one.unit: (one.spendable, one.owed) for one in club.wallet(name).balances}


def approve(
    club: Club, waiting: MoveWaiting, by: Principal, *, payload_hash: str = ""
) -> Exchanged:
    """Approve a move that waits."""
    with clock(club.at):
        return approve_move(
            principal=by,
            claim=claim(),
            event_at=club.at,
            ids=IDS,
            vault=VAULT,
            approval_id=waiting.approval_id,
            payload_hash=payload_hash or waiting.payload_hash,
        )


def test_move_takes_from_the_wrong_and_gives_to_the_right_member() -> None:
    """E55: both entries name each other; the document is found at the right member."""
    club = a_club()
    club.join("Ali")
    sale = club.buy(1_000_000, document="W")

    done = moved(club, sale, "Ali")

    assert held(club) == {"points": (0, 0), "credit": (0, 0)}
    assert held(club, "Ali") == {"points": (10, 0), "credit": (20_000, 0)}
    assert (done.returned.cash_rials, done.purchase.to_pay_rials) == (0, 1_000_000)
    found = find_sale(principal=club.principal, source="till-1", document="W")
    assert (found.member_id, found.sale_id) == (club.join("Ali"), done.purchase.event_id)
    with reading_club(club.club_id):
        linked = rows(
            "SELECT id, origin_event_id FROM ledger_event WHERE kind = 'move' AND club_id = %s"
            " ORDER BY id",
            (club.club_id,),
        )
    assert {row["id"]: row["origin_event_id"] for row in linked} == {
        done.returned.event_id: done.purchase.event_id,
        done.purchase.event_id: done.returned.event_id,
    }
    assert verify(club_id=club.club_id).differences == 0


def test_move_is_decided_for_the_right_member_of_then() -> None:
    """Ali was bronze then and is silver now; Sara's own tier does not matter."""
    club = a_club()
    club.buy(60_000_000, name="Ali")
    club.pass_days(1)
    sale = club.buy(1_000_000)
    club.pass_days(1)
    club.buy(100_000_000, name="Ali")
    club.publish(reference_programme().model_copy(update={"rules": ()}))

    done = moved(club, sale, "Ali")

    assert {one.unit: one.units for one in done.purchase.awards} == {
        "points": 10, "credit": 30_000,
    }  # fmt: skip
    assert {one.unit: one.units for one in done.earned} == {"points": 0, "credit": 10_000}


def test_what_the_wrong_member_spent_is_owed() -> None:
    club = a_club()
    club.join("Ali")
    sale = club.buy(1_000_000)
    club.redeem(20_000)

    moved(club, sale, "Ali")

    assert held(club) == {"points": (0, 0), "credit": (0, 20_000)}
    assert held(club, "Ali")["credit"] == (20_000, 0)
    assert verify(club_id=club.club_id).differences == 0


def test_what_the_wrong_member_spent_is_written_off() -> None:
    """By somebody who may approve; within the club's limit one person is enough."""
    club = a_club()
    club.join("Ali")
    sale = club.buy(1_000_000)
    club.redeem(20_000)
    cashier = replace(club.principal, rights=RIGHTS - {"approvals.decide"})

    with pytest.raises(RightMissing):
        move(club, sale, "Ali", if_spent="forgive", by=cashier)
    moved(club, sale, "Ali", if_spent="forgive")

    assert held(club) == {"points": (0, 0), "credit": (0, 0)}
    assert held(club, "Ali")["credit"] == (20_000, 0)
    assert verify(club_id=club.club_id).differences == 0


def test_writing_off_more_than_the_limit_takes_a_second_person() -> None:
    club = a_club()
    club.join("Ali")
    sale = club.buy(100_000_000)
    club.redeem(2_000_000)
    before = held(club), held(club, "Ali")
    reza, mina = person(club, "Reza"), person(club, "Mina")
    key = claim()

    waiting = move(club, sale, "Ali", if_spent="forgive", by=reza, asked=key)
    again = move(club, sale, "Ali", if_spent="forgive", by=reza, asked=key)

    assert isinstance(waiting, MoveWaiting)
    assert isinstance(again, MoveWaiting)
    assert (again.replayed, again.approval_id) == (True, waiting.approval_id)
    assert (held(club), held(club, "Ali")) == before
    with pytest.raises(PersonalKeyNeeded):
        approve(club, waiting, club.principal)
    with pytest.raises(SamePerson):
        approve(club, waiting, reza)
    with pytest.raises(PayloadDiffers):
        approve(club, waiting, mina, payload_hash="0" * 64)
    with pytest.raises(NoSuchApproval), clock(club.at):
        approve_adjustment(
            principal=mina, claim=claim(), event_at=club.at, ids=IDS,
            approval_id=waiting.approval_id, payload_hash=waiting.payload_hash,
        )  # fmt: skip
    approve(club, waiting, mina)
    with pytest.raises(SameHolder):
        approve(club, waiting, mina)

    assert held(club) == {"points": (0, 0), "credit": (0, 0)}
    assert held(club, "Ali")["credit"] == (2_000_000, 0)
    assert verify(club_id=club.club_id).differences == 0


def test_more_lost_since_than_was_approved_is_refused() -> None:
    club = a_club()
    club.join("Ali")
    sale = club.buy(200_000_000)
    club.redeem(2_000_000)
    reza, mina = person(club, "Reza"), person(club, "Mina")
    waiting = move(club, sale, "Ali", if_spent="forgive", by=reza)
    club.redeem(1_000_000)

    assert isinstance(waiting, MoveWaiting)
    with pytest.raises(LossNeedsApproval):
        approve(club, waiting, mina)

    assert held(club, "Ali") == {"points": (0, 0), "credit": (0, 0)}


def test_units_that_paid_go_back_and_the_shop_bears_them() -> None:
    """What was paid in money stays paid; on the rest nobody earns, and it never comes back."""
    club = a_club()
    club.join("Ali")
    club.buy(10_000_000)
    sale = club.buy(1_000_000, spend=[SpendWish("credit", 200_000)])
    cashier = replace(club.principal, rights=RIGHTS - {"approvals.decide"})

    with pytest.raises(RightMissing):
        move(club, sale, "Ali", by=cashier)
    done = moved(club, sale, "Ali")
    back = club.refund(done.purchase)

    assert held(club) == {"points": (100, 0), "credit": (200_000, 0)}
    assert {one.unit: one.units for one in done.purchase.awards} == {
        "points": 8, "credit": 16_000,
    }  # fmt: skip
    assert (done.purchase.to_pay_rials, done.purchase.spent) == (800_000, ())
    assert (back.cash_rials, back.restored) == (800_000, ())
    assert held(club, "Ali") == {"points": (0, 0), "credit": (0, 0)}
    assert verify(club_id=club.club_id).differences == 0


def test_a_moved_purchase_is_refunded_at_its_member_under_any_of_its_ids() -> None:
    club = a_club()
    club.join("Ali")
    lines = [PurchaseLine(300_000, vat_rials=0), PurchaseLine(700_000, vat_rials=0)]
    sale = club.buy(lines=lines)
    club.refund(sale, lines=[ReturnedLine(1, 1000)])

    moved(club, sale, "Ali")
    back = club.refund(sale, lines=[ReturnedLine(2, 1000)])

    assert (back.member_id, back.cash_rials) == (club.join("Ali"), 700_000)
    assert held(club) == held(club, "Ali") == {"points": (0, 0), "credit": (0, 0)}
    assert verify(club_id=club.club_id).differences == 0


def test_move_there_and_back_and_there_again() -> None:
    club = a_club()
    club.join("Ali")
    sale = club.buy(1_000_000)

    for name in ("Ali", "Sara", "Ali"):
        moved(club, sale, name)
    club.void(sale)

    assert held(club) == held(club, "Ali") == {"points": (0, 0), "credit": (0, 0)}
    assert verify(club_id=club.club_id).differences == 0


def test_move_happens_once_by_its_key() -> None:
    club = a_club()
    club.join("Ali")
    sale = club.buy(1_000_000)
    key = claim()

    first = moved(club, sale, "Ali", asked=key)
    again = moved(club, sale, "Ali", asked=key)

    assert (first.replayed, again.replayed) == (False, True)
    assert (again.purchase, again.returned) == (
        replace(first.purchase, replayed=True), replace(first.returned, replayed=True),
    )  # fmt: skip
    assert held(club, "Ali")["points"] == (10, 0)


def test_move_is_refused_and_writes_nothing() -> None:
    club, other = a_club(), a_club()
    club.join("Ali")
    sale, gone = club.buy(1_000_000), club.buy(1_000_000)
    club.refund(gone)
    nobodys, theirs = sell(club, 1_000_000), other.buy(1_000_000)
    before = held(club), held(club, "Ali")

    with pytest.raises(SameHolder):
        move(club, sale, "Sara")
    with pytest.raises(NothingLeftOfSale):
        move(club, gone, "Ali")
    with pytest.raises(ClaimedByReceipt):
        move(club, nobodys, "Ali")
    with pytest.raises(NoSuchSale):
        move(club, theirs, "Ali")
    for right in ("sales.write", "sales.refund"):
        with pytest.raises(RightMissing):
            move(club, sale, "Ali", by=replace(club.principal, rights=RIGHTS - {right}))

    assert (held(club), held(club, "Ali")) == before
    assert verify(club_id=club.club_id).differences == 0


def test_statement_says_why() -> None:
    club = a_club()
    club.join("Ali")
    sale = club.buy(1_000_000)
    moved(club, sale, "Ali")

    with clock(club.at):
        statement = show_statement(
            principal=club.principal, vault=VAULT, member=ref(club.join()), as_of=None,
            cursor="", limit=10,
        )  # fmt: skip

    newest = statement.entries[0]
    assert newest.why.en == "The purchase was another member's and was moved there."


def test_who_follows_the_club_learns_of_claim_and_move() -> None:
    club = a_club()
    sale = sell(club, 1_000_000)
    claimed = claim_receipt(club, sale.receipt_code)
    done = moved(club, claimed, "Ali")

    with reading_club(club.club_id):
        found = rows(
            "SELECT member_id, topic, payload::text AS payload FROM ledger_outbox"
            " WHERE club_id = %s AND topic LIKE 'purchase.%%' ORDER BY event_id",
            (club.club_id,),
        )

    told = [
        (row["member_id"], row["topic"], json.loads(row["payload"]).get("from")) for row in found
    ]
    assert told == [
        (sale.member_id, "purchase.recorded", None),
        (
            claimed.member_id,
            "purchase.claimed",
            {"sale_id": str(sale.event_id), "member_id": str(sale.member_id)},
        ),
        (
            done.purchase.member_id,
            "purchase.moved",
            {"sale_id": str(claimed.event_id), "member_id": str(claimed.member_id)},
        ),
    ]
