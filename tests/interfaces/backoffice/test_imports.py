"""Files in the office: sent, listed, searched, taken as a file, and shown by samples."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.imports import send
from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db
ROW = b"mobile\n09121110001\n"


def test_files_are_listed_searched_and_exported() -> None:
    client = staff_client(open_shop())
    empty = client.get("/imports/").context["table"]
    send(client, ROW, "members.csv")
    send(client, ROW, "فروش.csv")

    every = client.get("/imports/").context["table"].rows
    found = client.get("/imports/?q=فروش").context["table"].rows
    none = client.get("/imports/?state=imported").context["table"]
    file = client.get("/imports/?file=csv").getvalue().decode("utf-8-sig")

    assert empty.empty.href == "/imports/new/"
    assert [row.cells[0].shown for row in every] == ["فروش.csv", "members.csv"]
    assert [row.cells[0].shown for row in found] == ["فروش.csv"]
    assert (none.rows, none.is_narrowed) == ([], True)
    assert "members.csv" in file


def test_the_list_asks_the_same_of_one_file_and_of_three() -> None:
    client = staff_client(open_shop())
    send(client, ROW, "1.csv")
    with CaptureQueriesContext(connection) as one:
        client.get("/imports/")
    for name in ("2.csv", "3.csv"):
        send(client, ROW, name)

    with CaptureQueriesContext(connection) as three:
        client.get("/imports/")

    assert len(three) == len(one)


def test_a_file_that_is_none_is_said_at_the_field() -> None:
    client = staff_client(open_shop())
    book = SimpleUploadedFile("a.xlsx", b"no workbook")

    broken = client.post("/imports/new/", {"key": new_key(), "file": book})
    nothing = client.post("/imports/new/", {"key": new_key()})

    assert (broken.status_code, nothing.status_code) == (422, 422)
    assert broken.context["form"].errors["file"] == [
        "فایل خوانده نشد: CSV یا اکسل بدون گذرواژه بفرستید."
    ]
    assert nothing.context["form"].errors["file"]
    assert client.get("/imports/").context["table"].rows == []


def test_samples_can_be_brought_in_as_they_are() -> None:
    client = staff_client(open_shop())

    for kind in ("members", "orders", "lines", "balances"):
        file = client.get(f"/imports/sample/{kind}/").getvalue()
        page = client.get(f"{send(client, file)}columns/")
        assert page.context["kind"] == kind
    assert client.get("/imports/sample/nothing/").status_code == 404


def test_who_may_not_bring_files_in_is_stopped() -> None:
    assert staff_client(open_shop(), "cashier").get("/imports/").status_code == 403
