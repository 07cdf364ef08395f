"""History enters in columns, under the constraints of every posting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories.book import POINTS, Till, number, open_till, refused, set_clock
from vafa.ledger import operations as book
from vafa.ledger import queries, sales
from vafa.ledger.errors import BookBroken, BookNotEmpty, NoSuchMember, ReferencesDiffer
from vafa.ledger.history import (
    HistoryAwards,
    HistoryBatch,
    HistoryEvents,
    HistoryLines,
    HistoryLots,
    HistoryLotUses,
    HistoryMember,
    HistoryMovements,
)
from vafa.ledger.records import BurnUnits, Earn, TakeBack, WalletBalance
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db

BEGAN = datetime(2025, 1, 1, tzinfo=UTC)


def at(days: int) -> int:
    """Give the epoch second so many days after history began."""
    return int((BEGAN + timedelta(days=days)).timestamp())


def batch(till: Till, *, members: int = 2, **changed: Any) -> HistoryBatch:
    """Give the history of some members: each earned 7 (expired) and 9, then burned 4.

    The third purchase earned 5 that are still pending; the day 9 expiry is an effect of time.
    """
    people = [till, *(till.colleague() for _ in range(members - 1))]
    one = range(1, members + 1)
    each = [member for member in one for _ in range(3)]
    base = [(member - 1) * 3 for member in one for _ in range(3)]
    event_ids = [number() for _ in each]
    award_ids = [number() for _ in each]

    def table(shape: Any, /, **columns: list[Any]) -> Any:
        repeated = {
            name: [value for _ in one for value in values] for name, values in columns.items()
        }
        length = len(next(iter(columns.values())))
        repeated["member"] = [member for member in one for _ in range(length)]
        for name in ("event", "award"):
            if name in repeated:
                repeated[name] = [
                    value and value + (member - 1) * 3
                    for member, value in zip(repeated["member"], repeated[name], strict=True)
                ]
        return shape(**repeated)

    events = HistoryEvents(
        member=each, id=event_ids, at=[at(0), at(3), at(400)] * members,
        net_rials=[1000] * len(each), vat_rials=[100] * len(each),
        to_pay_rials=[1100] * len(each), qualifying_rials=[1000] * len(each),
        document=[f"basket-{event_id}" for event_id in event_ids], branch=["b1"] * len(each),
        channel=["till"] * len(each), detail=['{"day": 20000}'] * len(each),
    )  # fmt: skip
    lines = HistoryLines(
        member=each, event=[start + n % 3 + 1 for n, start in enumerate(base)],
        number=[1] * len(each), quantity_milli=[1000] * len(each),
        gross_rials=[1000] * len(each), net_rials=[1000] * len(each),
        vat_rials=[100] * len(each), group=["food.dairy"] * len(each),
        product=["شیر"] * len(each), kind=["product"] * len(each),
    )  # fmt: skip
    movements = table(
        HistoryMovements,
        seq=[1, 2, 3, 4, 5], kind=[1, 1, 2, 3, 1], unit=[1] * 5,
        from_account=[10, 10, 1, 1, 10], to_account=[1, 1, 11, 12, 2], amount=[7, 9, 4, 3, 5],
        at=[at(0), at(3), at(3), at(9), at(400)], event=[1, 2, 2, 0, 3], lot=[1, 2, 0, 1, 5],
        award=[1, 2, 0, 1, 3],
    )  # fmt: skip
    lots = table(
        HistoryLots,
        seq=[1, 2, 5], unit=[1] * 3, issued=[7, 9, 5], remaining=[0, 9, 5], state=[3, 2, 1],
        available_at=[0, 0, at(9000)], expires_at=[at(9), at(8000), 0], award=[1, 2, 3],
    )  # fmt: skip
    uses = table(HistoryLotUses, seq=[3, 4], lot=[1, 1], amount=[4, 3])
    awards = table(
        HistoryAwards,
        event=[1, 2, 3], unit=[1] * 3, units=[7, 9, 5], uncapped=[7, 9, 5],
        basis=[1000] * 3, day=[20_000] * 3, carry=[0] * 3, qualifying=[0] * 3,
        rule=["base"] * 3, tier=["bronze"] * 3, detail=['{"line_basis": {"1": 1000}}'] * 3,
        id=[0] * 3,
    )  # fmt: skip
    made = HistoryBatch(
        club_id=till.club_id, source="baskets", programme_version_id=11, credential_id=3,
        members=[
            HistoryMember(person.member_id, {"tier": "bronze"}, 20_500, {}) for person in people
        ],
        events=events, lines=lines, movements=movements, lot_uses=uses, lots=lots,
        awards=replace(awards, id=award_ids),
    )  # fmt: skip
    return replace(made, **changed)


def test_history_is_a_book_like_any_other(till: Till) -> None:
    """Wallets, balances, dues and events are computed, and the proof holds."""
    history = batch(till)

    assert book.post_history(history=history) == (True, True)

    for member in history.members:
        seen = book.peek(club_id=till.club_id, member_id=member.member_id)
        assert seen.balances == {POINTS: WalletBalance(9, 0, 5, 0)}
        assert (seen.state, seen.state_version) == ({"tier": "bronze"}, 1)
    assert till.movements() == [
        ("earn", 1, 7, "issuer", "spendable", 7),
        ("earn", 1, 9, "issuer", "spendable", 16),
        ("burn", 1, 4, "spendable", "redemption", 12),
        ("expire", 1, 3, "spendable", "breakage", 9),
        ("earn", 1, 5, "issuer", "pending", 9),
    ]
    report = verify(club_id=till.club_id)
    assert report.differences == 0, str(report)


def test_life_goes_on_after_history(till: Till) -> None:
    """What history left can be spent, settled, refunded and found by its receipt."""
    history = batch(till, members=1)
    book.post_history(history=history)
    sale_id = history.events.id[1]

    till.post(BurnUnits(POINTS, 2), Earn(POINTS, 1))
    set_clock(BEGAN + timedelta(days=9000))
    assert till.balances() == {POINTS: WalletBalance(6, 0, 0, 0)}

    found = sales.stored_sale(club_id=till.club_id, member_id=till.member_id, sale_id=sale_id)
    receipt = queries.reference(
        club_id=till.club_id, source="baskets", document=f"basket-{sale_id}", effect="purchase"
    )
    assert found is not None
    assert receipt is not None
    assert receipt.event_id == sale_id
    assert found.lines[0].product == "شیر"
    assert [one.award.units for one in found.awards] == [9]
    done = till.post(TakeBack(found.awards[0].award.id, 9, 1000))
    assert done.answer["legs"][0]["from_breakage"] == 7
    assert verify(club_id=till.club_id).differences == 0


def test_history_is_posted_once(till: Till) -> None:
    """The same history again changes nothing, also when new members come with it."""
    history = batch(till)
    book.post_history(history=history)

    assert book.post_history(history=history) == (False, False)
    assert len(till.movements()) == 5


def test_history_is_refused_for_a_book_that_is_not_empty(till: Till) -> None:
    """Who has bought already keeps the book they have."""
    history = batch(till)
    till.post(Earn(POINTS, 1))

    with refused(BookNotEmpty):
        book.post_history(history=history)
    assert queries.balances(
        club_id=till.club_id, member_id=history.members[1].member_id
    ) == {}  # fmt: skip


def test_history_is_refused_for_strangers_and_known_receipts(till: Till) -> None:
    """Members of another club have no history here; a receipt counts once."""
    stranger = open_till()
    history = batch(till, members=1)
    other = batch(till.colleague(), members=1)
    twice = replace(other, events=replace(other.events, document=history.events.document))
    book.post_history(history=history)

    with refused(ReferencesDiffer):
        book.post_history(history=twice)
    with refused(NoSuchMember):
        book.post_history(history=replace(batch(till.colleague()), club_id=stranger.club_id))


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("lots", "remaining", [0, 8, 5]),
        ("lot_uses", "amount", [4, 2]),
        ("movements", "seq", [1, 2, 3, 4, 6]),
        ("movements", "amount", [7, 8, 4, 3, 5]),
    ],
)
def test_rows_that_contradict_each_other_are_refused(
    till: Till, table: str, column: str, values: list[int]
) -> None:
    """Whatever does not add up leaves no trace."""
    history = batch(till, members=1)
    broken = replace(getattr(history, table), **{column: values})

    with refused(BookBroken):
        book.post_history(history=replace(history, **{table: broken}))
    assert till.movements() == []
