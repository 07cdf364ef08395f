"""API keys in the office: issued once, their secret shown once, ended at once."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import Caller, open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def test_a_key_is_issued_once_works_and_ends() -> None:
    client = staff_client(open_shop())
    sent = {"key": new_key(), "name": "نرم‌افزار فروش", "rights": ["read"]}
    first = client.post("/settings/keys/new/", sent)
    again = client.post("/settings/keys/new/", sent)
    key = first.context["key"]
    caller = Caller(key.secret)
    works = caller.get("/v1/club")
    page = f"/settings/keys/{key.key_id}/"
    shown = client.get(page)
    ended = client.post(f"{page}end/")

    assert (works.status_code, works.json()["key_rights"][0]) == (200, "read")
    assert (again.context["key"].key_id, again.context["key"].secret) == (key.key_id, "")
    assert shown.context["key"].last_used_on is not None
    assert key.secret not in shown.content.decode()
    assert (ended.status_code, client.get(page).context["is_live"]) == (302, False)


def test_keys_are_listed_filtered_and_exported() -> None:
    client = staff_client(open_shop())
    rows = client.get("/settings/keys/?state=live").context["table"].rows
    none = client.get("/settings/keys/?state=ended").context["table"].rows
    file = client.get("/settings/keys/?file=csv").getvalue().decode("utf-8-sig")

    assert [row.title for row in rows] == ["first key"]
    assert none == []
    assert "first key" in file
    assert client.get("/settings/keys/5/").status_code == 404


def test_a_key_without_rights_is_no_key() -> None:
    client = staff_client(open_shop())
    refused = client.post("/settings/keys/new/", {"key": new_key(), "name": "x"})

    assert list(refused.context["form"].errors) == ["rights"]
