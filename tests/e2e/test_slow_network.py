"""A slow line, as a phone has it far from town: pages are of use early, nothing is sent twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import open_page
from tests.e2e.conftest import SignIn
from tests.e2e.test_cashier import bought, open_till, ring_up
from tests.factories.shops import Shop, new_mobile

SLOW_3G: Final = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
READ_WITHIN_MS: Final = 6_000
# While a form is on its way the page cannot be asked: it notes by itself what it shows.
_NOTE: Final = """() => addEventListener('submit', (event) => queueMicrotask(() => {
  const button = [...event.submitter.classList].filter((one) => one.startsWith('is-'));
  sessionStorage.seen = [event.target.ariaBusy, ...button].join(' ');
}))"""


@pytest.fixture
def slow(page: Page) -> Callable[[], None]:
    """Give a function that makes the line of the page slow, and its cache empty."""

    def slow_down() -> None:
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.clearBrowserCache")
        line.send("Network.emulateNetworkConditions", SLOW_3G)

    return slow_down


def count_posts(page: Page, ending: str) -> list[str]:
    """Keep what is posted to addresses that end so."""
    seen: list[str] = []

    def watch(request: Any) -> None:
        if request.method == "POST" and request.url.endswith(ending):
            seen.append(request.url)

    page.on("request", watch)
    return seen


def test_a_page_is_read_and_an_order_sent_once(
    page: Page,
    sign_in_member: Callable[[Page], str],
    club: Shop,
    slow: Callable[[], None],
) -> None:
    sign_in_member(page)
    slow()
    page.goto(f"/c/{club.code}/me/orders/new/", wait_until="commit")
    page.get_by_label("چه می‌خواهید؟").wait_for(timeout=READ_WITHIN_MS)  # before the scripts came
    page.locator("html[data-js=ready]").wait_for(state="attached", timeout=30_000)
    posts = count_posts(page, "/orders/new/")

    page.get_by_label("چه می‌خواهید؟").fill("میز")
    page.evaluate(_NOTE)
    page.get_by_role("button", name="فرستادن سفارش").dblclick(no_wait_after=True)
    page.wait_for_url("**/me/orders/1/")

    assert page.evaluate("sessionStorage.seen") == "true is-sending"
    assert len(posts) == 1
    assert club.owner.get("/v1/orders").json()["orders"][0]["title"] == "میز"


def test_a_sale_is_recorded_once_however_often_f9_is_pressed(
    page: Page, club: Shop, sign_in_cashier: SignIn, slow: Callable[[], None]
) -> None:
    mobile = new_mobile()
    member_id = club.member(mobile=mobile)
    open_till(page, sign_in_cashier)
    slow()
    posts = count_posts(page, "/cashier/purchase/")

    ring_up(page, mobile, 435_000)
    page.keyboard.press("F9")
    expect(page.locator("[data-save]")).to_be_disabled()
    page.keyboard.press("F9")
    page.locator("[data-toast]").wait_for()
    page.keyboard.press("F9")

    assert len(posts) == 1
    assert bought(club, member_id) == 1


def test_the_office_says_what_it_waits_for(
    page: Page, club: Shop, sign_in_owner: SignIn, slow: Callable[[], None]
) -> None:
    club.member(first_name="سارا")
    sign_in_owner(page)
    open_page(page, "/members/")
    slow()

    page.locator("[data-search]").press_sequentially("نگار")

    expect(page.locator(".htmx-request").first).to_be_attached()
    expect(page.get_by_role("heading", name="چیزی با این جست‌وجو یافت نشد")).to_be_visible()
    page.wait_for_url(lambda address: "q=" in address)
