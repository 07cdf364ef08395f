"""The main paths by keyboard alone: nobody touches a mouse, and the focus is always to be seen."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browsing import READY, open_page
from tests.e2e.conftest import SignIn
from tests.e2e.test_cashier import open_till, ring_up
from tests.factories.people import PASSWORD, code_to, hire
from tests.factories.shops import Shop, new_mobile
from vafa.kit.identity import normalise_mobile

MOST_STEPS = 150
_SEEN = """one => {
  const place = one.getBoundingClientRect();
  const x = place.left + place.width / 2, y = place.top + Math.min(place.height / 2, 20);
  const top = document.elementFromPoint(x, y);
  const drawn = getComputedStyle(one);
  const marked = drawn.outlineStyle !== 'none' || one.matches('input, select, textarea');
  return marked && (one === top || one.contains(top) || Boolean(top?.contains(one)));
}"""


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until it is on `wanted`; it must be marked, and nothing may lie over it."""
    one = wanted.first
    one.wait_for(state="attached")
    for _ in range(MOST_STEPS):
        if one.evaluate("one => one === document.activeElement"):
            assert one.evaluate(_SEEN), f"the focus is not to be seen: {one.inner_text()}"
            return
        page.keyboard.press("Tab")
    message = f"{MOST_STEPS} steps with Tab do not lead to {wanted}"
    raise AssertionError(message)


def type_into(page: Page, wanted: Locator, text: str) -> None:
    """Go to a field and write."""
    reach(page, wanted)
    page.keyboard.type(text)


def send(page: Page, wanted: Locator, address: str) -> None:
    """Press Enter on something that leads to another page, and wait until that is there."""
    reach(page, wanted)
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    page.locator(READY).wait_for(state="attached")


def test_the_owner_signs_in_finds_a_member_and_gives_credit(page: Page, club: Shop) -> None:
    member_id = club.member(first_name="سارا")
    worker = hire(club)
    open_page(page, "/sign-in/")
    type_into(page, page.locator("#id_login"), worker.login)
    type_into(page, page.locator("#id_password"), PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.locator(READY).wait_for(state="attached")

    send(page, page.get_by_role("link", name="اعضا", exact=True), "**/members/")
    page.keyboard.press("/")
    page.keyboard.type("سارا")
    page.wait_for_url(lambda address: f"q={quote('سارا')}&" in address)
    expect(page.locator("tbody tr")).to_have_count(1)  # each letter may have found others
    send(page, page.get_by_role("link", name="سارا"), "**/members/*/")
    send(page, page.get_by_role("link", name="دادن یا گرفتن دستی"), "**/adjust/")
    type_into(page, page.locator("#id_amount"), "۵")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/adjust/" not in address)

    wallet = club.owner.get(f"/v1/members/{member_id}/wallet").json()["balances"]
    assert max(one["spendable"] for one in wallet) > 0


def test_a_sale_is_rung_up_and_undone(page: Page, club: Shop, sign_in_cashier: SignIn) -> None:
    mobile = new_mobile()
    club.member(mobile=mobile)
    open_till(page, sign_in_cashier)
    ring_up(page, mobile, 435_000)
    toast = page.locator("[data-toast]")
    toast.wait_for()

    reach(page, toast.locator("form button"))
    page.keyboard.press("Enter")

    expect(toast).to_contain_text("برگردانده شد")


def test_a_member_signs_in_and_orders(page: Page, club: Shop, tmp_path: Path) -> None:
    mobile = normalise_mobile(new_mobile())
    club.member(mobile=mobile)
    open_page(page, f"/c/{club.code}/sign-in/")
    type_into(page, page.locator("#id_mobile"), mobile)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")
    page.locator(READY).wait_for(state="attached")
    type_into(page, page.locator("#id_code"), code_to(club.club_id, mobile, tmp_path))
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/")
    page.locator(READY).wait_for(state="attached")

    send(page, page.get_by_role("link", name="سفارش‌ها"), "**/me/orders/")
    send(page, page.get_by_role("link", name="سفارش تازه"), "**/me/orders/new/")
    type_into(page, page.get_by_label("چه می‌خواهید؟"), "میز تحریر بلوط")
    send(page, page.get_by_role("button", name="فرستادن سفارش"), "**/me/orders/1/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("میز تحریر بلوط")
