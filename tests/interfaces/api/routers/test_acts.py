"""Who did what, over HTTP: the list, its pages, and the CSV."""

import csv
import io

from tests.factories.shops import Shop
from vafa.domain.clubs.rights import ROLES


def a_day(shop: Shop) -> str:
    """Open a till, sell something, give a key; gives the member."""
    shop.owner.write("/v1/tills", {"code": "till-1"})
    member = shop.member()
    shop.purchase(member, 1_000_000)
    shop.caller(["read"])
    return member


def test_acts_come_newest_first_with_who_and_from_where(shop: Shop) -> None:
    member = a_day(shop)

    acts = shop.owner.get("/v1/acts", X_Request_Id="request-0001").json()["acts"]

    assert [one["act"] for one in acts[:4]] == ["key_issued", "purchase", "join", "till_opened"]
    key, sale, _, till = acts[:4]
    assert {one["who"] for one in (key, sale, till)} == {"first key"}
    assert (sale["source"], sale["object_id"]) == ("book", member)
    assert (till["object_kind"], till["object_id"]) == ("till", "till-1")
    assert till["address"] == "127.0.0.1"
    assert key["after"]["rights"] == ["read"]


def test_acts_are_sought_by_what_and_come_in_pages(shop: Shop) -> None:
    a_day(shop)

    only = shop.owner.get("/v1/acts?act=till_opened").json()["acts"]
    first = shop.owner.get("/v1/acts?limit=1").json()
    second = shop.owner.get(f"/v1/acts?limit=1&cursor={first['next_cursor']}").json()

    assert [one["act"] for one in only] == ["till_opened"]
    assert [one["act"] for one in (*first["acts"], *second["acts"])] == ["key_issued", "purchase"]


def test_acts_are_taken_out_as_csv(shop: Shop) -> None:
    a_day(shop)

    answer = shop.owner.get("/v1/acts.csv")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode())))

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [one["act"] for one in lines[:3]] == ["key_issued", "purchase", "join"]
    assert shop.owner.get("/v1/acts?act=acts_exported").json()["acts"] != []


def test_taking_acts_out_needs_a_right_of_its_own(shop: Shop) -> None:
    reader = shop.caller({"audit.read"})

    assert reader.get("/v1/acts").status_code == 200
    answer = reader.get("/v1/acts.csv")
    assert (answer.status_code, answer.json()["details"]) == (403, {"right": "export"})
    assert shop.caller(ROLES["auditor"]).get("/v1/acts.csv").status_code == 200


def test_a_period_that_ends_before_it_begins_is_refused(shop: Shop) -> None:
    answer = shop.owner.get("/v1/acts?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z")

    assert (answer.status_code, answer.json()["code"]) == (422, "period_too_long")
