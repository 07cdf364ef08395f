"""Refunds at the same time, or cut in the middle: each happens once and whole, or not at all."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, connections, transaction

from tests.factories.clubs import Club, a_club
from tests.factories.shops import Caller, open_shop
from vafa.kit.errors import VafaError
from vafa.ledger import operations as book
from vafa.programme.document import Budget
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_refund_sent_at_once_gives_everybody_one_answer() -> None:
    """Whoever is decided after the others would otherwise hear that nothing is left."""
    shop = open_shop()
    member = shop.member()
    for number in range(12):
        purchase_id = shop.purchase(member, 1_000_000)["purchase_id"]
        body = {"member_id": member, "source": "till", "document": f"B{number}", "currency": "IRR"}
        barrier = threading.Barrier(3)
        answers: list[tuple[int, bytes]] = []

        def send(
            path: str = f"/v1/purchases/{purchase_id}/refunds",
            body: dict[str, str] = body,
            key: str = f"refund-{number}",
            barrier: threading.Barrier = barrier,
            answers: list[tuple[int, bytes]] = answers,
        ) -> None:
            barrier.wait()
            answer = Caller(shop.owner.secret).write(path, body, key=key)
            answers.append((answer.status_code, answer.content))
            connection.close()

        threads = [threading.Thread(target=send) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [status for status, _ in answers] == [201] * 3
        assert len({content for _, content in answers}) == 1


def test_a_refund_that_cannot_give_the_budget_back_is_none() -> None:
    """What dies between the two leaves nothing behind; sent again it does both."""
    club = a_club_with_budget()
    sale = club.buy(1_000_000)
    has_it, may_go = threading.Event(), threading.Event()

    def keep_the_budget() -> None:
        with transaction.atomic():
            book.return_budget(
                club_id=club.club_id, budget="month", event_id=sale.event_id, units=0
            )
            has_it.set()
            may_go.wait(20)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        keeping = pool.submit(keep_the_budget)
        assert has_it.wait(20)
        with pytest.raises((DatabaseError, VafaError)), patience("200ms"):
            club.refund(sale, document="F-1")
        may_go.set()
        keeping.result()
    before = club.available("credit")
    club.refund(sale, document="F-1")
    again = club.buy(1_000_000)

    assert before == 20_000
    assert sum(award.units for award in again.awards) == 20_000


def a_club_with_budget() -> Club:
    """Open a club whose credit has a budget of one purchase a month."""
    document = reference_programme()
    rules = tuple(rule.model_copy(update={"budget": "month"}) for rule in document.rules[1:])
    budget = Budget(code="month", unit="credit", per="month", amount=20_000)
    return a_club(document.model_copy(update={"rules": rules, "budgets": (budget,)}))


@contextmanager
def patience(how_long: str) -> Iterator[None]:
    """Wait for a lock no longer than this."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = %s", [how_long])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
