"""The till in a browser: a sale by keyboard, offline sales once, answers that are lost."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.browsing import Visit, open_page
from tests.factories.people import Worker
from tests.factories.shops import Shop, new_mobile

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page], Worker]


def open_till(page: Page, sign_in: SignIn) -> None:
    """Sign in and stand at the till."""
    sign_in(page)
    open_page(page, "/cashier/")


def ring_up(page: Page, mobile: str, toman: int) -> None:
    """Make a sale by keyboard alone."""
    page.keyboard.press("F2")
    page.keyboard.type(mobile)
    page.keyboard.press("Enter")
    expect(page.locator("#amount")).to_be_focused()
    page.keyboard.type(str(toman))
    page.keyboard.press("F9")


def bought(shop: Shop, member_id: str) -> int:
    """Count the purchases in a member's book."""
    entries = shop.owner.get(f"/v1/members/{member_id}/statement").json()["entries"]
    return len({one["event_id"] for one in entries if one["kind"] == "earn"})


def test_sale_by_keyboard_and_undo(page: Page, club: Shop, sign_in_cashier: SignIn) -> None:
    mobile = new_mobile()
    member_id = club.member(mobile=mobile)
    open_till(page, sign_in_cashier)

    began = time.monotonic()
    ring_up(page, mobile, 435_000)
    toast = page.locator("[data-toast]")
    toast.wait_for()
    sys.stdout.write(f"a sale by keyboard: {time.monotonic() - began:.2f} s\n")

    expect(toast).to_contain_text("۴۳۵٬۰۰۰")
    expect(page.locator("#who")).to_be_focused()
    toast.locator("form button").click()
    expect(page.locator("[data-toast]")).to_contain_text("برگردانده شد")
    wallet = club.owner.get(f"/v1/members/{member_id}/wallet").json()["balances"]
    assert [one["spendable"] + one["pending"] for one in wallet] == [0, 0]


def test_a_plain_sale_is_two_questions_and_waits_for_no_sums(
    page: Page, club: Shop, sign_in_cashier: SignIn
) -> None:
    """Who it is, and the sale: what it comes to is asked beside them, and not waited for."""
    mobile = new_mobile()
    member_id = club.member(mobile=mobile)
    open_till(page, sign_in_cashier)
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            asked.append(request.url.partition("/cashier/")[2])

    page.on("request", note)
    page.route("**/cashier/quote/", lambda _: None)  # never answered
    ring_up(page, mobile, 435_000)
    page.locator("[data-toast]").wait_for()

    assert [one for one in asked if one != "quote/"] == ["member/", "purchase/"]
    assert bought(club, member_id) == 1


def test_offline_sales_come_once(
    visit: Visit, page: Page, club: Shop, sign_in_cashier: SignIn
) -> None:
    mobile = new_mobile()
    member_id = club.member(mobile=mobile)
    open_till(page, sign_in_cashier)
    page.wait_for_function(
        "async () => (await navigator.serviceWorker.ready)"
        " && Boolean(await caches.match('/cashier/'))"
    )
    visit.context.set_offline(True)
    for toman in (100_000, 200_000, 300_000):
        ring_up(page, mobile, toman)
        expect(page.locator("#amount")).to_have_value("")
    page.reload()
    page.locator("html[data-js=ready]").wait_for(state="attached")
    ring_up(page, mobile, 400_000)
    expect(page.locator("[data-waiting]")).to_contain_text("۴")
    visit.context.set_offline(False)
    expect(page.locator("[data-waiting]")).to_be_hidden()

    assert bought(club, member_id) == 4


def test_lost_answer_makes_one_sale(page: Page, club: Shop, sign_in_cashier: SignIn) -> None:
    mobile = new_mobile()
    member_id = club.member(mobile=mobile)
    open_till(page, sign_in_cashier)
    lost: list[int] = []

    def lose(route: Route) -> None:
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
        else:
            lost.append(answer.status)
            route.fulfill(status=502, body="lost")

    page.route("**/cashier/purchase/", lose)
    ring_up(page, mobile, 100_000)
    expect(page.locator("[data-waiting]")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-waiting]")).to_be_hidden()

    assert lost == [201]
    assert bought(club, member_id) == 1


def test_two_tabs_send_each_sale_once(
    visit: Visit, page: Page, club: Shop, sign_in_cashier: SignIn
) -> None:
    mobile = new_mobile()
    member_id = club.member(mobile=mobile)
    open_till(page, sign_in_cashier)
    other = visit.context.new_page()
    open_page(other, "/cashier/")
    page.bring_to_front()
    visit.context.set_offline(True)
    for toman in (100_000, 200_000):
        ring_up(page, mobile, toman)
        expect(page.locator("#amount")).to_have_value("")
    visit.context.set_offline(False)
    for tab in (page, other):
        tab.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-waiting]")).to_be_hidden()

    assert bought(club, member_id) == 2


