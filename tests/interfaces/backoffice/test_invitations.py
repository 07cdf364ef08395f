"""The office's list of who came by whose invitation."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import staff_client
from tests.factories.shops import Shop, new_mobile, open_shop
from vafa.interfaces.web.lists import PAGE_ROWS

pytestmark = pytest.mark.django_db
PAGE = "/members/invitations/"


def invited(shop: Shop, inviter: str, name: str) -> str:
    """Have somebody join by a member's link; gives the membership number."""
    token = shop.owner.get(f"/v1/members/{inviter}/invitations").json()["token"]
    body = {
        "mobile": new_mobile(), "first_name": name, "consent_source": "invite",
        "invitation": token,
    }  # fmt: skip
    answer = shop.owner.write("/v1/members", body)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["member"]["number"])


def test_who_came_by_whom_is_listed_found_and_sent() -> None:
    shop = open_shop()
    client = staff_client(shop)
    empty = client.get(PAGE).content.decode()
    sara, reza = shop.member(), shop.member(first_name="رضا")
    ali, mina = invited(shop, sara, "علی"), invited(shop, reza, "مینا")
    number = shop.owner.get(f"/v1/members/{sara}").json()["number"]

    def numbers(query: str = "") -> list[str]:
        rows = client.get(f"{PAGE}{query}").context["table"].rows
        return [row.cells[0].href.split("/")[2] for row in rows]

    row = client.get(PAGE).context["table"].rows[1]
    sheet = client.get(f"{PAGE}?file=csv").getvalue().decode()
    told = shop.owner.get("/v1/invitations?limit=1").json()
    rest = shop.owner.get(f"/v1/invitations?before={told['next_before']}").json()

    assert "هنوز کسی با دعوت نیامده است" in empty
    assert numbers() == [mina, ali]
    assert [cell.shown for cell in row.cells[:2]] == ["علی", "سارا"]
    assert "هنوز خرید نکرده" in row.cells[3].shown
    assert (numbers(f"?q={number}"), numbers(f"?q={mina}")) == ([ali], [mina])
    assert (numbers("?state=given"), numbers(f"?q={new_mobile()}")) == ([], [])
    assert "علی" in sheet
    assert [one["invited"]["number"] for one in told["invitations"]] == [mina]
    assert [one["inviter"]["number"] for one in rest["invitations"]] == [number]


def test_pages_follow_each_other_in_as_many_queries() -> None:
    shop = open_shop()
    client = staff_client(shop)
    reza = shop.member(first_name="رضا")
    came = [invited(shop, reza, "علی") for _ in range(3)]
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    came += [invited(shop, shop.member(), "مینا") for _ in range(PAGE_ROWS - 2)]

    with CaptureQueriesContext(connection) as many:
        first = client.get(PAGE).context["table"]
    second = client.get(first.next).context["table"]
    back = client.get(second.previous).context["table"]

    assert len(few) == len(many)
    pages = [row.cells[0].href.split("/")[2] for table in (first, second) for row in table.rows]
    assert pages == list(reversed(came))
    assert [row.key for row in back.rows] == [row.key for row in first.rows]
