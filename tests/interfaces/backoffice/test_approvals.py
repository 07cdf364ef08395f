"""What waits for a second person, in the office: seen, approved by another, declined with why."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def asked(shop: Shop, client: Client) -> str:
    """Have somebody ask for more credit than one person gives alone; gives the request's id."""
    member = shop.member(first_name="سارا")
    number = shop.owner.get(f"/v1/members/{member}").json()["number"]
    sent = {
        "key": new_key(), "unit": "credit", "direction": "give", "amount": "۵۰۰٬۰۰۰",
        "units": "5000000", "reason": "goodwill", "note": "جبران",
    }  # fmt: skip
    assert client.post(f"/members/{number}/adjust/", sent).status_code == 302
    (row,) = client.get("/approvals/").context["table"].rows
    return str(row.key)


def test_another_person_approves_and_it_happens_once() -> None:
    shop = open_shop()
    first, second = staff_client(shop), staff_client(shop)
    page = f"/approvals/{asked(shop, first)}/"
    own = first.post(f"{page}approve/", {"key": new_key()})
    shown = second.get(page)
    menu = second.get("/").content.decode().partition('href="/approvals/"')[2]
    sent = {"key": new_key()}
    done, again = (second.post(f"{page}approve/", sent) for _ in range(2))

    assert "۱<span" in menu.partition("</a>")[0].replace("</span>", "").replace("\n", "")
    assert own.status_code == 422
    assert own.context["refused"].non_field_errors()
    assert (first.get(page).context["is_mine"], shown.context["is_mine"]) == (True, False)
    assert shown.context["member"][0] == "سارا"
    assert (done.status_code, again.status_code) == (302, 302)
    assert second.get("/approvals/").context["table"].rows == []
    assert len(second.get("/approvals/?state=approved").context["table"].rows) == 1


def test_it_is_declined_with_a_reason() -> None:
    shop = open_shop()
    first, second = staff_client(shop), staff_client(shop)
    page = f"/approvals/{asked(shop, first)}/"
    without = second.post(f"{page}decline/", {"reason": ""})
    declined = second.post(f"{page}decline/", {"reason": "بدون دلیل"})
    late = second.post(f"{page}approve/", {"key": new_key()})
    file = second.get("/approvals/?state=declined&file=csv").getvalue().decode("utf-8-sig")

    assert list(without.context["form"].errors) == ["reason"]
    assert (declined.status_code, late.status_code) == (302, 422)
    assert first.get(page).context["one"].reason == "بدون دلیل"
    assert "بدون دلیل" in file
    assert first.get("/approvals/5/").status_code == 404
