"""What every report of the office has: a page, its table as files, no work for who may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.insight.counting import Counted, count_on
from vafa.interfaces.web import sources

pytestmark = pytest.mark.django_db

REPORTS = ("sales", "units", "members", "tiers", "coupons", "liability")


@pytest.mark.parametrize("report", REPORTS)
def test_every_report_opens_for_every_period_and_as_a_file(report: str) -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 300_000_000)
    client = staff_client(shop)

    for by in ("day", "week", "month", "year"):
        assert client.get(f"/reports/{report}/?by={by}").status_code == 200
    page = client.get(f"/reports/{report}/?lang=en").content.decode()
    assert "data-print" in page
    assert client.get(f"/reports/{report}/?file=xlsx").getvalue()[:2] == b"PK"
    assert client.get(f"/reports/{report}/?file=csv").getvalue().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("report", REPORTS)
def test_a_cashier_sees_no_report(report: str) -> None:
    assert staff_client(open_shop(), "cashier").get(f"/reports/{report}/").status_code == 403


@pytest.mark.parametrize("report", ["sales", "units", "members", "tiers", "coupons"])
def test_more_sales_mean_no_more_queries(report: str) -> None:
    shop = open_shop()
    member = shop.member()
    shop.purchase(member, 1_000_000)
    client = staff_client(shop)

    few = queries(client, f"/reports/{report}/")
    for _ in range(5):
        shop.purchase(member, 1_000_000)
        shop.purchase(shop.member(), 1_000_000)
    many = queries(client, f"/reports/{report}/")

    assert many == few


def test_a_long_report_is_shown_in_pages_and_its_file_has_everything() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 1_000_000)
    client = staff_client(shop)
    address = "/reports/members/?by=day&since=2026-01-01"

    page = client.get(address)
    table = page.context["table"]
    file = client.get(f"{address}&file=csv").getvalue().decode("utf-8-sig")

    assert len(table.rows) == 25
    assert 'rel="next"' in page.content.decode() or "after=" in page.content.decode()
    assert len(file.strip().splitlines()) > 300


def test_a_large_club_that_is_not_counted_yet_is_told_to_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 1_000_000)
    client = staff_client(shop)
    monkeypatch.setattr("vafa.insight.building.READ_AT_ONCE", 1)

    reports = ("sales", "members", "liability", "months", "months/journal")
    for address in ("/", *(f"/reports/{report}/" for report in reports)):
        page = client.get(address).content.decode()
        assert "آمار در حال شمارش است" in page
        assert "<progress" in page
        assert "<svg viewBox" not in page


@pytest.mark.django_db(transaction=True)  # counts know what was committed
def test_accounts_of_a_counted_club_are_read_without_the_whole_book() -> None:
    shop = open_shop()
    for _ in range(30):
        shop.purchase(shop.member(), 10_000_000)
    client = staff_client(shop)
    addresses = ("/reports/liability/", "/reports/months/", "/reports/months/journal/")
    uncounted = [client.get(address).context["table"].rows for address in addresses]
    assert count_on(club_id=shop.club_id, zone="Asia/Tehran", at=sources.now()) is Counted.DONE

    for address, before in zip(addresses, uncounted, strict=True):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).context["table"].rows == before
        read = [one["sql"] for one in seen if "FROM ledger_movement AS m" in one["sql"]]
        assert read
        assert all("m.recorded_at >=" in one for one in read)


def queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
