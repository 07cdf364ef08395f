"""The columns of a file: guessed, set right, refused beside their field, and remembered."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from django.test import Client

from tests.factories.imports import MESSY_COLUMNS, messy, send, try_messy, work
from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.web import sources

pytestmark = pytest.mark.django_db(transaction=True)
SENT = {"kind": "orders", "unit": "rial", "source": "old-till"}


def chosen(client: Client, address: str) -> dict[str, str]:
    """Give what the page takes each column for."""
    columns = client.get(address).context["columns"]
    return {f"column-{one.code}": one.chosen for one in columns if one.chosen}


def test_columns_are_guessed_beside_their_samples() -> None:
    client = staff_client(open_shop())
    page = send(client, messy())

    shown = client.get(f"{page}columns/").context

    assert shown["kind"] == "orders"
    assert chosen(client, f"{page}columns/") == MESSY_COLUMNS
    assert shown["columns"][3].samples == ["F-1-0", "F-1-1", "F-1-2"]
    assert shown["form"].initial["unit"] == "rial"
    assert client.get(f"{page}columns/?kind=members").context["kind"] == "members"


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ({**SENT, **MESSY_COLUMNS, "column-7": ""}, "__all__"),
        ({**SENT, **MESSY_COLUMNS, "source": "صندوق قدیم"}, "source"),
        ({**SENT, **MESSY_COLUMNS, "unit": "toman"}, ""),
    ],
    ids=["amount missing", "source no code", "unit contradicted by the header"],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field(sent: dict[str, Any], place: str) -> None:
    client = staff_client(open_shop())
    page = send(client, messy())

    answer = client.post(f"{page}columns/", sent)

    if place:
        assert answer.status_code == 422
        assert answer.context["form"].errors[place]
        return
    work()
    assert "واحد پول دیگری" in client.get(page).context["problem"]


def test_two_columns_cannot_be_the_same() -> None:
    client = staff_client(open_shop())
    page = send(client, messy())

    answer = client.post(f"{page}columns/", {**SENT, **MESSY_COLUMNS, "column-8": "amount"})

    assert answer.status_code == 422
    assert [one.code for one in answer.context["columns"] if one.error] == ["7", "8"]


def test_columns_are_remembered_with_those_left_out() -> None:
    client = staff_client(open_shop())
    first = send(client, messy())
    try_messy(client, first, **{"column-6": ""})
    client.post(f"{first}start/")
    work()

    second = send(client, messy(), "again.csv")

    wanted = {name: field for name, field in MESSY_COLUMNS.items() if field != "time"}
    assert chosen(client, f"{second}columns/") == wanted


def test_a_file_that_is_not_kept_any_more_is_said() -> None:
    client = staff_client(open_shop())
    page = send(client, messy())
    import_id = page.strip("/").split("/")[-1]
    for place in sources.imports_folder().glob(f"*/{import_id}"):
        shutil.rmtree(place)

    assert "دوباره بفرستید" in client.get(f"{page}columns/").context["gone"]
