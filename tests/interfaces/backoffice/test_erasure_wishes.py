"""The list of who asked to be erased: narrowed, sent as a file, and taken back in the file."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.clubs import IDS
from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.domain.clubs.scope import club_scope
from vafa.domain.people import wishes
from vafa.interfaces.web import lists, sources

pytestmark = pytest.mark.django_db
PAGE = "/members/erasures/"


def asked_by(shop: Shop, name: str = "سارا") -> str:
    """Have a member who asked; give the membership number."""
    member = shop.member(first_name=name)
    with club_scope(shop.club_id):
        wishes.ask(
            club_id=shop.club_id, wish_id=IDS.next(), member_id=int(member), at=sources.now()
        )
    return str(shop.owner.get(f"/v1/members/{member}").json()["number"])


def numbers(client: Client, query: str = "") -> list[str]:
    """Give the addresses that the list leads to."""
    return [row.cells[0].href for row in client.get(f"{PAGE}{query}").context["table"].rows]


def test_who_asked_is_listed_narrowed_and_sent() -> None:
    shop = open_shop()
    client = staff_client(shop)
    empty = client.get(PAGE).content.decode()
    sara, ali = (asked_by(shop, name) for name in ("سارا", "علی"))

    sheet = b"".join(client.get(f"{PAGE}?file=csv")).decode()

    assert "کسی درخواست حذف نداده است" in empty
    assert numbers(client) == [f"/members/{one}/data/erase/" for one in (sara, ali)]
    assert numbers(client, "?q=علی") == [f"/members/{ali}/data/erase/"]
    assert numbers(client, "?state=due") == []
    assert len(numbers(client, "?state=waits")) == 2
    assert "سارا" in sheet


def test_pages_follow_each_other() -> None:
    shop = open_shop()
    client = staff_client(shop)
    for _ in range(lists.PAGE_ROWS + 1):
        asked_by(shop)

    first = client.get(PAGE).context["table"]
    second = client.get(first.next).context["table"]

    assert (len(first.rows), len(second.rows)) == (lists.PAGE_ROWS, 1)
    assert first.total == lists.PAGE_ROWS + 1
    assert client.get(second.previous).context["table"].rows == first.rows


def test_a_wish_stands_in_the_file_and_is_taken_back_there() -> None:
    shop = open_shop()
    client = staff_client(shop)
    number = asked_by(shop)
    page = f"/members/{number}/data/"

    before = client.get(page).context["wish"]
    answer = client.post(f"{page}keep/")

    assert before is not None
    assert answer["Location"] == page
    assert client.get(page).context["wish"] is None
    assert numbers(client) == []


def test_who_only_reads_sees_the_list_and_takes_nothing_back() -> None:
    shop = open_shop()
    number = asked_by(shop)
    reader = staff_client(shop, "accountant")

    assert numbers(reader) == [f"/members/{number}/data/"]
    assert reader.post(f"/members/{number}/data/keep/").status_code == 403
