"""What a till without a connection spent too much (E39): lent, owed, netted, and given back."""

from tests.factories.book import CREDIT, Till, balance
from vafa.ledger.records import BurnUnits, Earn, Lend, RestoreUnits
from vafa.ledger.verify import verify


def overspend(till: Till, has: int, spends: int) -> int:
    """Have the member spend more than there is; give the event."""
    till.post(Earn(CREDIT, has))
    posted = till.post(Lend(CREDIT, spends - has), BurnUnits(CREDIT, spends))
    assert posted.outcome == "posted"
    return posted.event_id


def test_what_is_missing_is_owed_and_the_sale_stands(till: Till) -> None:
    overspend(till, 20_000, 50_000)

    assert till.balances()[CREDIT] == balance(owed=30_000)
    assert till.movements()[-2:] == [
        ("lend", CREDIT, 30_000, "owed", "spendable", 20_000),
        ("burn", CREDIT, 50_000, "spendable", "redemption", -30_000),
    ]
    assert verify(club_id=till.club_id).differences == 0


def test_what_is_owed_is_netted_by_the_next_earning(till: Till) -> None:
    overspend(till, 20_000, 50_000)

    till.post(Earn(CREDIT, 40_000))

    assert till.balances()[CREDIT] == balance(10_000)


def test_return_pays_back_what_was_lent_first(till: Till) -> None:
    event_id = overspend(till, 20_000, 50_000)

    till.post(RestoreUnits(event_id, CREDIT, 40_000, None), kind="refund")
    part = till.balances()[CREDIT]
    till.post(RestoreUnits(event_id, CREDIT, 10_000, None), kind="refund")

    assert (part, till.balances()[CREDIT]) == (balance(10_000), balance(20_000))
    assert verify(club_id=till.club_id).differences == 0


def test_return_after_netting_gives_the_units_themselves(till: Till) -> None:
    event_id = overspend(till, 20_000, 50_000)
    till.post(Earn(CREDIT, 30_000))

    till.post(RestoreUnits(event_id, CREDIT, 50_000, None), kind="refund")

    assert till.balances()[CREDIT] == balance(50_000)
    assert verify(club_id=till.club_id).differences == 0
