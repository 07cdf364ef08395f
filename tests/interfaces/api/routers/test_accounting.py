"""A club's books over HTTP."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.accounts import close
from tests.factories.clubs import Club, a_club
from tests.factories.own_keys import own_key
from tests.factories.shops import Caller, Shop
from vafa.domain.accounting.months import days_of, month_at, name_of, starts_at
from vafa.interfaces.web import sources

pytestmark = pytest.mark.django_db(transaction=True)
ZONE = "Asia/Tehran"


def this_month() -> int:
    """Give the month that the door's clock shows."""
    return month_at(sources.now(), ZONE)


def a_club_since_last_month() -> Club:
    """Open a club where somebody bought on the second day of last month."""
    club = a_club(at=starts_at(this_month() - 1, ZONE) + timedelta(days=1))
    club.buy(10_000_000)
    return club


def test_liability_of_a_sale(shop: Shop) -> None:
    shop.purchase(shop.member(), 10_000_000)

    (month,) = shop.owner.get("/v1/accounting/liability").json()["months"]

    assert (month["month"], month["is_closed"], month["late"]) == (
        name_of(this_month()),
        False,
        [],
    )
    points, credit = month["units"]
    assert points == {
        "code": "points",
        "name": points["name"],
        "figures": {
            "opening_units": 0, "issued_units": 100, "used_units": 0, "expired_units": 0,
            "taken_back_units": 0, "adjusted_units": 0, "closing_units": 100, "owed_units": 0,
            "worth_rials": 100_000, "use_basis_points": 10_000, "opening_rials": 0,
            "added_rials": 97_087, "taken_back_rials": 0, "used_rials": 0, "breakage_rials": 0,
            "revalued_rials": 0, "closing_rials": 97_087,
        },
    }  # fmt: skip
    assert credit["figures"]["closing_rials"] == 194_175


def test_journal_carries_the_clubs_own_codes_and_sums_to_zero(shop: Shop) -> None:
    shop.purchase(shop.member(), 10_000_000)
    set_codes = shop.owner.write("/v1/accounting/accounts", {"codes": {"liability": "2/104"}})
    found = shop.owner.get("/v1/accounting/journal?step=day").json()["lines"]
    told = shop.owner.get("/v1/accounting/journal.csv?step=month", Accept_Language="en")

    assert set_codes.json()["codes"]["liability"] == "2/104"
    assert set_codes.json()["codes"]["revenue"] == "revenue"
    assert [(line["account"], line["code"]) for line in found] == [
        ("revenue", "revenue"), ("liability", "2/104"),
    ]  # fmt: skip
    assert [(line["debit_rials"], line["credit_rials"]) for line in found] == [
        (291_262, 0), (0, 291_262),
    ]  # fmt: skip
    assert told["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(told.content.decode("utf-8-sig"))))
    assert rows[0][3:6] == ["account code", "account", "debit (IRR)"]
    last = days_of(this_month()).last
    assert len(rows) == 3
    assert rows[2][2:7] == [
        rows[1][2], "2/104",
        "Deferred revenue of the customer club", "0", "291262",
    ]  # fmt: skip
    assert rows[1][1].endswith(f"/{last - days_of(this_month()).first + 1}")


def test_month_is_closed_and_opened_again_by_two_people() -> None:
    club = a_club_since_last_month()
    owner = Caller(club.secret)
    name = name_of(this_month() - 1)
    reopenings = "/v1/accounting/reopenings"

    closed = owner.write("/v1/accounting/closings", {"month": name})
    again = owner.write("/v1/accounting/closings", {"month": name})
    ali = Caller(own_key(club_id=club.club_id, name="علی", rights={"approve"}, at=sources.now()))
    asked = owner.write(reopenings, {"month": name}).json()
    path, given = f"{reopenings}/{asked['approval_id']}/approve", only_hash(asked)
    by_machine = owner.write(path, given)
    by_person = ali.write(path, given)

    assert (closed.status_code, closed.json()) == (201, {"month": name, "is_closed": True})
    assert (again.status_code, again.json()["code"]) == (422, "month_closed")
    assert by_machine.json()["code"] == "personal_key_needed"
    assert (by_person.status_code, by_person.json()["is_closed"]) == (200, False)


def test_terms_show_their_estimate_and_are_set_from_an_open_month() -> None:
    club = a_club_since_last_month()
    owner = Caller(club.secret)
    terms = "/v1/accounting/terms"
    club.at = sources.now()
    close(club, name_of(this_month() - 1))

    before = owner.get(terms).json()["units"][0]
    body = {"unit": "points", "month": name_of(this_month()), "use_basis_points": 8500}
    done = owner.write(terms, body)
    after = owner.get(terms).json()["units"][0]
    late = owner.write(terms, body | {"month": name_of(this_month() - 1)})
    half = owner.write(terms, body | {"rials": 5})

    assert before == {
        "code": "points", "name": before["name"], "rials": 1000, "per_units": 1,
        "use_basis_points": 10_000, "is_set_by_hand": False, "estimate_basis_points": None,
        "finished_used": 0, "finished_expired": 0,
    }  # fmt: skip
    assert done.json() == body | {"rials": None, "per_units": None}
    assert after == before | {"use_basis_points": 8500, "is_set_by_hand": True}
    assert (late.json()["code"], half.json()["code"]) == ("month_closed", "unfit_terms")


def test_figures_are_for_who_may_approve(shop: Shop) -> None:
    till = shop.caller({"read", "purchases"})

    for path in ("liability", "journal", "journal.csv", "terms"):
        assert till.get(f"/v1/accounting/{path}").json()["code"] == "right_missing"


def only_hash(asked: dict[str, Any]) -> dict[str, Any]:
    """Give what an approval repeats."""
    return {"payload_hash": asked["payload_hash"]}
