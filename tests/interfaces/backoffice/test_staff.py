"""Staff in the office: listed, invited, given another role, suspended and let work again."""

from __future__ import annotations

import pytest

from tests.factories.people import hire, signed_in, staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def test_staff_are_invited_once_listed_and_exported() -> None:
    client = staff_client(open_shop())
    sent = {"key": new_key(), "name": "نگار راد", "role": "cashier", "login": "n@example.com"}

    first = client.post("/settings/staff/new/", sent)
    again = client.post("/settings/staff/new/", sent)
    found = client.get("/settings/staff/?q=نگار").context["table"].rows
    file = client.get("/settings/staff/?file=csv").getvalue().decode("utf-8-sig")

    assert first.status_code == 302
    assert again["Location"] == first["Location"]
    assert [row.cells[1].shown for row in found] == ["صندوق‌دار"]
    assert "نگار راد" in file
    assert client.get(first["Location"]).context["may_suspend"] is True


def test_a_refused_login_adds_nobody() -> None:
    client = staff_client(open_shop())
    sent = {"key": new_key(), "name": "نگار راد", "role": "cashier", "login": "نگار"}

    refused = client.post("/settings/staff/new/", sent)
    mended = client.post("/settings/staff/new/", {**sent, "login": "n@example.com"})

    assert refused.context["form"].errors["login"]
    assert mended.status_code == 302
    found = client.get("/settings/staff/?q=نگار").context["table"].rows
    assert len(found) == 1


def test_a_suspended_person_is_signed_out_until_resumed() -> None:
    shop = open_shop()
    owner, worker = staff_client(shop), hire(shop, "support")
    theirs = signed_in(worker)
    page = f"/settings/staff/{worker.staff_id}/"

    assert owner.post(f"{page}role/", {"role": "auditor"}).status_code == 302
    assert owner.post(f"{page}suspend/").status_code == 302
    assert theirs.get("/orders/").status_code != 200
    assert owner.get(page).context["may_resume"] is True
    assert owner.post(f"{page}resume/").status_code == 302
    assert signed_in(worker).get("/orders/").status_code == 200


def test_somebody_gets_other_branches() -> None:
    shop = open_shop(branches=("north", "south"))
    owner, worker = staff_client(shop), hire(shop, "cashier")
    page = f"/settings/staff/{worker.staff_id}/"
    sent = {"role": "cashier", "branches": ["south"]}

    assert owner.post(f"{page}role/", sent).status_code == 302
    assert owner.get(page).context["card"].branches == ("south",)
    assert owner.post(f"{page}role/", {**sent, "branches": ["west"]}).status_code == 422


def test_the_last_owner_stays_and_who_may_not_is_stopped() -> None:
    shop = open_shop()
    worker = hire(shop, "owner")
    owner = signed_in(worker)

    refused = owner.post(f"/settings/staff/{worker.staff_id}/role/", {"role": "cashier"})

    assert refused.status_code == 422
    assert refused.context["form"].errors
    assert staff_client(shop, "cashier").get("/settings/staff/").status_code == 403
    assert staff_client(open_shop()).get(f"/settings/staff/{worker.staff_id}/").status_code == 404
