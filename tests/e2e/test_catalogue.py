"""The catalogue in a browser: a file is looked at and brought in, a product is mended."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import open_page
from tests.e2e.conftest import SignIn
from tests.factories.shops import Shop
from tests.interfaces.cashier.test_lines import with_catalogue

pytestmark = pytest.mark.django_db(transaction=True)

FILE = "کد کالا,نام کالا,گروه,قیمت (تومان)\ncoffee,قهوه,نوشیدنی,95000\ncup,فنجان,ظرف,زیاد\n"


def test_file_of_products_is_looked_at_then_brought_in(
    page: Page, club: Shop, sign_in_owner: SignIn
) -> None:
    with_catalogue(club)
    sign_in_owner(page)
    open_page(page, "/catalogue/import/")
    page.locator("[type=file]").set_input_files(
        {"name": "products.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    page.get_by_role("button", name="پیش‌نمایش").click()
    expect(page.locator("#products-read")).to_contain_text("قیمت نیست")
    page.get_by_role("button", name="ورود ۱ کالا").click()
    expect(page.locator("[data-toast]")).to_contain_text("۱ کالای تازه")
    page.locator("tbody a").filter(has_text="قهوه").click()
    expect(page.locator("#id_price")).to_have_value("۹۵٬۰۰۰")
    page.locator("#id_price").fill("۹۹۰۰۰")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("[data-toast]")).to_contain_text("تغییر کرد")

    found = club.owner.get("/v1/catalogue/products?text=coffee").json()["products"]
    assert [one["price_rials"] for one in found] == [990_000]
