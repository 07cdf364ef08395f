"""What a till recorded without a connection (E39, E40): exactly once on return, nothing lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories.clubs import IDS, VAULT, claim, clock
from tests.factories.offline import a_line, credit
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.records import Refund
from vafa.domain.tills import operations, queries
from vafa.domain.tills.operations import NothingToSettle
from vafa.domain.tills.queries import NoSuchShift
from vafa.journeys import receive_offline_sales as receiving
from vafa.journeys.receive_offline_sales import OfflineSale
from vafa.journeys.refund_purchase import refund_purchase
from vafa.journeys.relay_changes import relay_changes
from vafa.journeys.show_changes import show_changes
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db


def test_overspend_is_owed_with_an_alert_and_the_sale_stands() -> None:
    """E39: two tills spent the same 20,000; the second 20,000 are owed, no sale is lost."""
    line = a_line()
    line.open("Sara")

    first = line.one(line.sale(1, 100_000, spend=20_000))
    second = line.one(line.sale(2, 100_000, spend=20_000))
    balance = credit(line.club)

    assert (first.state, first.lent_units, first.flags) == ("posted", 0, ())
    assert (second.state, second.lent_units) == ("posted", 20_000 - 1_600)
    assert second.flags == ("beyond_allowance", "overspent")
    assert (balance.available, balance.owed) == (0, 18_400 - 1_600)
    assert verify(club_id=line.club.club_id).differences == 0


def test_what_is_missing_is_lent_told_and_netted_by_the_next_earning() -> None:
    line = a_line()
    line.open("Sara")

    result = line.one(line.sale(1, 100_000, spend=45_000))
    balance = credit(line.club)
    while relay_changes():
        pass
    alerts = [
        change.payload
        for change in show_changes(principal=line.club.principal, cursor="", limit=50).entries
        if change.topic == "till.overspent"
    ]

    assert (result.state, result.lent_units) == ("posted", 25_000)
    assert set(result.flags) == {"beyond_allowance", "overspent"}
    assert balance.available - balance.owed == 20_000 - 45_000 + 1_100
    assert [alert["units"] for alert in alerts] == [{"credit": 25_000}]
    line.club.buy(2_000_000)
    assert line.club.available("credit") == 40_000 - 23_900
    assert verify(club_id=line.club.club_id).differences == 0


def test_sales_come_once_in_any_order_and_gaps_are_told() -> None:
    """E40: (till, sequence) is unique; numbers that are missing are told."""
    line = a_line()
    line.open("Sara")
    sales = {number: line.sale(number) for number in (1, 2, 4)}

    late = line.send(sales[4], sales[2])
    again = line.send(sales[2], sales[4], sales[1])

    assert late.gaps == ((1, 1), (3, 3))
    assert again.gaps == ((3, 3),)
    assert [one.sequence for one in again.results] == [1, 2, 4]
    assert {one.event_id for one in late.results} < {one.event_id for one in again.results}
    assert len(line.kept("posted")) == 3
    assert line.club.available("credit") == 20_000 * 4


def test_another_sale_under_a_used_number_is_a_clash_and_changes_nothing() -> None:
    line = a_line()
    line.open("Sara")
    first = line.one(line.sale(1))

    clash = line.one(line.sale(1, 9_000_000))

    assert (clash.state, clash.reason) == ("clash", "sequence_reused")
    assert line.one(line.sale(1)) == first


def test_sale_that_went_through_before_the_line_broke_is_not_posted_twice() -> None:
    """The answer was lost, so the till queued it: its document is the natural key."""
    line = a_line()
    line.open("Sara")
    sale = line.sale(1)
    online = line.club.record(sale.purchase)

    result = line.one(sale)

    assert result.event_id == online.event_id
    assert line.club.available("credit") == 40_000


def test_posting_that_broke_off_is_finished_by_the_next_sending() -> None:
    line = a_line()
    line.open("Sara")
    sale = line.sale(1, spend=20_000)
    with club_scope(line.club.club_id):
        shift = queries.shift(club_id=line.club.club_id, till="till-1", shift_id=line.shift_id)
        operations.take(
            club_id=line.club.club_id, shift=shift, received_at=line.club.at,
            sent=receiving._sent("till-1", "", sale, VAULT),
        )  # fmt: skip

    result = line.one(sale)

    assert result.state == "posted"
    (kept,) = line.kept()
    assert (kept.body, kept.event_id) == (b"", result.event_id)


def test_clock_of_the_till_is_clipped_and_flagged() -> None:
    line = a_line()
    line.open("Sara")
    opened = line.club.at

    early = line.sale(1, at=opened - timedelta(days=3))
    late = line.sale(2, at=opened + timedelta(days=3))
    right = line.sale(3, at=opened + timedelta(hours=2))
    results = line.send(early, late, right, after=timedelta(hours=4)).results

    assert [one.flags for one in results] == [("clock_behind",), ("clock_ahead",), ()]
    assert [one.event_at - opened for one in line.kept()] == [
        timedelta(hours=2), timedelta(hours=4), timedelta(),
    ]  # fmt: skip


def test_sale_that_cannot_be_posted_is_kept_and_corrected() -> None:
    line = a_line()
    line.open("Sara")
    unknown = replace(line.sale(1).purchase, member=MemberRef("mobile", "09129999999"))
    result = line.one(OfflineSale(1, line.club.at, unknown))
    with clock(line.club.at):
        still = receiving.retry_offline_sale(
            principal=line.club.principal, ids=IDS, vault=VAULT, till="till-1", sequence=1
        )
        corrected = receiving.retry_offline_sale(
            principal=line.club.principal, ids=IDS, vault=VAULT, till="till-1", sequence=1,
            purchase=line.sale(1).purchase,
        )  # fmt: skip
        again = receiving.retry_offline_sale(
            principal=line.club.principal, ids=IDS, vault=VAULT, till="till-1", sequence=1
        )

    assert (result.state, result.reason) == ("rejected", "no_such_member")
    assert still.state == "rejected"
    assert (corrected.state, corrected.flags) == ("posted", ("corrected",))
    assert again == corrected
    assert line.club.available("credit") == 40_000


def test_rejected_sale_is_given_up_with_a_note_and_stays_in_the_list() -> None:
    line = a_line()
    line.open("Sara")
    unknown = replace(line.sale(1).purchase, member=MemberRef("mobile", "09129999999"))
    line.one(OfflineSale(1, line.club.at, unknown))
    line.one(line.sale(2))

    for _ in range(2):
        receiving.drop_offline_sale(
            principal=line.club.principal, till="till-1", sequence=1, note="مشتری پیدا نشد"
        )

    (dropped,) = line.kept("dropped")
    assert (dropped.note, dropped.body) == ("مشتری پیدا نشد", b"")
    with pytest.raises(NothingToSettle):
        receiving.drop_offline_sale(
            principal=line.club.principal, till="till-1", sequence=2, note="x"
        )


def test_sale_of_nobody_known_is_posted_too() -> None:
    line = a_line()
    line.open("Sara")
    nobody = replace(line.sale(1).purchase, member=None)

    assert line.one(OfflineSale(1, line.club.at, nobody)).state == "posted"


def test_refund_of_an_overspent_sale_pays_back_what_was_lent() -> None:
    line = a_line()
    line.open("Sara")
    result = line.one(line.sale(1, 100_000, spend=45_000))
    assert result.event_id is not None

    with clock(line.club.at):
        refund_purchase(
            principal=line.club.principal, claim=claim(), event_at=line.club.at, ids=IDS,
            refund=Refund(line.club.join(), result.event_id, "till-1", "B-1"),
        )  # fmt: skip

    balance = credit(line.club)
    assert (balance.available, balance.owed) == (20_000, 0)
    assert verify(club_id=line.club.club_id).differences == 0


def test_sales_need_their_own_shift() -> None:
    line = a_line()
    line.shift_id = 1

    with pytest.raises(NoSuchShift):
        line.send(line.sale(1))


def test_erasing_somebody_empties_what_nobody_settled() -> None:
    line = a_line()
    line.open("Sara")
    unknown = replace(line.sale(1).purchase, member=MemberRef("mobile", "09129999999"))
    line.one(OfflineSale(1, line.club.at, unknown))
    line.one(OfflineSale(2, line.club.at, replace(unknown, member=MemberRef("mobile", "0911"))))

    with club_scope(line.club.club_id):
        operations.erase_from(
            club_id=line.club.club_id, member_id=5, needles=("09129999999",), vault=VAULT
        )

    assert [(one.sequence, one.state, bool(one.body)) for one in line.kept()] == [
        (2, "rejected", True), (1, "dropped", False),
    ]  # fmt: skip
