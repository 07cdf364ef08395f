"""People in the browser: who they are, and how they come in through the pages themselves."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.browsing import open_page
from tests.factories.people import PASSWORD, Worker, code_to, hire
from tests.factories.shops import Shop


def sign_in_staff(page: Page, shop: Shop, role: str = "owner") -> Worker:
    """Sign somebody of a role in, as they do: by the sign-in page."""
    worker = hire(shop, role)
    open_page(page, "/sign-in/")
    page.locator("#id_login").fill(worker.login)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
    return worker


def sign_in_member(page: Page, shop: Shop, mobile: str, folder: Path) -> None:
    """Sign a member in, by the code that the phone gets."""
    open_page(page, f"/c/{shop.code}/sign-in/")
    page.locator("#id_mobile").fill(mobile)
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url("**/sign-in/code/")
    page.locator("#id_code").fill(code_to(shop.club_id, mobile, folder))
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url("**/me/")
