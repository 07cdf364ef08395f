"""Delivery beside the relay: real threads, real connections, one round after another."""

import time

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from tests.factories.receivers import receiving
from tests.factories.shops import Shop, open_shop
from vafa.adapters.webhooks.http import HttpSender
from vafa.domain.webhooks.ports import Sender
from vafa.domain.webhooks.records import Sending, Sent
from vafa.journeys.relay_changes import relay_changes
from vafa.server.webhooks import delivering

pytestmark = pytest.mark.django_db(transaction=True)


class OneFails(Exception):
    """The sender itself broke."""


def a_shop_with_a_webhook(url: str) -> tuple[Shop, str]:
    """Open a shop where somebody has joined and bought after the webhook was added."""
    shop = open_shop(is_test=True)
    secret = shop.owner.write("/v1/webhooks", {"url": url}).json()["secret"]
    shop.purchase(shop.member(), 1_000_000)
    while relay_changes():
        pass
    return shop, secret


def look_for_a_while(send: Sender) -> None:
    """Do as the relay does."""
    with delivering(send=send) as look:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            look()
            time.sleep(0.05)


def test_what_happens_arrives_signed_and_in_order() -> None:
    send = HttpSender(is_allowed=lambda _address: True, resolver=lambda *_: ["127.0.0.1"])
    with receiving() as there:
        _, secret = a_shop_with_a_webhook(f"http://shop.example.com:{there.port}/vafa")
        with delivering(send=send) as look:
            until = time.monotonic() + 20
            while len(there.requests) < 2 and time.monotonic() < until:
                look()
                time.sleep(0.05)

    bodies = [Verifier(secret).verify(one.body, one.headers) for one in there.requests]
    assert [body["type"] for body in bodies] == ["member.join", "purchase.recorded"]


def test_error_of_a_round_ends_the_process() -> None:
    def breaks(_sending: Sending) -> Sent:
        raise OneFails

    a_shop_with_a_webhook("http://shop.example.com/vafa")

    with pytest.raises(OneFails):
        look_for_a_while(breaks)
