"""Joining, finding, and what a member has."""

from datetime import timedelta

import pytest

from tests.factories.shops import Shop, new_mobile, open_shop
from vafa.interfaces.web import sources


def test_join_when_the_mobile_is_known_in_another_form_gives_the_same_member(shop: Shop) -> None:
    mobile = new_mobile()
    body = {"mobile": mobile, "first_name": "سارا", "consent_source": "till"}

    first = shop.owner.write("/v1/members", body)
    second = shop.owner.write("/v1/members", body | {"mobile": "+98" + mobile[1:]})

    assert (first.status_code, second.status_code) == (201, 200)
    assert (first.json()["created"], second.json()["created"]) == (True, False)
    assert second.json()["member"] == first.json()["member"]


def test_member_is_found_by_id_number_and_mobile_and_shown_masked(shop: Shop) -> None:
    mobile = new_mobile()
    member = shop.member(mobile=mobile)

    shown = shop.caller({"read"}).get(f"/v1/members/{member}").json()
    found = [
        shop.owner.ask("/v1/members/find", named).json()
        for named in ({"id": member}, {"number": shown["number"]}, {"mobile": mobile})
    ]

    assert found == [{name: shown[name] for name in found[0]}] * 3
    assert shown["first_name"] == "سارا"
    assert mobile not in str(shown)


def test_member_that_does_not_exist_is_a_404(shop: Shop) -> None:
    answers = [
        shop.owner.get("/v1/members/1"),
        shop.owner.get("/v1/members/sara"),
        shop.owner.get(f"/v1/members/{2**64}"),
        shop.owner.ask("/v1/members/find", {"mobile": new_mobile()}),
        shop.owner.ask("/v1/members/find", {"number": "no number"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5


def test_wallet_shows_worth_and_names_in_both_languages(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 5_000_000)

    wallet = shop.owner.get(f"/v1/members/{member}/wallet").json()

    assert {one["unit"]: (one["available"], one["worth_rials"]) for one in wallet["balances"]} == {
        "points": (50, 50_000),
        "credit": (100_000, 100_000),
    }
    assert {one["unit"]: one["name"] for one in wallet["balances"]} == {
        "points": {"fa": "امتیاز", "en": "points"},
        "credit": {"fa": "اعتبار", "en": "credit"},
    }


def test_statement_as_of_a_moment_before_shows_what_was_then(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 5_000_000)
    between = shop.owner.get(f"/v1/members/{member}/statement").json()
    shop.purchase(member, 1_000_000)

    then = shop.owner.get(
        f"/v1/members/{member}/statement?as_of={between['as_of'].replace('+', '%2B')}"
    ).json()

    assert then["entries"] == between["entries"]
    assert then["balances"] == between["balances"]


def test_statement_in_pages_is_the_whole_statement(shop: Shop) -> None:
    member = shop.member()
    for _ in range(3):
        shop.purchase(member, 1_000_000)
    whole = shop.owner.get(f"/v1/members/{member}/statement?limit=200").json()

    pages, cursor = [], ""
    while True:
        page = shop.owner.get(f"/v1/members/{member}/statement?limit=4&cursor={cursor}").json()
        pages.append(page["entries"])
        cursor = page["next_cursor"]
        if not cursor:
            break

    assert [len(page) for page in pages] == [4, 2]
    assert [entry for page in pages for entry in page] == whole["entries"]


def test_statement_with_a_cursor_or_limit_of_no_use_is_refused(shop: Shop) -> None:
    member = shop.member()

    answers = [
        shop.owner.get(f"/v1/members/{member}/statement?{query}")
        for query in ("limit=0", "limit=201", "limit=x", "cursor=abc", "cursor=%00", "as_of=now")
    ]

    assert [answer.status_code for answer in answers] == [422] * 6


def test_statement_of_the_future_is_the_statement_of_now(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 1_000_000)
    tomorrow = (sources.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")

    entries = shop.owner.get(f"/v1/members/{member}/statement?as_of={tomorrow}").json()["entries"]

    assert len(entries) == 2


def test_tier_says_what_is_missing(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 60_000_000)

    tier = shop.owner.get(f"/v1/members/{member}/tier").json()

    assert (tier["tier"], tier["next_tier"], tier["missing"]) == ("bronze", "silver", 90_000_000)
    assert tier["name"] == {"fa": "برنزی", "en": "Bronze"}


@pytest.mark.django_db
def test_a_token_that_is_none_of_ours_registers_nobody() -> None:
    shop = open_shop()
    body = {"mobile": new_mobile(), "consent_source": "invite", "invitation": "A" * 22}

    answer = shop.owner.write("/v1/members", body)
    again = shop.owner.write("/v1/members", body | {"invitation": ""})

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_invitation")
    assert again.status_code == 201
