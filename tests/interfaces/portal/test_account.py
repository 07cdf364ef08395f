"""A wallet that several people share, from the members' side."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.people import code_to, member_client
from tests.factories.shops import Shop, new_mobile, open_shop
from vafa.interfaces.web.forms import new_key
from vafa.kit.identity import normalise_mobile

pytestmark = pytest.mark.django_db


def open_household(shop: Shop, keeper: str) -> str:
    """Have the staff open a household; give its id."""
    clerk = shop.caller(["members.write", "members.read"], staff="سارا")
    body = {"kind": "household", "name": "خانهٔ سارا", "keeper": {"member": {"id": keeper}}}
    answer = clerk.write("/v1/accounts", body)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["account_id"])


def links_of(client: Client, shop: Shop) -> dict[str, str]:
    """Give the invitations that the keeper of an account sees, by role."""
    page = client.get(f"/c/{shop.code}/me/account/").context
    return {role: link.removeprefix(settings.PUBLIC_ADDRESS) for role, link in page["links"]}


def test_a_member_joins_by_the_keepers_link_and_a_code_and_leaves(tmp_path: Path) -> None:
    shop, mobile = open_shop(), normalise_mobile(new_mobile())
    sara, ali = shop.member(), shop.member(mobile=mobile, first_name="علی")
    open_household(shop, sara)
    keeper, joiner = member_client(shop, sara), member_client(shop, ali)
    link = links_of(keeper, shop)["بزرگسال"]

    shown = joiner.get(link).context
    joiner.post(link, {"act": "send"})
    code = code_to(shop.club_id, mobile, tmp_path)
    joined = joiner.post(link, {"act": "join", "key": new_key(), "code": code, "brings": "on"})
    place = f"/c/{shop.code}/me/account/"
    people = joiner.get(place).context["people"]
    seen_links = joiner.get(place).context["links"]
    joiner.post(place, {"key": new_key()})

    assert shown["account"].name == "خانهٔ سارا"
    assert joined["Location"] == place
    assert [(one.member.first_name, is_me) for one, _role, is_me in people] == [
        ("سارا", False), ("علی", True),
    ]  # fmt: skip
    assert seen_links == ()
    assert "account" not in joiner.get(place).context


def test_links_that_are_changed_old_or_of_nobody_who_keeps_it_open_nothing() -> None:
    shop, other = open_shop(), open_shop()
    sara = shop.member()
    open_household(shop, sara)
    link = links_of(member_client(shop, sara), shop)["فرزند"]
    joiner = member_client(shop, shop.member())
    elsewhere = member_client(other, other.member())

    forged = joiner.get(f"{link[:-2]}x/")
    foreign = elsewhere.get(link.replace(shop.code, other.code))

    assert joiner.get(link).status_code == 200
    assert (forged.status_code, foreign.status_code) == (404, 404)


def test_the_last_keeper_cannot_leave_and_is_told_why() -> None:
    shop = open_shop()
    sara = shop.member()
    open_household(shop, sara)
    client, place = member_client(shop, sara), f"/c/{shop.code}/me/account/"

    after = client.post(place, {"key": new_key()}, follow=True)

    assert [one.level_tag for one in after.context["messages"]] == ["error"]
    assert after.context["account"].people


def test_who_shares_nothing_is_told_how_it_goes() -> None:
    shop = open_shop()

    page = member_client(shop, shop.member()).get(f"/c/{shop.code}/me/account/")

    assert "account" not in page.context
    assert "کیف پول شما از خودتان است" in page.content.decode()
