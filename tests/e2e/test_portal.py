"""A member's pages in a browser: an order is placed, and each page holds in every look."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.browsing import open_page
from tests.e2e.conftest import Sweep
from tests.factories.shops import Shop

PAGES = (
    "", "card/", "statement/", "orders/", "orders/1/", "profile/", "consents/",
    "receipt/", "data/",
)  # fmt: skip


def test_a_member_orders_and_every_page_holds(
    page: Page, sign_in_member: Callable[[Page], str], sweep: Sweep, club: Shop
) -> None:
    member_id = sign_in_member(page)
    club.purchase(member_id, 10_000_000)
    open_page(page, f"/c/{club.code}/me/orders/new/")

    page.get_by_label("چه می‌خواهید؟").fill("میز تحریر بلوط")
    page.get_by_role("button", name="فرستادن سفارش").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("میز تحریر بلوط")

    for one in PAGES:
        sweep(f"/c/{club.code}/me/{one}")
    sweep(f"/c/{club.code}/me/orders/new/")


def test_the_clubs_page_holds_in_every_look(sweep: Sweep, club: Shop) -> None:
    sweep(f"/c/{club.code}/")
    sweep(f"/r/{club.code}/7KQ2M-XA4RB-9DWP")
