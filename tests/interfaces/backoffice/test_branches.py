"""Branches and tills in the office: opened, described, closed."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_branches_are_opened_listed_and_exported() -> None:
    client = staff_client(open_shop(branches=("north",)))
    sent = {"code": "south", "name": "شعبهٔ جنوب", "hours": "۹ تا ۲۱"}
    wrong = client.post("/settings/branches/new/", {**sent, "code": "شمال"})
    opened = client.post("/settings/branches/new/", sent)
    taken = client.post("/settings/branches/new/", sent)
    rows = client.get("/settings/branches/?q=جنوب").context["table"].rows
    file = client.get("/settings/branches/?file=csv").getvalue().decode("utf-8-sig")

    assert list(wrong.context["form"].errors) == ["code"]
    assert (opened.status_code, list(taken.context["form"].errors)) == (302, ["code"])
    assert [row.key for row in rows] == ["south"]
    assert "شعبهٔ جنوب" in file


def test_a_branch_is_closed_after_its_tills_and_opened_again() -> None:
    client = staff_client(open_shop(branches=("north", "south")))
    page = "/settings/branches/north/"
    assert (
        client.post("/settings/tills/new/", {"code": "t-1", "branch": "north"}).status_code == 302
    )
    refused = client.post(f"{page}close/")
    assert client.post(f"{page}tills/t-1/close/").status_code == 302
    closed = client.post(f"{page}close/")
    is_open = client.get(page).context["is_open"]
    at_till = client.get("/cashier/").context["branches"]
    again = client.post(f"{page}reopen/")

    assert refused.status_code == 422
    assert refused.context["refused"].non_field_errors()
    assert (closed.status_code, is_open, again.status_code) == (302, False, 302)
    assert at_till == {"south": "south"}


def test_a_branch_gets_another_name_and_nobody_elses_is_found() -> None:
    client = staff_client(open_shop(branches=("north",)))
    assert client.post("/settings/branches/north/", {"name": "شمال"}).status_code == 302

    assert client.get("/settings/branches/north/").context["branch"].words.name == "شمال"
    assert client.get("/settings/branches/nowhere/").status_code == 404
