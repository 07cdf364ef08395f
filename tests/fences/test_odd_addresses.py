"""Whatever stands in an address, a page answers or refuses it in words: it never breaks."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories.people import member_client, staff_client
from tests.factories.shops import Shop, open_shop
from tests.fences.matrix import pages

pytestmark = pytest.mark.django_db

BROKEN = 500
NUMBERS = (str(1 << 63), str(10**40))
WORDS = ("'; --", "%D9%BE%00")
NINES = "9" * 40
QUERIES = (
    (
        f"after={NINES}&cursor={NINES}&page=-1&since=9999-99-99&until=-1&q=%00%25_%27&sort=-%00"
        f"&columns=%00&tag={NINES}&manager={NINES}&least=1e99&unit=9&most=-&amount={NINES}"
    ),
    (
        f"before={NINES}&since=1&until=1404/12/30&state=%00&kind=%00&by=%00&branch=%00&part=%00"
        f"&mobile=%00&other=%00&code=%00&who={NINES}&q={NINES}&file=csv"
    ),
)


def addresses(route: str, shop: Shop) -> list[str]:
    """Give addresses of a route with what nobody would write."""
    named = "/" + re.sub(r"<(?:\w+:)?club>", shop.code, route)
    found = []
    for number, word, query in zip(NUMBERS, WORDS, QUERIES, strict=True):
        path = re.sub(r"<int:\w+>", number, named)
        path = re.sub(r"<slug:\w+>", "-", re.sub(r"<(?:str:)?\w+>", word, path))
        found.append(f"{path}?{query}")
    return found


def test_no_address_breaks_a_page() -> None:
    shop = open_shop()
    people = {
        "staff": staff_client(shop),
        "member": member_client(shop, shop.member()),
    }

    broken = []
    for page in pages():
        kind = page.guard.kind if page.guard else "public"
        client = people.get(kind) or Client()
        client.raise_request_exception = False
        for address in addresses(page.route, shop):
            answer = client.get(address)
            if answer.streaming:
                answer.getvalue()
            if answer.status_code >= BROKEN:
                broken.append(address)

    assert broken == []
