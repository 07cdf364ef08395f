"""Whoever types faster than the till answers: nothing is lost, and nothing goes astray."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import SignIn
from tests.e2e.people import sign_in_staff
from tests.e2e.test_cashier import open_till, ring_up, with_credit
from tests.factories.shops import Shop, new_mobile, open_shop
from vafa.programme.presets import cafe_programme

pytestmark = pytest.mark.django_db(transaction=True)


def paid_last(page: Page, shop: Shop) -> int:
    """Tell what was to pay of the sale that the till recorded last, in Rial."""
    named = {"source": "cashier", "document": page.locator("[data-last-document]").inner_text()}
    found = shop.owner.ask("/v1/purchases/find", named).json()["purchase_id"]
    return int(shop.owner.get(f"/v1/purchases/{found}").json()["purchase"]["to_pay_rials"])


def test_a_sale_typed_before_the_script_is_there_is_recorded_with_credit(
    page: Page, club: Shop, sign_in_cashier: SignIn
) -> None:
    mobile = with_credit(club, 40_000)
    sign_in_cashier(page)
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route)

    page.route("**/cashier-*.js", keep)
    page.goto("/cashier/", wait_until="commit")
    expect(page.locator("#who")).to_be_focused()

    for text in (mobile, "20000"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    for key in ("F4", "F9"):
        page.keyboard.press(key)
    assert page.url.endswith("/cashier/")  # no form of the page was sent, with a mobile in it
    waiting[0].continue_()

    expect(page.locator("[data-toast]")).to_contain_text("۱۵٬۵۷۸")
    assert paid_last(page, club) == 155_780


def test_a_network_that_never_answers_is_as_good_as_none(
    page: Page, club: Shop, sign_in_cashier: SignIn
) -> None:
    mobile = new_mobile()
    club.member(mobile=mobile)
    page.clock.install()
    open_till(page, sign_in_cashier)
    page.route("**/cashier/purchase/", lambda _: None)
    ring_up(page, mobile, 100_000)
    expect(page.locator("[data-save]")).to_be_disabled()
    page.keyboard.type("0912")  # the next one, who is in a hurry

    page.clock.fast_forward(9_000)
    expect(page.locator("[data-waiting]")).to_contain_text("۱")
    expect(page.locator("#who")).to_have_value("0912")


def test_a_full_card_of_stamps_is_a_drink_by_one_key(page: Page) -> None:
    cafe = open_shop(programme=cafe_programme(), branches=("north",))
    mobile = new_mobile()
    member_id = cafe.member(mobile=mobile)
    for _ in range(9):
        cafe.purchase(member_id, 100_000)
    open_till(page, lambda one: sign_in_staff(one, cafe, "cashier"))

    page.keyboard.type(mobile)
    page.keyboard.press("Enter")
    expect(page.locator(".stamp.is-on")).to_have_count(9)
    page.keyboard.type("50000")
    page.keyboard.press("F6")
    page.keyboard.press("F9")

    expect(page.locator("[data-toast]")).to_contain_text("ثبت شد")
    assert paid_last(page, cafe) == 0
    page.keyboard.type(mobile)
    page.keyboard.press("Enter")
    expect(page.locator(".stamp")).to_have_count(9)
    expect(page.locator(".stamp.is-on")).to_have_count(0)