def test_rejected_sale_says_why_and_can_be_put_right(
    visit: Visit, page: Page, club: Shop, sign_in_cashier: SignIn
) -> None:
    stranger, mobile = new_mobile(), new_mobile()
    member_id = club.member(mobile=mobile)
    open_till(page, sign_in_cashier)
    visit.context.set_offline(True)
    ring_up(page, stranger, 100_000)
    expect(page.locator("#amount")).to_have_value("")
    visit.context.set_offline(False)
    page.locator("[data-opens=queue]").click()
    expect(page.locator("[data-queue] [data-state].text-error")).to_be_visible(timeout=10_000)
    page.locator("[data-mend]").click()
    expect(page.locator("#amount")).to_have_value("۱۰۰٬۰۰۰")
    expect(page.locator("[data-trouble]")).to_be_hidden()
    expect(page.locator("[data-waiting]")).to_be_hidden()
    expect(page.locator("#name")).to_be_focused()
    ring_up(page, mobile, 100_000)
    page.locator("[data-toast]").filter(has_text="ثبت شد").wait_for()

    assert bought(club, member_id) == 1


def test_stranger_is_enrolled_and_served_by_keyboard(
    page: Page, club: Shop, sign_in_cashier: SignIn
) -> None:
    open_till(page, sign_in_cashier)
    page.keyboard.press("F2")
    page.keyboard.type(new_mobile())
    page.keyboard.press("Enter")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("علی احمدی")
    page.keyboard.press("Enter")
    expect(page.locator("#amount")).to_be_focused()
    page.keyboard.type("50000")
    page.keyboard.press("F9")

    expect(page.locator("[data-toast]")).to_contain_text("۵۰٬۰۰۰")


def test_a_sale_comes_back_from_todays_list(
    page: Page, club: Shop, sign_in_cashier: SignIn, sweep: Callable[[str], None]
) -> None:
    mobile = new_mobile()
    club.member(mobile=mobile)
    open_till(page, sign_in_cashier)
    ring_up(page, mobile, 200_000)
    page.locator("[data-toast]").wait_for()
    open_page(page, "/cashier/sales/")
    page.locator("tbody a").click()
    page.locator("#id_amount").fill("50000")
    page.get_by_role("button", name="پس گرفتن").click()
    expect(page.locator("[data-toast]")).to_contain_text("پس گرفته شد")

    sweep("/cashier/sales/")
    sweep(page.url.removeprefix(page.url.split("/cashier/")[0]))


def with_credit(club: Shop, rials: int) -> str:
    """Give the mobile of a member who bought at the branch and has credit."""
    mobile = new_mobile()
    member_id = club.member(mobile=mobile)
    club.purchase(member_id, 10_000, branch="north")
    grant = {"member_id": member_id, "unit": "credit", "units": rials, "reason": "goodwill"}
    assert club.owner.write("/v1/adjustments", grant).status_code in {201, 202}
    return mobile


def test_credit_is_used_without_a_connection_up_to_the_allowance(
    visit: Visit, page: Page, club: Shop, sign_in_cashier: SignIn
) -> None:
    """E39: what the till was allowed this morning, no more; the sums agree with the book after."""
    mobile = with_credit(club, 40_000)
    assert club.owner.write("/v1/tills", {"code": "t1", "branch": "north"}).status_code == 201
    open_till(page, sign_in_cashier)
    open_page(page, "/cashier/device/")
    page.locator("button[name=till][value=t1]").click()
    with page.expect_response("**/cashier/allowance/") as answered:
        open_page(page, "/cashier/")
    assert answered.value.status == 200
    visit.context.set_offline(True)
    page.keyboard.press("F2")
    page.keyboard.type(mobile)
    page.keyboard.press("Enter")
    expect(page.locator("#amount")).to_be_focused()
    page.keyboard.type("20000")
    page.locator("[data-spend]").wait_for(state="attached")
    page.keyboard.press("F4")
    expect(page.locator("[data-away-due]")).to_have_text("۱۵٬۵۷۸")
    page.keyboard.press("F9")
    expect(page.locator("#amount")).to_have_value("")
    page.keyboard.press("F2")
    page.keyboard.type(mobile)
    page.keyboard.press("Enter")
    expect(page.locator("#amount")).to_be_focused()
    page.keyboard.type("20000")
    expect(page.locator("[data-no-credit]")).to_be_visible()  # the day's allowance is used up
    visit.context.set_offline(False)
    expect(page.locator("[data-waiting]")).to_be_hidden()

    sent = club.owner.get("/v1/tills/t1/offline-sales").json()["sales"]
    assert [(one["state"], one["sequence"], one["lent_units"]) for one in sent] == [
        ("posted", 1, 0)
    ]
    purchase = club.owner.get(f"/v1/purchases/{sent[0]['purchase_id']}").json()["purchase"]
    assert purchase["to_pay_rials"] == 155_780  # as the till told it
