"""Many tills at once on the real database: nothing negative, nothing doubled, no deadlock."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from django.db import connection, connections, transaction

from tests.factories.book import POINTS, Till, number, open_till, request, set_clock
from vafa.ledger import operations as book
from vafa.ledger import queries, relay
from vafa.ledger.errors import KeyReused
from vafa.ledger.records import (
    BurnUnits,
    Earn,
    HoldUnits,
    LedgerEvent,
    Leg,
    OutboxRow,
    Posted,
    Snapshot,
    SourceRef,
)
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)

type_of_result = TypeVar("type_of_result")
Plan = Callable[[Snapshot], tuple[Sequence[Leg], dict[str, int]]]


@pytest.fixture
def till() -> Iterator[Till]:
    """Give a member whose book is committed; the clock is the database's own."""
    set_clock(None)
    yield open_till()
    set_clock(None)


def at_once(
    count: int, work: Callable[[int], type_of_result], *, waiting: int = 60
) -> list[type_of_result]:
    """Run `work` in so many threads that start together, each with a connection of its own."""
    barrier = threading.Barrier(count)

    def run(index: int) -> type_of_result:
        try:
            connection.ensure_connection()
            barrier.wait(waiting)
            return work(index)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count), timeout=waiting))


def post_until_current(till: Till, plan: Plan, outbox: tuple[OutboxRow, ...] = ()) -> Posted:
    """Decide and post as a till does: twice freely, the third time with the member locked."""
    event_id = number()
    for is_locked in (False, False, True):
        with transaction.atomic():
            seen = book.peek(club_id=till.club_id, member_id=till.member_id, lock=is_locked)
            if is_locked:
                return _post(till, event_id, seen, plan, outbox)
        done = _post(till, event_id, seen, plan, outbox)
        if done.outcome != "stale":
            return done
    raise AssertionError


def _post(
    till: Till, event_id: int, seen: Snapshot, plan: Plan, outbox: tuple[OutboxRow, ...]
) -> Posted:
    legs, state = plan(seen)
    return book.post(
        event=LedgerEvent(
            club_id=till.club_id, member_id=till.member_id, event_id=event_id, kind="purchase",
            event_at=seen.now, expected_version=seen.state_version, programme_version_id=1,
            credential_id=3, legs=tuple(legs), state=state, outbox=outbox,
        )
    )  # fmt: skip


@pytest.mark.parametrize(("tills", "tries"), [(2, 60), (8, 20), (32, 6)])
def test_tills_at_one_wallet_never_overspend(till: Till, tills: int, tries: int) -> None:
    """E24: however many tills redeem one wallet at once, exactly what it holds is spent."""
    till.post(Earn(POINTS, 40), Earn(POINTS, 20))

    def redeem(_: int) -> list[str]:
        return [
            post_until_current(till, lambda _: ([BurnUnits(POINTS, 1)], {})).outcome
            for _ in range(tries)
        ]

    outcomes = Counter(outcome for some in at_once(tills, redeem) for outcome in some)

    assert outcomes == {"posted": 60, "declined": tills * tries - 60}
    assert till.balances()[POINTS].spendable == 0
    assert verify(club_id=till.club_id).differences == 0


def test_a_reader_sees_whole_books_while_tills_post(till: Till) -> None:
    """At every instant wallets are their movements and lots, also while tills post."""
    others = [till.colleague() for _ in range(3)]
    for one in others:
        one.post(Earn(POINTS, 1000))

    def work(index: int) -> int:
        if index == 3:
            return sum(verify(club_id=till.club_id).differences for _ in range(8))
        for _ in range(25):
            post_until_current(
                others[index], lambda _: ([BurnUnits(POINTS, 3), Earn(POINTS, 2)], {})
            )
        return 0

    assert at_once(4, work) == [0, 0, 0, 0]
    assert [one.balances()[POINTS].spendable for one in others] == [975, 975, 975]


def test_tills_near_a_cap_grant_exactly_the_cap(till: Till) -> None:
    """E91: four tills at once near a day cap of 100: exactly 100 granted."""

    def capped(seen: Snapshot) -> tuple[Sequence[Leg], dict[str, int]]:
        used = int(seen.state.get("used", 0))
        granted = min(9, 100 - used)
        return ([Earn(POINTS, granted)] if granted else [], {"used": used + granted})

    at_once(4, lambda _: [post_until_current(till, capped) for _ in range(4)])

    assert till.balances()[POINTS].spendable == 100


def test_the_same_request_fifty_times_at_once_is_posted_once(till: Till) -> None:
    """E25: everybody gets the one answer."""
    asked = request(till.club_id)
    refs = (SourceRef("pos", "R1", "purchase"),)

    def send(_: int) -> tuple[int, str]:
        seen = book.snapshot(request=asked, member_id=till.member_id, event_id=number(), refs=refs)
        if seen.answer is not None:
            return seen.event_id, str(seen.answer)
        done = _post(till, seen.event_id, seen, lambda _: ([Earn(POINTS, 10)], {}), ())
        return done.event_id, str(done.answer)

    answers = at_once(25, lambda index: [send(index), send(index)])

    assert len({answer for pair in answers for answer in pair}) == 1
    assert till.balances()[POINTS].spendable == 10


