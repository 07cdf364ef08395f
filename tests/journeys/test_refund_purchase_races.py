"""One refund sent by several tills at once: it happens once, and each gets the same answer."""

import threading

import pytest
from django.db import connection

from tests.factories.shops import Caller, open_shop

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
