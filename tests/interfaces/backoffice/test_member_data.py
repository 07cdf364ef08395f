"""Data and membership in the file: a copy, leaving, and being erased once it is meant."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def a_file(shop: Shop, client: Client) -> str:
    """Have a member who bought something; give the address of the file."""
    shop.purchase(shop.member(), 12_000_000)
    return str(client.get("/members/").context["table"].rows[0].cells[0].href)


def test_a_copy_holds_everything() -> None:
    shop = open_shop()
    client = staff_client(shop)
    page = a_file(shop, client)
    client.post(f"{page}notes/write/", {"key": new_key(), "text": "چای بی‌قند"})
    tag = shop.owner.write("/v1/member-tags", {"name": "همسایه"}).json()["tag_id"]
    shop.owner.write("/v1/member-changes", {"kind": "add_tag", "which": tag})

    copy = client.post(f"{page}data/copy/")
    files = zipfile.ZipFile(io.BytesIO(copy.content))
    told = json.loads(files.read("data.json"))

    assert copy["Content-Type"] == "application/zip"
    assert [one["text"] for one in told["notes"]] == ["چای بی‌قند"]
    assert told["tags"] == ["همسایه"]
    assert "چای بی‌قند" in files.read("index.html").decode()
    assert "Copy" not in client.get(f"{page}changes/").content.decode()


def test_leaving_needs_a_yes_and_shows_what_ends() -> None:
    shop = open_shop()
    client = staff_client(shop)
    page = a_file(shop, client)
    would = client.get(f"{page}data/").context["would"]

    unsure = client.post(f"{page}data/leave/", {"key": new_key()})
    gone = client.post(f"{page}data/leave/", {"key": new_key(), "sure": "on"})

    assert would.has_left is False
    assert unsure.status_code == 422
    assert unsure.context["form"].errors["sure"]
    assert gone.status_code == 302
    assert client.get(f"{page}data/").context["would"].has_left is True


def test_erasing_needs_the_number_typed_out() -> None:
    shop = open_shop()
    client = staff_client(shop)
    page = a_file(shop, client)
    number = page.strip("/").split("/")[-1]
    shown = client.get(f"{page}data/erase/").context
    sent = {"basis": "request", "preview_hash": shown["preview_hash"]}

    wrong = client.post(f"{page}data/erase/", {**sent, "key": new_key(), "typed": "1"})
    assert wrong.context["form"].errors["typed"]
    assert client.get(page).status_code == 200
    done = client.post(
        f"{page}data/erase/", {**sent, "key": new_key(), "typed": f"{number[:4]}-{number[4:]}"}
    )

    assert done["Location"] == "/members/"
    assert client.get(page).status_code == 404


def test_what_changed_since_the_look_is_looked_at_again() -> None:
    shop = open_shop()
    client = staff_client(shop)
    page = a_file(shop, client)
    number = page.strip("/").split("/")[-1]
    sent = {"basis": "request", "preview_hash": "0" * 64, "typed": number, "key": new_key()}

    again = client.post(f"{page}data/erase/", sent)

    assert again.status_code == 422
    assert again.context["form"].non_field_errors()
    assert again.context["preview_hash"] != sent["preview_hash"]


def test_who_may_not_is_stopped() -> None:
    shop = open_shop()
    page = a_file(shop, staff_client(shop))
    cashier = staff_client(shop, "cashier")

    assert cashier.get(f"{page}data/").context["may_erase"] is False
    assert cashier.get(f"{page}data/erase/").status_code == 403
    assert cashier.post(f"{page}data/copy/").status_code == 403
