"""Lines at the till in a browser: by keyboard, with a scanner gun, and without a connection."""

from __future__ import annotations

import sys
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import Visit
from tests.e2e.conftest import SignIn
from tests.e2e.test_cashier import open_till
from tests.factories.shops import Shop, new_mobile
from tests.interfaces.cashier.test_lines import with_catalogue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mobile(club: Shop) -> str:
    """Open a shop that sells tea and bread, and give the mobile of a member."""
    with_catalogue(club)
    mobile = new_mobile()
    club.member(mobile=mobile)
    return mobile


def begin(page: Page, mobile: str) -> None:
    """Ring a sale of lines up for a member, as far as the first product."""
    page.locator("[data-modes]").wait_for()
    page.keyboard.press("F3")
    page.keyboard.press("F2")
    page.keyboard.type(mobile)
    page.keyboard.press("Enter")
    expect(page.locator("#product")).to_be_focused()


def lines_of(club: Shop, document: str) -> list[tuple[str, int]]:
    """Read product and quantity of the lines of a sale."""
    named = {"source": "cashier", "document": document}
    found = club.owner.ask("/v1/purchases/find", named).json()["purchase_id"]
    shown = club.owner.get(f"/v1/purchases/{found}").json()
    return [(line["product"], line["quantity_milli"]) for line in shown["lines"]]


def test_sale_of_lines_by_keyboard_and_gun(
    page: Page, club: Shop, sign_in_cashier: SignIn, mobile: str
) -> None:
    open_till(page, sign_in_cashier)
    begin(page, mobile)
    page.keyboard.type("2*چای")
    page.keyboard.press("Enter")
    page.keyboard.type("6260001000017")  # the gun types the barcode and Enter
    page.keyboard.press("Enter")
    page.keyboard.type("نان")
    page.keyboard.press("Enter")
    page.keyboard.type("10000")
    page.keyboard.press("Enter")
    expect(page.locator("[data-due]")).to_contain_text("۱۰۹٬۰۰۰")
    expect(page.locator("[data-sum]").first).to_have_text("۹۹٬۰۰۰")
    page.keyboard.press("Enter")
    expect(page.locator("[data-save]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast]")).to_contain_text("ثبت شد")

    assert lines_of(club, page.locator("[data-last-document]").inner_text()) == [
        ("tea", 3_000), ("bread", 1_000),
    ]  # fmt: skip
    expect(page.locator("[data-rows] li")).to_have_count(0)


def test_lines_wait_without_a_connection(
    visit: Visit, page: Page, club: Shop, sign_in_cashier: SignIn, mobile: str
) -> None:
    open_till(page, sign_in_cashier)
    page.locator("[data-modes]").wait_for()
    visit.context.set_offline(True)
    begin(page, mobile)
    page.keyboard.type("3*cey")
    page.keyboard.press("Enter")
    expect(page.locator("[data-later-sum]")).to_have_text("۹۹٬۰۰۰")
    page.keyboard.press("F9")
    expect(page.locator("[data-rows] li")).to_have_count(0)
    visit.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-waiting]")).to_be_hidden(timeout=15_000)

    member = club.owner.ask("/v1/members/find", {"mobile": mobile}).json()
    wallet = club.owner.get(f"/v1/members/{member['member_id']}/wallet").json()
    assert {one["unit"]: one["spendable"] + one["pending"] for one in wallet["balances"]}[
        "points"
    ] == 9


def test_a_line_is_changed_and_removed(page: Page, sign_in_cashier: SignIn, mobile: str) -> None:
    open_till(page, sign_in_cashier)
    begin(page, mobile)
    page.keyboard.type("tea")
    page.keyboard.press("Enter")
    page.keyboard.press("+")
    expect(page.locator("[data-due]")).to_contain_text("۶۶٬۰۰۰")
    page.locator("[data-quantity]").fill("۰٫۵")
    expect(page.locator("[data-due]")).to_contain_text("۱۶٬۵۰۰")
    page.locator("[data-remove]").click()
    expect(page.locator("[data-rows] li")).to_have_count(0)
    page.locator("#product").fill("هیچ")
    page.keyboard.press("Enter")
    expect(page.locator("[data-trouble]")).to_contain_text("نیست")


def test_one_amount_stays_as_quick_as_it_was(
    page: Page, sign_in_cashier: SignIn, mobile: str
) -> None:
    open_till(page, sign_in_cashier)
    page.locator("[data-modes]").wait_for()
    begun = time.monotonic()
    page.keyboard.press("F2")
    page.keyboard.type(mobile)
    page.keyboard.press("Enter")
    expect(page.locator("#amount")).to_be_focused()
    page.keyboard.type("435000")
    page.keyboard.press("F9")
    expect(page.locator("[data-toast]")).to_contain_text("۴۳۵٬۰۰۰")
    sys.stdout.write(f"one amount beside lines: {time.monotonic() - begun:.2f} s\n")
