"""Webhooks over HTTP: added, seen, rotated, replayed, removed."""

from typing import Any

import pytest

from tests.factories.receivers import receiving
from tests.factories.shops import Caller, Shop
from vafa.adapters.webhooks.http import HttpSender
from vafa.interfaces.web import sources
from vafa.journeys.deliver_webhooks import deliver_webhook
from vafa.journeys.relay_changes import relay_changes

URL = "https://shop.example.com/vafa"


def added(shop: Shop, **more: Any) -> dict[str, Any]:
    """Add a webhook."""
    answer = shop.owner.write("/v1/webhooks", {"url": URL, **more})
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def delivered(shop: Shop, webhook_id: str) -> int:
    """Have what happened sent to this machine, whatever the address says."""
    while relay_changes():
        pass
    return deliver_webhook(
        club_id=shop.club_id,
        webhook_id=int(webhook_id),
        ids=sources.ids(),
        vault=sources.vault(),
        send=HttpSender(is_allowed=lambda _address: True, resolver=lambda *_: ["127.0.0.1"]),
        clock=sources.now,
    )


def test_secret_is_shown_once_and_never_listed(shop: Shop) -> None:
    body = {"url": URL, "topics": ["purchase.recorded", "purchase.recorded"]}

    first = shop.owner.write("/v1/webhooks", body, key="w1")
    again = shop.owner.write("/v1/webhooks", body, key="w1")
    listed = shop.owner.get("/v1/webhooks").json()["webhooks"]

    assert first.json()["secret"].startswith("whsec_")
    assert (again.json()["secret"], again["Idempotent-Replayed"]) == ("", "true")
    assert listed == [first.json()["webhook"]] == [again.json()["webhook"]]
    assert listed[0]["topics"] == ["purchase.recorded"]
    assert "secret" not in listed[0]


@pytest.mark.parametrize(
    "url", ["http://shop.example.com/", "https://10.0.0.1/", "https://[::1]/", "https://localhost"]
)
def test_unfit_address_is_refused_and_nothing_is_written(shop: Shop, url: str) -> None:
    answer = shop.owner.write("/v1/webhooks", {"url": url})

    assert (answer.status_code, answer.json()["code"]) == (422, "unfit_url")
    assert shop.owner.get("/v1/webhooks").json()["webhooks"] == []


def test_twenty_webhooks_are_enough(shop: Shop) -> None:
    for _ in range(20):
        added(shop)

    answer = shop.owner.write("/v1/webhooks", {"url": URL})

    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_webhooks")


def test_rotation_gives_a_new_secret_once(shop: Shop) -> None:
    one = added(shop)
    path = f"/v1/webhooks/{one['webhook']['webhook_id']}/rotate"

    first = shop.owner.write(path, key="r1").json()["secret"]
    again = shop.owner.write(path, key="r1").json()["secret"]

    assert first.startswith("whsec_")
    assert (first != one["secret"], again) == (True, "")


def test_removed_webhook_is_gone(shop: Shop) -> None:
    path = f"/v1/webhooks/{added(shop)['webhook']['webhook_id']}"

    statuses = [shop.owner.write(path, method="DELETE").status_code for _ in range(2)]

    assert statuses == [204, 404]
    assert shop.owner.get("/v1/webhooks").json()["webhooks"] == []


@pytest.mark.parametrize("body", [{}, {"cursor": "1", "delivery_id": "1"}])
def test_replay_names_one_of_cursor_and_delivery(shop: Shop, body: dict[str, str]) -> None:
    path = f"/v1/webhooks/{added(shop)['webhook']['webhook_id']}/replay"

    answer = shop.owner.write(path, body)

    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")


def test_replay_of_an_unknown_delivery_finds_nothing(shop: Shop) -> None:
    path = f"/v1/webhooks/{added(shop)['webhook']['webhook_id']}/replay"

    answer = shop.owner.write(path, {"delivery_id": "1"})

    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_delivery")


def test_log_shows_every_try_in_pages_and_one_is_sent_again(shop: Shop) -> None:
    with receiving() as there:
        url = f"https://shop.example.com:{there.port}/vafa"
        webhook_id = added(shop, url=url)["webhook"]["webhook_id"]
        shop.purchase(shop.member(), 1_000_000)
        delivered(shop, webhook_id)  # TLS meets a plain server: no delivery
    path = f"/v1/webhooks/{webhook_id}/deliveries"
    (failed,) = shop.owner.get(path).json()["deliveries"]

    answer = shop.owner.write(
        f"/v1/webhooks/{webhook_id}/replay", {"delivery_id": failed["delivery_id"]}
    )
    delivered(shop, webhook_id)
    first = shop.owner.get(f"{path}?limit=1").json()
    rest = shop.owner.get(f"{path}?limit=200&cursor={first['next_cursor']}").json()

    assert answer.json()["webhook"]["failing_since"] is None
    assert (failed["outcome"], failed["status"], failed["error"]) == ("retry", 0, "tls")
    entries = first["deliveries"] + rest["deliveries"]
    assert [entry["outcome"] for entry in entries] == ["retry", "given_up", "retry"]
    assert rest["next_cursor"] == ""


def test_key_without_the_right_may_not_see_the_log(shop: Shop) -> None:
    webhook_id = added(shop)["webhook"]["webhook_id"]
    till: Caller = shop.caller({"read"})

    assert till.get(f"/v1/webhooks/{webhook_id}/deliveries").status_code == 403
