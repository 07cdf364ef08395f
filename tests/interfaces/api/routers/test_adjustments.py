"""Manual value over HTTP."""

from tests.factories.shops import Shop


def test_adjustment_above_the_limit_waits_for_a_second_person(shop: Shop) -> None:
    member = shop.member()
    body = {"member_id": member, "unit": "credit", "units": 5_000_000, "reason": "goodwill"}
    ali = shop.person("علی", {"approve"})

    asked = shop.owner.write("/v1/adjustments", body)
    path = f"/v1/approvals/{asked.json()['approval_id']}/approve"
    given = {"payload_hash": asked.json()["payload_hash"]}
    by_machine = shop.owner.write(path, given)
    by_person = ali.write(path, given)

    assert asked.status_code == 202
    assert (by_machine.status_code, by_machine.json()["code"]) == (422, "personal_key_needed")
    assert (by_person.status_code, by_person.json()["units"]) == (201, 5_000_000)


def test_adjustment_within_the_limit_is_posted(shop: Shop) -> None:
    body = {"member_id": shop.member(), "unit": "credit", "units": 1000, "reason": "missing"}

    answer = shop.owner.write("/v1/adjustments", body)

    assert answer.status_code == 201
    assert [one["available"] for one in answer.json()["balances"] if one["unit"] == "credit"] == [
        1000
    ]
