"""An order in a browser: written, worked on, recorded as a purchase."""

from playwright.sync_api import Page, expect

from tests.e2e.browsing import open_page
from tests.e2e.conftest import SignIn
from tests.factories.shops import Shop, new_mobile


def test_an_order_is_written_and_goes_on(page: Page, sign_in_owner: SignIn, club: Shop) -> None:
    mobile = new_mobile()
    club.member(mobile=mobile, first_name="سارا")
    sign_in_owner(page)
    open_page(page, "/orders/new/")

    page.get_by_label("موبایل عضو").fill(mobile)
    page.get_by_label("عنوان").fill("میز ناهارخوری")
    page.get_by_label("هزینه با مالیات").fill("۲٬۰۰۰٬۰۰۰")
    page.get_by_role("button", name="ثبت سفارش").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("میز ناهارخوری")

    page.get_by_label("مرحلهٔ بعد").select_option("started")
    page.get_by_role("button", name="رفتن به مرحلهٔ بعد").click()
    expect(page.get_by_text("شروع کار").first).to_be_visible()
    page.get_by_role("button", name="ثبت به‌عنوان خرید").first.click()
    page.get_by_role("dialog").get_by_role("button", name="ثبت به‌عنوان خرید").click()

    expect(page.get_by_text("به‌عنوان خرید ثبت شد")).to_be_visible()
