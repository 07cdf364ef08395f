"""Webhooks in the office: added, their secrets shown once, removed."""

from __future__ import annotations

import re

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.backoffice.webhooks import TOPICS
from vafa.interfaces.web.forms import new_key
from vafa.programme.compile import TRIGGERS
from vafa.server.homes import PROJECT

pytestmark = pytest.mark.django_db


def test_a_webhook_is_added_gets_a_new_secret_and_is_removed() -> None:
    client = staff_client(open_shop())
    sent = {
        "key": new_key(), "url": "https://shop.example.com/vafa", "topics": ["purchase.recorded"],
    }  # fmt: skip
    added = client.post("/settings/webhooks/new/", sent)
    webhook_id = added.context["card"].webhook_id
    page = f"/settings/webhooks/{webhook_id}/"
    rotated = client.post(f"{page}secret/", {"key": new_key()})
    again = client.post(f"{page}again/", {"key": new_key()})
    paused = client.post(f"{page}pause/", follow=True)
    resumed = client.post(f"{page}resume/", follow=True)
    rows = client.get("/settings/webhooks/?q=shop.example").context["table"].rows
    removed = client.post(f"{page}remove/")

    assert added.context["secret"].startswith("whsec_")
    assert rotated.context["secret"] not in {"", added.context["secret"]}
    assert client.get("/settings/webhooks/").context["table"].rows == []
    assert ([row.key for row in rows], again.status_code) == ([str(webhook_id)], 200)
    assert (paused.context["state"], resumed.context["state"]) == ("متوقف", "درست کار می‌کند")
    assert (removed.status_code, client.get(page).status_code) == (302, 404)


def test_whatever_is_told_of_can_be_chosen() -> None:
    folder = PROJECT / "src/vafa/domain/rewards"
    written = re.compile(r'"((?:purchase|credit|member|tier|balance|notice|expiry)\.[a-z_]+)"')
    told = {one for path in folder.rglob("*.py") for one in written.findall(path.read_text())}
    told -= {"credit.apply", "credit.grant"} | {one for one in told if one.startswith("expiry")}

    assert {"member.merged", "credit.held"} <= told
    assert told <= set(TOPICS)
    assert {f"member.{one}" for one in TRIGGERS if "invit" in one or one == "referral"} <= {
        *TOPICS
    }


def test_an_inside_address_is_refused_at_its_field() -> None:
    client = staff_client(open_shop())
    sent = {"key": new_key(), "url": "https://localhost/vafa"}

    refused = client.post("/settings/webhooks/new/", sent)

    assert list(refused.context["form"].errors) == ["url"]
