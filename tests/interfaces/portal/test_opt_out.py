"""The page of the link in each message."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.shops import Shop, open_shop
from vafa.interfaces.web import sources
from vafa.journeys.stop_messages import opt_out_token

pytestmark = pytest.mark.django_db


def link_of(shop: Shop, member_id: str) -> str:
    """Give the path of a member's link."""
    token = opt_out_token(vault=sources.vault(), club_id=shop.club_id, member_id=int(member_id))
    return f"/u/{shop.code}/{token}"


def test_opening_changes_nothing_one_tap_stops_and_undo_helps() -> None:
    shop = open_shop()
    member_id = shop.member(first_name="سارا")
    agreement = {"purpose": "sms", "source": "till", "wording": "w"}
    assert shop.owner.write(f"/v1/members/{member_id}/consents", agreement).status_code == 200
    client, link = Client(), link_of(shop, member_id)

    opened = [client.get(link) for _ in range(2)][-1]
    client.post(link, {"act": "stop"})
    stopped = client.get(link)
    client.post(link, {"act": "undo"})

    assert opened.context["state"].is_on
    assert "سارا" not in opened.content.decode()
    assert not stopped.context["state"].is_on
    assert client.get(link).context["state"].is_on


def test_an_unknown_link_is_said_kindly_and_the_api_says_so_too() -> None:
    shop = open_shop()
    wrong = "A" * 22

    assert Client().get(f"/u/{shop.code}/{wrong}").status_code == 404
    assert shop.owner.write("/v1/opt-outs", {"token": wrong}).json()["code"] == "no_such_opt_out"
