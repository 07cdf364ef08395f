"""The club, its keys, its feed and its day over HTTP."""

import pytest

from tests.factories.shops import Caller, Shop
from vafa.domain.clubs.rights import RIGHTS, WORDS
from vafa.journeys.relay_changes import relay_changes


def test_club_shows_itself_and_what_the_key_may_do(shop: Shop) -> None:
    till = shop.caller({"read", "credit"}, branch="")

    club = till.get("/v1/club").json()

    assert club["club_id"] == str(shop.club_id)
    assert (club["currency"], club["vat_basis_points"], club["zone"]) == (
        "IRR",
        1000,
        "Asia/Tehran",
    )
    assert club["key_name"] == "till"
    assert club["key_rights"] == [
        "read", "credit",
        "changes.read", "club.read", "credit.apply", "members.read", "orders.read", "sales.read",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "till", "rights": ["programme"]}, "rights_exceeded"),
        ({"name": "till", "rights": ["keys"], "test": True}, "rights_exceeded"),
        ({"name": "till", "rights": ["everything"]}, "input_invalid"),
        ({"name": "till", "rights": []}, "input_invalid"),
        ({"name": "\u200b", "rights": ["keys"]}, "empty_name"),
    ],
)
def test_key_is_issued_only_within_the_rights_of_its_issuer(
    shop: Shop, body: dict[str, object], code: str
) -> None:
    issuer = shop.caller({"keys"})

    answer = issuer.write("/v1/api-keys", body)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_key_past_its_end_is_refused(shop: Shop) -> None:
    body = {"name": "till", "rights": ["read"], "expires_at": "2020-01-01T00:00:00Z"}

    issued = shop.owner.write("/v1/api-keys", body)

    assert Caller(issued.json()["secret"]).get("/v1/club").status_code == 401


def test_keys_are_listed_in_pages_without_their_secrets(shop: Shop) -> None:
    issued = [
        shop.owner.write("/v1/api-keys", {"name": f"till {i}", "rights": ["read"]}).json()
        for i in range(3)
    ]
    shop.owner.write(f"/v1/api-keys/{issued[0]['key_id']}", method="DELETE")

    first = shop.owner.get("/v1/api-keys?limit=2").json()
    second = shop.owner.get(f"/v1/api-keys?limit=2&cursor={first['next_cursor']}").json()

    keys = first["keys"] + second["keys"]
    assert [key["name"] for key in keys] == ["first key", "till 0", "till 1", "till 2"]
    assert [key["revoked_at"] is not None for key in keys] == [False, True, False, False]
    assert second["next_cursor"] == ""
    assert not any(one["secret"] in str(keys) for one in issued)


def test_key_revoked_twice_is_revoked(shop: Shop) -> None:
    key = shop.owner.write("/v1/api-keys", {"name": "till", "rights": ["read"]}).json()["key_id"]

    answers = [shop.owner.write(f"/v1/api-keys/{key}", method="DELETE") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]


def test_changes_are_followed_from_a_cursor_without_gap(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 1_000_000)
    shop.purchase(member, 60_000_000)
    relay_changes(batch=500)

    whole = shop.owner.get("/v1/changes?limit=200").json()
    pages, cursor = [], ""
    for _ in range(len(whole["entries"]) + 1):
        page = shop.owner.get(f"/v1/changes?limit=1&cursor={cursor}").json()
        pages += page["entries"]
        cursor = page["next_cursor"]

    assert pages == whole["entries"]
    assert len(pages) >= 2
    assert {change["member_id"] for change in pages} == {member}
    assert cursor == whole["next_cursor"]


def test_day_runs_once_however_often_it_is_asked_for(shop: Shop) -> None:
    shop.purchase(shop.member(), 1_000_000)

    first = shop.owner.write("/v1/day-runs")
    second = shop.owner.write("/v1/day-runs")

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["steps"]
    assert second.json()["steps"] == []
    assert first.json()["day"] == second.json()["day"]


def test_owner_has_every_right(shop: Shop) -> None:
    rights = shop.owner.get("/v1/club").json()["key_rights"]

    assert set(rights) == RIGHTS | set(WORDS)
