"""The first page of each face, as its people meet it."""

from playwright.sync_api import Page, expect

from tests.e2e.browsing import NARROW, open_page
from tests.e2e.conftest import SignIn, Sweep


def test_a_page_that_is_not_there_holds_in_every_look(
    page: Page, sign_in_owner: SignIn, sweep: Sweep
) -> None:
    sign_in_owner(page)

    sweep("/there-is-nothing/")


def test_the_menu_opens_on_a_phone_and_closes_by_escape(page: Page, sign_in_owner: SignIn) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # stub is wrong
    sign_in_owner(page)
    open_page(page, "/")
    menu = page.get_by_role("navigation", name="فهرست اصلی")
    expect(menu).to_be_hidden()

    page.get_by_role("button", name="فهرست", exact=True).click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")

    expect(menu).to_be_hidden()


def test_the_keyboard_reaches_the_content_at_once(page: Page, sign_in_owner: SignIn) -> None:
    sign_in_owner(page)
    open_page(page, "/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="رفتن به متن صفحه")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#content")).to_be_focused()


def test_who_is_nobody_is_asked_to_sign_in(page: Page) -> None:
    open_page(page, "/")

    page.wait_for_url("**/sign-in/**")
