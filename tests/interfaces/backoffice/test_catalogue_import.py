"""Products from a file in the office: looked at first, then brought in all together."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop

pytestmark = pytest.mark.django_db

FILE = (
    "کد کالا;نام کالا;گروه;قیمت (تومان)\n"
    "tea;چای;نوشیدنی;۳۳٬۰۰۰\n"
    "cup;فنجان;;زیاد\n"
)  # fmt: skip


@pytest.fixture
def shop() -> Shop:
    """Open a shop."""
    return open_shop()


@pytest.fixture
def office(shop: Shop) -> Client:
    """Sign the owner in."""
    return staff_client(shop)


def send(office: Client, act: str, text: str = FILE, name: str = "a.csv") -> Any:
    """Send a file."""
    file = SimpleUploadedFile(name, text.encode("utf-8"))
    return office.post(f"/catalogue/import/{act}/", {"file": file, "unit": "toman"})


def sold(shop: Shop) -> dict[str, int]:
    """Read the catalogue."""
    found = shop.owner.get("/v1/catalogue/products").json()["products"]
    return {one["code"]: one["price_rials"] for one in found}


def test_look_changes_nothing_and_says_what_would_come(shop: Shop, office: Client) -> None:
    page = send(office, "check").content.decode()

    assert all(word in page for word in ("ورود ۱ کالا", "نوشیدنی</td>", "قیمت نیست"))
    assert "unspecified" not in page
    assert sold(shop) == {}


def test_file_is_brought_in(shop: Shop, office: Client) -> None:
    answer = send(office, "bring-in")

    assert answer.status_code == 302
    assert sold(shop) == {"tea": 330_000}
    assert "۱ کالای تازه" in office.get("/catalogue/").content.decode()


@pytest.mark.parametrize("act", ["check", "bring-in"])
def test_file_that_is_none_is_refused_beside_it(office: Client, act: str) -> None:
    for text, name in (("foo;bar\n1;2\n", "a.csv"), ("no workbook", "a.xlsx")):
        answer = send(office, act, text, name)

        assert answer.status_code == 422
    assert office.post(f"/catalogue/import/{act}/", {}).status_code == 422


def test_sample_can_be_brought_in(shop: Shop, office: Client) -> None:
    sample = office.get("/catalogue/import/sample/")
    text = b"".join(sample.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # framework

    send(office, "bring-in", text)

    assert sold(shop) == {"cake-1": 950_000, "tea-500": 1_850_000}


def test_form_is_shown_to_whom_it_may_serve(shop: Shop, office: Client) -> None:
    assert office.get("/catalogue/import/").status_code == 200
    assert staff_client(shop, "cashier").get("/catalogue/import/").status_code == 403
