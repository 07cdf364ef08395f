"""Months of the accounts in the office: closed, asked to be opened again, checked, exported."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db(transaction=True)  # a book knows what was committed


def test_months_are_listed_checked_and_their_journal_is_sent() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 20_000_000)
    client = staff_client(shop)
    page = client.get("/reports/months/")
    (row,) = page.context["table"].rows
    checked = client.post("/reports/months/")
    journal = client.get(f"/reports/months/journal/?month={row.key}")
    sent = client.get(f"/reports/months/journal/?month={row.key}&file=csv")
    file = sent.getvalue().decode("utf-8-sig")
    accounts = dict(client.get("/reports/months/accounts/").context["accounts"])

    assert page.context["to_close"] is None
    assert checked.context["report"].differences == ()
    assert len(journal.context["table"].rows) >= 2
    assert "liability" in file
    assert accounts["liability"] == "درآمد انتقالی باشگاه مشتریان"


def test_the_journal_comes_in_pages_and_its_file_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 20_000_000)
    client = staff_client(shop)
    every = client.get("/reports/months/journal/").context["table"].rows
    monkeypatch.setattr("vafa.interfaces.web.lists.PAGE_ROWS", 1)
    month = client.get("/reports/months/").context["table"].rows[0].key
    address = f"/reports/months/journal/?month={month}"

    shown, page = [], client.get(address)
    while page.context["table"].next:
        shown += page.context["table"].rows
        page = client.get(page.context["table"].next)
        assert page.context["month"] == month
    shown += page.context["table"].rows
    file = client.get(f"{address}&file=csv").getvalue().decode("utf-8-sig")

    assert [row.key for row in shown] == [row.key for row in every]
    assert len(file.strip().splitlines()) == len(every) + 1
    assert client.get("/reports/months/journal/?month=1390-01").context["month"] == ""


def test_what_cannot_be_closed_is_refused_in_words() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 20_000_000)
    client = staff_client(shop)
    (row,) = client.get("/reports/months/").context["table"].rows
    close = client.post("/reports/months/close/", {"key": new_key(), "month": row.key})
    reopen = client.post("/reports/months/reopen/", {"key": new_key(), "month": row.key})

    assert (close.status_code, reopen.status_code) == (422, 422)
    assert close.context["refused"].non_field_errors()
    assert staff_client(shop, "manager").post("/reports/months/close/").status_code == 403
