"""A sale with all that a refund needs."""

import pytest

from tests.factories.book import CREDIT, NOON, POINTS, award, number, open_till, sale, set_clock
from vafa.ledger import sales
from vafa.ledger.records import BurnUnits, Earn, RestoreUnits, TakeBack

pytestmark = pytest.mark.django_db


def test_stored_sale_tells_what_was_sold_given_and_undone() -> None:
    """Lines, awards with what is left of them, units given back, and every return."""
    set_clock(NOON)
    till = open_till()
    till.post(Earn(CREDIT, 50))
    first, second = award(10), award(4, unit=CREDIT)
    sold = sale(1000, 500, document="R1")
    sale_id = till.post(
        BurnUnits(CREDIT, 30), Earn(POINTS, 10, 0), Earn(CREDIT, 4, 1),
        awards=[first, second], sale=sold,
    ).event_id  # fmt: skip
    back = sale(500, document="R1-return", returns=sale_id)
    return_id = till.post(
        RestoreUnits(sale_id, CREDIT, 10, None), TakeBack(first.id, 3, 3333),
        sale=back, kind="refund",
    ).event_id  # fmt: skip

    found = sales.stored_sale(club_id=till.club_id, member_id=till.member_id, sale_id=sale_id)

    assert found == sales.SaleFound(
        id=sale_id, member_id=till.member_id, programme_version_id=11, document="R1", branch="b1",
        channel="till", occurred_at=NOON, net_rials=1500, vat_rials=150, to_pay_rials=1650,
        qualifying_rials=1500, detail={"day": 20_000}, lines=sold.lines,
        awards=(sales.AwardFound(first, 3333, 3), sales.AwardFound(second, 0, 0)),
        restored={CREDIT: 10},
        returns=(
            sales.ReturnFound(
                event_id=return_id, document="R1-return", occurred_at=NOON, net_rials=500,
                vat_rials=50, to_pay_rials=550, lines=back.lines, detail={"day": 20_000},
            ),
        ),
    )  # fmt: skip


def test_stored_sale_is_none_for_a_return_or_an_unknown_id() -> None:
    """A return is no sale, so it cannot be refunded."""
    till = open_till()
    sale_id = till.post(sale=sale(10)).event_id
    return_id = till.post(sale=sale(10, returns=sale_id), kind="refund").event_id

    for missing in (return_id, number()):
        found = sales.stored_sale(club_id=till.club_id, member_id=till.member_id, sale_id=missing)
        assert found is None
