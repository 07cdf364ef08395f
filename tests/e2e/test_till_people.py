"""Who stands at the till, in a browser: put it there, lock it, come in by tile and PIN alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import KEPT, open_page
from tests.factories.people import PASSWORD, Worker
from tests.factories.shops import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def test_people_switch_by_pin_with_the_keyboard(
    page: Page,
    club: Shop,
    sign_in_cashier: Callable[[Page], Worker],
    sweep: Callable[[str], None],
) -> None:
    club.owner.write("/v1/tills", {"code": "till-1", "branch": "north"})
    worker = sign_in_cashier(page)
    open_page(page, "/cashier/pin/")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_pin").fill("7391")
    page.locator("#id_again").fill("7391")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cashier/device/")
    page.locator("button[value=till-1]").click()
    page.locator("[data-lock]").wait_for()
    page.locator("html[data-js=ready]").wait_for(state="attached")

    page.keyboard.press("F7")
    page.wait_for_url("**/cashier/switch/")
    tile = page.locator(f"a[href='?who={worker.staff_id}']")
    tile.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_pin")).to_be_focused()
    page.keyboard.type("۷۳۹۱")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cashier/")
    expect(page.locator("#who")).to_be_focused()
    page.wait_for_function(KEPT, arg="/cashier/")

    page.keyboard.press("F7")
    page.wait_for_url("**/cashier/switch/")
    page.wait_for_function(f"async path => !(await ({KEPT})(path))", arg="/cashier/")

    sweep("/cashier/switch/")
    sweep(f"/cashier/switch/?who={worker.staff_id}")
