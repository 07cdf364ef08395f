"""The file of a member: summary, purchases, statement with reasons, changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop, new_mobile, open_shop
from tests.interfaces.cashier.test_lines import TEA, with_catalogue
from vafa.domain.rewards.answers import TierShown
from vafa.interfaces.backoffice.member_page import tier_ends
from vafa.interfaces.web.formats import digits
from vafa.kit.identity import normalise_mobile, spaced_mobile

pytestmark = pytest.mark.django_db


def file_of(client: Client) -> str:
    """Give the address of the newest member's file."""
    return str(client.get("/members/").context["table"].rows[0].cells[0].href)


def a_member(shop: Shop, rials: int = 50_000_000) -> str:
    """Have somebody join and buy; gives the mobile."""
    mobile = new_mobile()
    shop.purchase(shop.member(mobile=mobile, first_name="نگار"), rials)
    return mobile


def test_the_file_shows_who_it_is_and_what_happened() -> None:
    shop = open_shop()
    mobile = a_member(shop)
    client = staff_client(shop)
    address = file_of(client)

    summary = client.get(address)
    bought = client.get(f"{address}purchases/")
    book = client.get(f"{address}statement/")
    changes = client.get(f"{address}changes/")

    assert "نگار" in summary.content.decode()
    assert digits(spaced_mobile(normalise_mobile(mobile))) in summary.content.decode()
    assert [amount for _, amount, *_ in bought.context["sales"]] == [50_000_000]
    assert all(row.title for _, _, rows in book.context["books"] for row in rows)
    assert book.context["books"]
    assert changes.context["happenings"] == []


def test_purchases_say_products_and_branches_by_name() -> None:
    shop = with_catalogue(open_shop())
    client = staff_client(shop)
    branch = {"code": "tajrish", "name": "شعبهٔ تجریش"}
    client.post("/settings/branches/new/", branch)
    line = {"net_rials": 900_000, "vat_rials": 0, "product": TEA["code"], "group": TEA["group"]}
    shop.purchase(shop.member(), 0, lines=[line, line], branch="tajrish")
    address = f"{file_of(client)}purchases/"

    ((_, _, items, place),) = client.get(address).context["sales"]
    told = client.get(f"{file_of(client)}timeline/").context["happenings"]
    client.post("/looks/", {"language": "en", "next": "/"})
    ((_, _, english, _),) = client.get(address).context["sales"]

    assert (items, place) == (TEA["name_fa"], "شعبهٔ تجریش")
    assert english == TEA["name_en"]
    assert any("شعبهٔ تجریش" in one.note for one in told)


def test_who_only_reads_sees_the_mobile_masked_and_other_clubs_see_nothing() -> None:
    shop, other = open_shop(), open_shop()
    mobile = a_member(shop)
    auditor = staff_client(shop, "auditor")
    address = file_of(auditor)

    page = auditor.get(address).content.decode()

    assert digits(spaced_mobile(normalise_mobile(mobile))) not in page
    assert "***" in page
    assert staff_client(other).get(address).status_code == 404


def test_until_when_a_tier_is_kept_is_said() -> None:
    earned = TierShown(1, "gold", None, None, 0, "spend", "", 0, 0, None, None)
    day = date(2026, 12, 22)

    assert tier_ends(earned) == ""
    assert "۱ دی ۱۴۰۵" in tier_ends(replace(earned, grace_until_date=day))
    assert tier_ends(replace(earned, manual_until_date=day)).startswith("دستی داده شده")
