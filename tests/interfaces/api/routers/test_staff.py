"""Staff, what waits for a second of them, and the limit, over HTTP."""

from tests.factories.shops import Shop


def ask(shop: Shop) -> dict[str, str]:
    """Ask for more than one person may give."""
    body = {
        "member_id": shop.member(), "unit": "credit", "units": 5_000_000, "reason": "goodwill"
    }  # fmt: skip
    answer = shop.owner.write("/v1/adjustments", body)
    assert answer.status_code == 202
    found: dict[str, str] = answer.json()
    return found


def test_what_waits_is_listed_and_declined_for_good(shop: Shop) -> None:
    ali = shop.person("علی", {"approve"})
    asked = ask(shop)
    path = f"/v1/approvals/{asked['approval_id']}"

    (waiting,) = ali.get("/v1/approvals").json()["approvals"]
    by_machine = shop.owner.write(f"{path}/decline")
    declined = ali.write(f"{path}/decline")
    again = ali.write(f"{path}/decline")
    approved = ali.write(f"{path}/approve", {"payload_hash": asked["payload_hash"]})

    assert (waiting["state"], waiting["payload_hash"]) == ("waiting", asked["payload_hash"])
    assert waiting["payload"]["units"] == 5_000_000
    assert isinstance(waiting["payload"]["member_id"], str)
    assert by_machine.json()["code"] == "personal_key_needed"
    assert (declined.status_code, again.status_code) == (204, 204)
    assert approved.json()["code"] == "approval_declined"
    assert ali.get("/v1/approvals").json()["approvals"] == []
    (ended,) = ali.get("/v1/approvals?state=all").json()["approvals"]
    assert (ended["state"], ended["ended_by"]) == ("declined", "علی")


def test_what_was_approved_is_not_declined(shop: Shop) -> None:
    ali = shop.person("علی", {"approve"})
    asked = ask(shop)
    path = f"/v1/approvals/{asked['approval_id']}"
    ali.write(f"{path}/approve", {"payload_hash": asked["payload_hash"]})

    assert ali.write(f"{path}/decline").json()["code"] == "approval_given"


def test_approvals_come_in_pages(shop: Shop) -> None:
    asked = [ask(shop)["approval_id"] for _ in range(3)]

    first = shop.owner.get("/v1/approvals?limit=2").json()
    rest = shop.owner.get(f"/v1/approvals?limit=2&cursor={first['next_cursor']}").json()

    found = [one["approval_id"] for page in (first, rest) for one in page["approvals"]]
    assert (found, rest["next_cursor"]) == (asked[::-1], "")


def test_somebody_who_ends_loses_every_key(shop: Shop) -> None:
    ali = shop.caller({"read"}, staff="علی")
    other = shop.caller({"read"}, staff="علی")
    (person,) = shop.owner.get("/v1/staff").json()["staff"]
    before = ali.get("/v1/club").status_code

    ended = shop.owner.write(f"/v1/staff/{person['staff_id']}", method="DELETE")
    (after,) = shop.owner.get("/v1/staff").json()["staff"]
    anew = shop.owner.write("/v1/api-keys", {"name": "till", "rights": ["read"], "staff": "علی"})

    assert (person["name"], person["keys"], person["ended_at"]) == ("علی", 2, None)
    assert (before, ended.status_code) == (200, 204)
    assert [ali.get("/v1/club").status_code, other.get("/v1/club").status_code] == [401, 401]
    assert (after["keys"], after["ended_at"] is not None) == (0, True)
    assert anew.json()["code"] == "staff_ended"


def test_limit_goes_down_at_once_and_up_with_two_people(shop: Shop) -> None:
    sara, ali = (shop.person(name, {"approve"}) for name in ("سارا", "علی"))
    lowered = sara.write("/v1/club/manual-limit", {"limit_rials": 1000})
    asked = sara.write("/v1/club/manual-limit", {"limit_rials": 9_000_000})
    given = {name: asked.json()[name] for name in ("approval_id", "payload_hash")}

    alone = sara.write("/v1/club/manual-limit/approve", given)
    raised = ali.write("/v1/club/manual-limit/approve", given)
    lowered_again = sara.write("/v1/club/manual-limit", {"limit_rials": 2000})
    again = ali.write("/v1/club/manual-limit/approve", given)

    assert (lowered.status_code, lowered.json()["limit_rials"]) == (200, 1000)
    assert (asked.status_code, asked.json()["limit_rials"]) == (202, 1000)
    assert alone.json()["code"] == "same_person"
    assert raised.json()["limit_rials"] == 9_000_000
    assert (lowered_again.json()["limit_rials"], again.json()["limit_rials"]) == (2000, 2000)


def test_lower_limit_counts_for_the_next_adjustment(shop: Shop) -> None:
    body = {"member_id": shop.member(), "unit": "credit", "units": 500_000, "reason": "goodwill"}
    within = shop.owner.write("/v1/adjustments", body)

    shop.owner.write("/v1/club/manual-limit", {"limit_rials": 499_999})
    above = shop.owner.write("/v1/adjustments", body)

    assert (within.status_code, above.status_code) == (201, 202)
