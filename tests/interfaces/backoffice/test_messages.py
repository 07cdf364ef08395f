"""The messages page: what did not arrive first, with its reason; sent again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.adapters.sandbox.phone import SandboxPhone
from vafa.domain.clubs.scope import club_scope
from vafa.domain.messaging import operations
from vafa.domain.messaging.ports import Senders
from vafa.domain.messaging.records import NEWS, SECRET, NewMessage, Reason, State
from vafa.interfaces.backoffice.messages import PURPOSES, REASONS, STATES
from vafa.interfaces.web import sources
from vafa.journeys.send_messages import send_messages

pytestmark = pytest.mark.django_db

REFUSED = "09990000001"


def refused(shop: Shop, folder: Path, count: int = 1, *, purpose: str = "notice") -> list[int]:
    """Have messages sent that the gateway refuses; gives their ids."""
    sent = []
    at = sources.now()
    for _ in range(count):
        sent.append(sources.ids().next())
        with club_scope(shop.club_id):
            operations.store(
                club_id=shop.club_id, message_id=sent[-1], vault=sources.vault(), at=at,
                message=NewMessage(
                    purpose, "+989990000001", "میز شما آماده است", at + timedelta(hours=1)
                ),
            )  # fmt: skip
    phone = SandboxPhone(file=folder / "phone.sqlite", clock=sources.now)
    for _ in range(1 + count // 50):
        send_messages(
            club_id=shop.club_id, is_test=False, vault=sources.vault(),
            senders=Senders(live=phone, test=phone), clock=sources.now,
        )  # fmt: skip
    return sent


def rows(client: Client, query: str = "") -> list[str]:
    return [row.key for row in client.get(f"/messages/{query}").context["table"].rows]


def test_what_did_not_arrive_is_told_with_its_reason_and_sent_again(tmp_path: Path) -> None:
    shop = open_shop()
    shop.member(mobile=REFUSED, first_name="سارا")
    (message_id,) = refused(shop, tmp_path)
    client = staff_client(shop)

    page = client.get("/messages/").content.decode()
    one = client.get(f"/messages/{message_id}/").content.decode()
    done = client.post(f"/messages/{message_id}/")
    again = client.post(f"/messages/{message_id}/")

    assert "این شماره پیامک نمی‌گیرد" in page
    assert "سارا" in page
    assert "میز شما" not in one
    assert "دوباره بفرستید" in one
    assert done["Location"] == "/messages/"
    assert again.status_code == 422
    assert rows(client) == []
    assert len(rows(client, "?state=waiting")) == 1
    assert rows(client, "?state=resent") == [str(message_id)]


def test_a_code_has_no_way_to_be_sent_again(tmp_path: Path) -> None:
    shop = open_shop()
    (message_id,) = refused(shop, tmp_path, purpose="code")
    client = staff_client(shop)

    assert "یکی تازه بخواهید" in client.get(f"/messages/{message_id}/").content.decode()
    assert client.post(f"/messages/{message_id}/").status_code == 422
    assert client.get("/messages/7/").status_code == 404


def test_the_list_pages_searches_exports_and_asks_as_often_for_many(tmp_path: Path) -> None:
    shop = open_shop()
    client = staff_client(shop)
    refused(shop, tmp_path, 3)
    client.get("/messages/")
    with CaptureQueriesContext(connection) as few:
        client.get("/messages/")
    refused(shop, tmp_path, 30)
    with CaptureQueriesContext(connection) as many:
        first = client.get("/messages/").context["table"]
    second = client.get(first.next).context["table"]
    file = b"".join(client.get("/messages/?state=not_come&file=csv").streaming_content)  # type: ignore[attr-defined]  # framework

    assert len(many) == len(few)
    assert (len(first.rows), len(second.rows)) == (25, 8)
    assert not {row.key for row in first.rows} & {row.key for row in second.rows}
    assert file.decode("utf-8-sig").count("\r\n") == 34
    assert rows(client, f"?q={REFUSED}") != []
    assert rows(client, f"?q={REFUSED}&state=") != []
    assert rows(client, "?q=09121110000") == rows(client, "?q=x") == []


def test_every_state_purpose_and_reason_has_words() -> None:
    assert set(STATES) == set(get_args(State))
    assert SECRET | NEWS | {"notice"} == set(PURPOSES)
    assert set(get_args(Reason)) - {""} <= set(REASONS)
