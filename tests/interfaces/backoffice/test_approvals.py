"""What waits for a second person, in the office: seen, approved by another, declined with why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import translation

from tests.factories.clubs import IDS
from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.domain.clubs import approvals
from vafa.domain.clubs.queries import authenticate
from vafa.domain.clubs.scope import club_scope
from vafa.interfaces.backoffice.periods import month_title
from vafa.interfaces.web import sources
from vafa.interfaces.web.forms import new_key
from vafa.interfaces.web.lists import PAGE_ROWS

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


def test_every_request_is_found_page_by_page_and_in_the_file() -> None:
    shop = open_shop()
    client = staff_client(shop)
    principal = authenticate(secret=shop.owner.secret, at=sources.now())
    principal = replace(principal, staff_id=IDS.next())
    with club_scope(shop.club_id):
        asked = [
            approvals.ask(
                principal=principal, approval_id=IDS.next(), kind="manual_limit",
                payload={"limit_rials": limit}, at=sources.now(),
            ).approval_id
            for limit in range(1, 2 * PAGE_ROWS + 2)
        ]  # fmt: skip
        approvals.decline(principal=principal, approval_id=asked[0], at=sources.now())
    first = client.get("/approvals/?state=").context["table"]
    second = client.get(first.next).context["table"]
    last = client.get(second.next).context["table"]
    back = client.get(second.previous).context["table"]
    waiting = client.get("/approvals/?kind=manual_limit&file=csv").getvalue().decode()

    pages = [row.key for table in (first, second, last) for row in table.rows]
    assert pages == [str(one) for one in reversed(asked)]
    assert (last.next, [row.key for row in back.rows]) == ("", pages[:PAGE_ROWS])
    assert waiting.count("\r\n") == len(asked)  # its head, and all but who was declined


def test_a_month_is_called_by_its_name() -> None:
    assert month_title("1404-09") == "آذر ۱۴۰۴"
    with translation.override("en"):
        assert month_title("1404-09") == "Azar 1404"
    assert month_title("never") == "never"


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
