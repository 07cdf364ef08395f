"""The list of shifts: found by till and day, exported, with as few queries for many as for one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop

pytestmark = pytest.mark.django_db


def shift(shop: Shop, till: str, counted: int) -> None:
    """Open and close a shift of a new till."""
    shop.owner.write("/v1/tills", {"code": till})
    drawer = shop.owner.write(f"/v1/tills/{till}/drawer", {"float_rials": 500_000}).json()
    done = shop.owner.write(
        f"/v1/shifts/{drawer['shift_id']}/close", {"cash_rials": counted, "reason": "counted"}
    )
    assert done.status_code == 200, done.content


def test_shifts_are_listed_filtered_and_exported() -> None:
    shop = open_shop()
    client = staff_client(shop)
    assert "نوبتی نیست" in client.get("/reports/shifts/").content.decode()
    shift(shop, "fits", 500_000)
    with CaptureQueriesContext(connection) as few:
        client.get("/reports/shifts/")
    for number in range(3):
        shift(shop, f"differs-{number}", 480_000)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/reports/shifts/").content.decode()
    differing = client.get("/reports/shifts/?state=differs").content.decode()
    sought = client.get("/reports/shifts/?q=fits").content.decode()
    file = client.get("/reports/shifts/?file=csv").getvalue().decode()

    assert len(many) == len(few)
    assert ("fits" in page, "differs-1" in page) == (True, True)
    assert (">fits<" in differing, "differs-1" in differing) == (False, True)
    assert ("fits" in sought, "differs-1" in sought) == (True, False)
    assert file.count("differs-") == 3
    assert client.get("/reports/shifts/?since=2026-01-01&until=2020-01-01").status_code == 200


def test_who_may_not_see_reports_does_not() -> None:
    assert staff_client(open_shop(), "cashier").get("/reports/shifts/").status_code == 403
