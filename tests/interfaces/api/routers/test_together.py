"""Something done to many members over HTTP."""

from __future__ import annotations

import pytest

from tests.factories.shops import open_shop
from tests.interfaces.backoffice.test_together import credit, work

pytestmark = pytest.mark.django_db

ONE = "/v1/members-together"
GIFT = {"unit": "credit", "units": 10_000, "reason": "goodwill"}


def test_a_gift_is_foreseen_given_looked_at_and_taken_back() -> None:
    shop = open_shop()
    member, _other = shop.member(), shop.member()
    foreseen = shop.owner.write("/v1/member-gifts/preview", GIFT).json()
    card = shop.owner.write("/v1/member-gifts", {**GIFT, "member_ids": [member]})
    assert card.status_code == 202, card.content
    path = f"{ONE}/{card.json()['together_id']}"
    work()
    done, given = shop.owner.get(path).json(), credit(shop, member)
    undoing = shop.owner.write(f"{path}/undo", None)
    work()

    assert foreseen == {
        "members": 2, "wallets": 2, "units_each": 10_000, "units_total": 20_000,
        "needs_second": False, "short": 0,
    }  # fmt: skip
    assert (card.json()["state"], card.json()["members"]) == ("working", 1)
    assert (done["state"], done["changed"], given) == ("done", 1, 10_000)
    assert undoing.status_code == 202
    assert shop.owner.get(path).json()["state"] == "undone"
    assert shop.owner.get(f"{path}/not-done").json() == {"members": [], "next": 0}
    assert [one["state"] for one in shop.owner.get(ONE).json()["changes"]] == ["undone"]


def test_marks_of_many_are_stopped_and_gone_on_with() -> None:
    shop = open_shop()
    shop.member()
    tag = shop.owner.write("/v1/member-tags", {"name": "VIP"}).json()["tag_id"]
    card = shop.owner.write(ONE, {"kind": "add_tag", "which": tag})
    assert card.status_code == 202, card.content
    path = f"{ONE}/{card.json()['together_id']}"
    stopped = shop.owner.write(f"{path}/stop", None).json()["state"]
    twice = shop.owner.write(f"{path}/resume", None), shop.owner.write(f"{path}/resume", None)
    work()

    assert stopped == "stopped"
    assert [one.json()["state"] for one in twice] == ["working", "working"]
    assert shop.owner.get(path).json()["changed"] == 1
    assert shop.owner.write(f"{path}/stop", None).json()["code"] == "together_not_ready"


def test_too_much_for_one_person_waits_for_a_second() -> None:
    shop = open_shop()
    shop.member()
    card = shop.owner.write("/v1/member-gifts", {**GIFT, "units": 2_000_000}).json()
    (asked,) = shop.owner.get("/v1/approvals").json()["approvals"]
    approve = f"/v1/approvals/{card['approval_id']}/approve-gifts"
    machine = shop.owner.write(approve, {"payload_hash": asked["payload_hash"]})

    assert card["state"] == "asked"
    assert asked["approval_id"] == card["approval_id"]
    assert machine.json()["code"] == "personal_key_needed"
