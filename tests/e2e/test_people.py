"""Owner, cashier and member come in through the pages."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.browsing import open_page
from tests.e2e.people import sign_in_member, sign_in_staff
from tests.factories.shops import Shop, new_mobile
from vafa.kit.identity import normalise_mobile


def test_owner_comes_in_and_out(page: Page, club: Shop) -> None:
    sign_in_staff(page, club)

    assert page.url.endswith("/")
    open_page(page, "/sign-out/")
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url("**/sign-in/**")


def test_cashier_opens_the_till(page: Page, club: Shop) -> None:
    sign_in_staff(page, club, "cashier")

    assert page.url.endswith("/cashier/")


def test_member_comes_in_by_a_code(page: Page, club: Shop, tmp_path: Path) -> None:
    mobile = normalise_mobile(new_mobile())
    club.member(mobile=mobile)

    sign_in_member(page, club, mobile, tmp_path)

    assert "سارا" in page.locator("h1").inner_text()
