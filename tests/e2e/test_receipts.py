"""A sale without a member, from the till to the phone of whoever joins by its receipt."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import browsing
from tests.e2e.conftest import SignIn
from tests.e2e.test_cashier import open_till
from tests.factories.people import code_to
from tests.factories.shops import Shop, new_mobile
from vafa.kit.identity import normalise_mobile

pytestmark = pytest.mark.django_db(transaction=True)


def sell_to_nobody(page: Page, toman: int) -> str:
    """Sell without a member by keyboard; gives the code on the printed receipt."""
    page.keyboard.press("F10")
    page.keyboard.type(str(toman))
    page.keyboard.press("F9")
    page.locator("[data-toast]").wait_for()
    page.goto(str(page.locator("[data-last-receipt]").get_attribute("href")))
    return page.locator(".receipt .kv .code").nth(1).inner_text()


def join(page: Page, shop: Shop, folder: Path) -> None:
    """Join by a mobile and the code that it gets."""
    mobile = normalise_mobile(new_mobile())
    page.locator("#id_mobile").fill(mobile)
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url("**/sign-in/code/")
    page.locator("#id_code").fill(code_to(shop.club_id, mobile, folder))
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url("**/join/")
    page.locator("#id_agreed").check()
    page.locator("form.panel button[type=submit]").click()


def test_a_sale_to_nobody_is_a_newcomers_by_its_receipt(
    page: Page, chromium: Browser, site: str, club: Shop, sign_in_cashier: SignIn, tmp_path: Path
) -> None:
    open_till(page, sign_in_cashier)
    code = sell_to_nobody(page, 500_000)
    customer = browsing.new_visit(chromium, site, viewport=browsing.PHONE)
    phone = customer.page

    browsing.open_page(phone, f"/r/{club.code}/{code}")
    phone.get_by_role("link", name="هنوز عضو نیستید؟ عضو شوید").click()
    join(phone, club, tmp_path)
    phone.wait_for_url("**/me/receipt/**")
    expect(phone.locator("#id_code")).to_have_value(code)
    phone.locator("form.panel button[type=submit]").click()
    phone.wait_for_url("**/me/statement/")

    expect(phone.get_by_text("۴۵", exact=False).first).to_be_visible()
    assert customer.errors == []
    customer.context.close()