def test_one_receipt_under_many_keys_is_posted_once(till: Till) -> None:
    """E26: the natural key wins over any number of new idempotency keys."""

    def send(_: int) -> int:
        seen = book.snapshot(
            request=request(till.club_id), member_id=till.member_id, event_id=number(),
            refs=(SourceRef("pos", "R1", "purchase"), SourceRef("terminal", "T9", "purchase")),
        )  # fmt: skip
        if seen.answer is None:
            _post(till, seen.event_id, seen, lambda _: ([Earn(POINTS, 10)], {}), ())
        return seen.event_id

    assert len(set(at_once(12, send))) == 1
    assert till.balances()[POINTS].spendable == 10


def test_one_key_with_two_bodies_at_once_serves_one_of_them(till: Till) -> None:
    """Whoever claims the key first is served; the other body is refused."""
    other = till.colleague()

    def send(index: int) -> str:
        who, body = (till, "a") if index % 2 else (other, "b")
        try:
            seen = book.snapshot(
                request=request(till.club_id, "one-key", body), member_id=who.member_id,
                event_id=number(),
            )  # fmt: skip
        except KeyReused:
            return "refused"
        _post(who, seen.event_id, seen, lambda _: ([Earn(POINTS, 10)], {}), ())
        return body

    served = at_once(8, send)

    assert Counter(served)["refused"] == 4
    assert len(set(served) - {"refused"}) == 1
    spendable = [one.balances().get(POINTS) for one in (till, other)]
    assert sum(balance.spendable for balance in spendable if balance) == 10


def test_expiry_and_redemption_at_one_instant_spend_or_expire(till: Till) -> None:
    """E30: units are spent or expire, never both; nobody's rerun writes twice."""
    midnight = datetime.now(UTC) + timedelta(hours=1)  # noqa: TID251 - framework
    for _ in range(5):
        till.post(Earn(POINTS, 10, expires_at=midnight))

    def work(index: int) -> int:
        if index % 2:
            set_clock(midnight)
            book.settle(club_id=till.club_id, member_id=till.member_id)
            return 0
        set_clock(midnight - timedelta(seconds=1))
        done = post_until_current(till, lambda _: ([BurnUnits(POINTS, 7)], {}))
        return 7 if done.outcome == "posted" else 0

    spent = sum(at_once(8, work))

    expired = sum(row[2] for row in till.movements() if row[0] == "expire")
    assert spent + expired == 50
    assert till.balances()[POINTS].spendable == 0
    assert verify(club_id=till.club_id).differences == 0


def test_capture_and_expiry_of_a_hold_end_it_once(till: Till) -> None:
    """E27: captured or released, exactly once, when both happen at one instant."""
    end = datetime.now(UTC) + timedelta(hours=1)  # noqa: TID251 - framework
    till.post(Earn(POINTS, 50))
    hold_ids = [till.post(HoldUnits(POINTS, 10, end)).event_id for _ in range(5)]

    def capture(hold_id: int) -> str:
        return post_until_current(till, lambda _: ([BurnUnits(POINTS, 6, hold_id)], {})).outcome

    def work(index: int) -> int:
        if index % 2:
            set_clock(end)
            book.settle(club_id=till.club_id, member_id=till.member_id)
            return 0
        set_clock(end - timedelta(seconds=1))
        return sum(capture(hold_id) == "posted" for hold_id in hold_ids)

    captured = sum(at_once(6, work))

    states = Counter(
        found.state
        for hold_id in hold_ids
        if (found := queries.hold(
            club_id=till.club_id, member_id=till.member_id, hold_id=hold_id
        ))
    )  # fmt: skip
    assert states["captured"] == captured
    assert sum(states.values()) == states["captured"] + states["expired"] == 5
    balance = till.balances()[POINTS]
    assert (balance.spendable, balance.held) == (50 - 6 * captured, 0)


def test_budget_is_granted_to_the_last_unit_and_not_beyond(till: Till) -> None:
    """Sixteen slices taken by many tills are the budget: a hard stop at nothing."""

    def take(_: int) -> int:
        return sum(
            book.take_budget(
                club_id=till.club_id, budget="b", period=1, units=7, event_id=number(), total=500
            )
            for _ in range(12)
        )

    assert sum(at_once(8, take)) == 500


def test_no_follow_up_is_missed_or_shared_by_two_relays(till: Till) -> None:
    """Every follow-up is handed on exactly once while tills go on writing."""
    writers = [till, *(till.colleague() for _ in range(2))]
    handed: list[tuple[int, int]] = []
    lock = threading.Lock()

    def take(batch: Sequence[relay.FollowUp]) -> None:
        with lock:
            mine = [one for one in batch if one.club_id == till.club_id]
            handed.extend((one.event_id, one.number) for one in mine)

    def work(index: int) -> None:
        for _ in range(20):
            if index < 3:
                rows = (OutboxRow("a", {"n": 1}), OutboxRow("b", {}))
                post_until_current(writers[index], lambda _: ([Earn(POINTS, 1)], {}), rows)
            else:
                relay.drain(handler=take, batch=7)

    at_once(5, work)
    while relay.drain(handler=take, batch=50):
        pass

    assert len(handed) == len(set(handed)) == 120
