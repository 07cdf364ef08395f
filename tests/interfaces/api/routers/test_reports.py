"""Reports, the proof of the book and the rules, over HTTP."""

from __future__ import annotations

import pytest

from tests.factories.clubs import IDS
from tests.factories.shops import open_shop
from vafa.domain.clubs.queries import authenticate
from vafa.interfaces.web import sources
from vafa.journeys.prove_book import ask_check

pytestmark = pytest.mark.django_db


def test_what_was_sold_is_in_every_report() -> None:
    shop = open_shop()
    sara = shop.member()
    shop.purchase(sara, 1_000_000)
    shop.purchase(sara, 300_000_000)

    dashboard = shop.owner.get("/v1/reports/dashboard?by=month").json()
    sales = shop.owner.get("/v1/reports/sales?by=day&part=channel").json()
    units = shop.owner.get("/v1/reports/units").json()
    members = shop.owner.get("/v1/reports/members").json()
    tiers = shop.owner.get("/v1/reports/tiers?by=year").json()
    coupons = shop.owner.get("/v1/reports/coupons?by=week").json()

    assert dashboard["now"]["sold_rials"] == 301_000_000
    assert dashboard["now"]["bought"] == {"buyers": 1, "new": 1}
    assert (dashboard["members"], dashboard["active"]) == (1, 1)
    assert [(one["part"], one["purchases"]) for one in sales["sold"]] == [("till", 2)]
    assert len(sales["periods"]) == 14
    assert sales["sold"][0]["period"] == 13
    assert any(one["unit"] == "points" and one["issued"] > 0 for one in units["units"])
    assert members["shifts"][-1]["buyers"] == 1
    assert [one["came"] for one in members["cohorts"]] == [[1]]
    assert sum(one["members"] for one in tiers["tiers"]) == 1
    assert coupons["used"] == []


def test_who_recorded_a_sale_is_named() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 1_000_000)

    (sold,) = shop.owner.get("/v1/reports/sales?by=year&part=recorder").json()["sold"]

    assert sold["name"]


def test_days_are_counted_in_and_no_other_ones() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 1_000_000)

    past = shop.owner.get("/v1/reports/sales?by=day&first=2025-01-01&last=2025-01-03").json()

    assert [one["first_day"] for one in past["periods"]] == [
        "2025-01-01", "2025-01-02", "2025-01-03",
    ]  # fmt: skip
    assert past["sold"] == []
    assert shop.owner.get("/v1/reports/sales?first=never").status_code == 422
    assert shop.owner.get("/v1/reports/sales?part=weather").status_code == 422


def test_a_large_club_that_is_not_counted_yet_is_told_when_to_ask_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 1_000_000)
    monkeypatch.setattr("vafa.insight.building.READ_AT_ONCE", 1)

    reports = [f"reports/{name}" for name in ("dashboard", "sales", "units", "members", "tiers")]
    accounts = [f"accounting/{name}" for name in ("liability", "journal", "journal.csv", "terms")]
    for path in (*reports, *accounts):
        answer = shop.owner.get(f"/v1/{path}")
        assert answer.status_code == 503
        assert answer.json()["code"] == "being_counted"
        assert answer.json()["details"] == {"counted": 0, "total": 0}
        assert answer["Retry-After"] == "15"
    assert shop.owner.get("/v1/reports/coupons").status_code == 200


def test_the_proof_shows_seals_and_checks() -> None:
    shop = open_shop()
    principal = authenticate(secret=shop.owner.secret, at=sources.now())
    asked = ask_check(principal=principal, at=sources.now(), ids=IDS)

    (check,) = shop.owner.get("/v1/book/proof").json()["checks"]

    assert check["id"] == str(asked.id)
    assert check["finished_at"] is None
    assert check["steps_done"] == 0


def test_the_rules_in_force_are_shown() -> None:
    shop = open_shop()

    rules = shop.owner.get("/v1/rules").json()

    assert {unit["code"] for unit in rules["document"]["units"]} >= {"points", "credit"}
    assert rules["since"]
