"""A till that stood open for long: its session or the secret of its forms ended meanwhile."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import open_page
from tests.e2e.conftest import SignIn
from tests.e2e.test_cashier import bought, open_till, ring_up
from tests.factories.people import PASSWORD
from tests.factories.shops import Shop, new_mobile

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_sale_goes_on_when_the_secret_of_the_page_is_an_old_one(
    page: Page, club: Shop, sign_in_cashier: SignIn
) -> None:
    mobile = new_mobile()
    member_id = club.member(mobile=mobile)
    open_till(page, sign_in_cashier)
    page.context.clear_cookies(name=re.compile("csrf"))

    ring_up(page, mobile, 100_000)

    expect(page.locator("[data-toast]")).to_contain_text("ثبت شد")
    assert bought(club, member_id) == 1


def test_a_sale_waits_until_somebody_is_signed_in_again(
    page: Page, club: Shop, sign_in_cashier: SignIn
) -> None:
    mobile = new_mobile()
    member_id = club.member(mobile=mobile)
    worker = sign_in_cashier(page)
    open_page(page, "/cashier/")
    page.keyboard.type(mobile)
    page.keyboard.press("Enter")
    expect(page.locator("#amount")).to_be_focused()
    page.context.clear_cookies(name=re.compile("session"))
    page.keyboard.type("100000")
    page.keyboard.press("F9")
    expect(page.locator("[data-waiting]")).to_contain_text("۱")
    assert bought(club, member_id) == 0

    page.locator("[data-trouble] a").click()
    page.locator("#id_login").fill(worker.login)
    page.locator("#id_password").fill(PASSWORD)
    with page.expect_response("**/cashier/purchase/") as answered:
        page.keyboard.press("Enter")

    assert answered.value.status == 201
    assert bought(club, member_id) == 1
