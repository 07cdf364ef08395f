"""The catalogue in the office: its list, a product from new to retired, and who may change it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from tests.interfaces.cashier.test_lines import TEA, put_products, with_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    """Open a shop that sells tea and bread."""
    return with_catalogue(open_shop())


@pytest.fixture
def office(shop: Shop) -> Client:
    """Sign the owner in."""
    return staff_client(shop)


def page_of(office: Client, query: str = "") -> str:
    """Read the list."""
    return office.get(f"/catalogue/{query}").content.decode()


def product_id(shop: Shop, code: str) -> str:
    """Give the id of a product."""
    found = shop.owner.get(f"/v1/catalogue/products?text={code}").json()["products"]
    return str(found[0]["product_id"])


def test_products_are_listed_searched_and_narrowed(office: Client) -> None:
    assert all(name in page_of(office) for name in ("چای سیلان", "نان", "نوشیدنی"))
    assert "نان" not in page_of(office, "?q=چاي")
    assert "نان" not in page_of(office, "?group=drinks").partition("<tbody")[2]
    assert "چای سیلان" not in page_of(office, "?state=retired")
    assert "هنوز کالایی نیست" in staff_client(open_shop()).get("/catalogue/").content.decode()


def test_list_goes_out_as_a_file(office: Client) -> None:
    answer = office.get("/catalogue/?file=csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # framework

    assert "tea" in text
    assert "33000" in text


def test_longer_list_asks_no_more(
    shop: Shop, office: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(40) as of_two:
        page_of(office)
    put_products(shop, *({**TEA, "code": f"t{n}", "barcode": ""} for n in range(60)))
    with django_assert_max_num_queries(40) as of_many:
        page = page_of(office)

    assert len(of_many) == len(of_two)
    assert "after=" in page


def test_product_is_added_changed_retired_and_sold_again(shop: Shop, office: Client) -> None:
    new = {"code": "cup", "name_fa": "فنجان", "price": "۱۲٬۵۰۰", "vat": "۹", "group": "drinks"}
    added = office.post("/catalogue/new/", new)
    address = f"/catalogue/products/{product_id(shop, 'cup')}/"
    changed = office.post(address, {"name_fa": "فنجان بزرگ", "price": "15000"})
    office.post(f"{address}retire/")
    retired = shop.owner.get("/v1/catalogue/products?text=cup").json()["products"][0]
    office.post(f"{address}retire/", {"back": "1"})
    back = shop.owner.get("/v1/catalogue/products?text=cup").json()["products"][0]

    assert (added.status_code, changed.status_code) == (302, 302)
    assert retired | {"product_id": ""} == {
        "product_id": "", "code": "cup", "name_fa": "فنجان بزرگ", "name_en": "",
        "group": "unspecified", "price_rials": 150_000, "vat_basis_points": None, "barcode": "",
        "is_active": False,
    }  # fmt: skip
    assert back["is_active"] is True


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"code": "tea"}, "کالای دیگری این کد را دارد"),
        ({"barcode": TEA["barcode"]}, "کالای دیگری این بارکد را دارد"),
        ({"price": "abc"}, "رقم"),
    ],
)
def test_refusal_stands_at_its_field(office: Client, given: dict[str, str], words: str) -> None:
    answer = office.post("/catalogue/new/", {"code": "cup", "name_fa": "فنجان", **given})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_who_only_sells_sees_and_changes_nothing(shop: Shop) -> None:
    cashier = staff_client(shop, "cashier")
    address = f"/catalogue/products/{product_id(shop, 'tea')}/"

    assert cashier.get(address).status_code == 200
    assert cashier.post(address, {"name_fa": "دیگر"}).status_code == 403
    assert cashier.post(f"{address}retire/").status_code == 403
    assert cashier.get("/catalogue/new/").status_code == 403
    assert staff_client(open_shop()).get(address).status_code == 404
