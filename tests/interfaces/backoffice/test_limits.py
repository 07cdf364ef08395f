"""Limits in the office: lowered at once, raised by two people, set for a role."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def test_a_lower_limit_counts_at_once_and_a_higher_one_waits() -> None:
    shop = open_shop()
    client, second = staff_client(shop), staff_client(shop)
    for limit in ("۵۰٬۰۰۰", "۲۰۰٬۰۰۰"):
        sent = {"key": new_key(), "limit": limit}
        assert client.post("/settings/limits/club/", sent).status_code == 302
    lowered = client.get("/settings/limits/").context["limit"]
    (row,) = second.get("/approvals/").context["table"].rows
    approved = second.post(f"/approvals/{row.key}/approve/", {"key": new_key()})

    assert (lowered, approved.status_code) == (500_000, 302)
    assert client.get("/settings/limits/").context["limit"] == 2_000_000


def test_a_role_gets_its_own_limits() -> None:
    client = staff_client(open_shop())
    sent = {"grant": "۱۰٬۰۰۰", "apply": ""}
    assert client.post("/settings/limits/cashier/", sent).status_code == 302
    roles = {one.role: one for _, one in client.get("/settings/limits/").context["roles"]}

    assert (roles["cashier"].grant_rials, roles["cashier"].apply_rials) == (100_000, None)
    assert client.get("/settings/limits/nobody/").status_code == 404
