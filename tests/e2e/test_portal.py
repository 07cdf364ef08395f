"""A member's pages in a browser: an order is placed, the card is there without a network."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.browsing import KEPT, READY, Visit, open_page
from tests.factories.shops import Shop


def test_a_member_places_an_order(
    page: Page, sign_in_member: Callable[[Page], str], club: Shop
) -> None:
    sign_in_member(page)
    open_page(page, f"/c/{club.code}/me/orders/new/")

    page.get_by_label("چه می‌خواهید؟").fill("میز تحریر بلوط")
    page.get_by_role("button", name="فرستادن سفارش").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("میز تحریر بلوط")


def test_the_card_is_there_without_a_network_and_gone_after_signing_out(
    page: Page, visit: Visit, sign_in_member: Callable[[Page], str], club: Shop
) -> None:
    sign_in_member(page)
    card = f"/c/{club.code}/me/card/"
    open_page(page, card)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    open_page(page, card)  # now the worker fetches it, and keeps it
    page.wait_for_function(KEPT, arg=card)

    visit.context.set_offline(True)
    page.reload()
    page.locator(READY).wait_for(state="attached")
    expect(page.locator(".qr-large svg")).to_be_visible()
    visit.context.set_offline(False)

    open_page(page, f"/c/{club.code}/me/profile/")
    page.get_by_role("button", name="خروج").click()
    page.wait_for_url(f"**/c/{club.code}/")
    page.wait_for_function(f"async path => !(await ({KEPT})(path))", arg=card)


def test_the_invitation_is_there_to_copy_and_the_dock_leads_to_rewards(
    page: Page, sign_in_member: Callable[[Page], str], club: Shop
) -> None:
    sign_in_member(page)
    open_page(page, f"/c/{club.code}/me/friends/")

    expect(page.get_by_text(f"/j/{club.code}")).to_be_visible()
    page.get_by_role("link", name="پاداش‌ها").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("پاداش‌ها")


def test_a_press_anywhere_on_a_file_field_meets_the_field(
    page: Page, sign_in_member: Callable[[Page], str], club: Shop
) -> None:
    sign_in_member(page)
    open_page(page, f"/c/{club.code}/me/orders/new/")
    box = page.locator(".file-pick").bounding_box()
    assert box is not None

    middle = box["y"] + box["height"] / 2
    places = [[box["x"] + box["width"] * share, middle] for share in (0.05, 0.5, 0.95)]
    met = page.evaluate(
        "places => places.map(([x, y]) => document.elementFromPoint(x, y).type)", places
    )

    assert met == ["file"] * 3
