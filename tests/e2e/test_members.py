"""The members in a browser: searched with a slip, tagged together, a note written."""

from playwright.sync_api import Page, expect

from tests.e2e.browsing import open_page
from tests.e2e.conftest import SignIn
from tests.factories.shops import Shop
from vafa.interfaces.web import sources
from vafa.journeys.work_together import work_together


def test_members_are_searched_and_tagged_together(
    page: Page, sign_in_owner: SignIn, club: Shop
) -> None:
    for name in ("نگار", "ابراهیم", "مینا"):
        club.member(first_name=name)
    sign_in_owner(page)
    open_page(page, "/members/tags/")
    page.get_by_label("نام برچسب").fill("عمده")
    page.get_by_role("button", name="ساختن برچسب").click()
    expect(page.get_by_text("برچسب ذخیره شد")).to_be_visible()

    open_page(page, "/members/?q=ابراهم")
    expect(page.get_by_role("link", name="ابراهیم")).to_be_visible()
    expect(page.get_by_text("این‌ها شبیه‌اند")).to_be_visible()

    open_page(page, "/members/")
    page.get_by_label("برگزیدن نگار").check()
    page.get_by_label("برگزیدن مینا").check()
    page.get_by_role("button", name="تغییر یک‌جا").click()
    page.get_by_label("چه کاری").select_option(index=1)
    page.get_by_role("button", name="اعمال تغییر").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("اعضا تغییر کردند")
    page.get_by_role("link", name="بازگشت به فهرست").click()
    expect(page.get_by_role("cell", name="عمده")).to_have_count(2)


def test_credit_is_given_to_many_and_taken_back(
    page: Page, sign_in_owner: SignIn, club: Shop
) -> None:
    for name in ("نگار", "مینا"):
        club.member(first_name=name)
    sign_in_owner(page)
    open_page(page, "/members/")
    page.get_by_label("برگزیدن نگار").check()
    page.get_by_role("button", name="اعتبار یا امتیاز").click()
    page.get_by_label("اعتبار یا امتیاز").select_option("credit")
    page.get_by_label("چقدر").fill("۵٬۰۰۰")
    page.get_by_role("button", name="ببینید چه می‌شود").click()
    page.get_by_role("button", name="انجام شود").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    work_together(ids=sources.ids(), clock=sources.now)
    page.get_by_role("button", name="برگرداندن").click()
    page.get_by_role("dialog").get_by_role("button", name="برگرداندن").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    work_together(ids=sources.ids(), clock=sources.now)

    expect(page.get_by_text("برگردانده‌شده")).to_be_visible()


def test_a_note_is_written_and_put_back(page: Page, sign_in_owner: SignIn, club: Shop) -> None:
    club.member(first_name="نگار")
    sign_in_owner(page)
    open_page(page, "/members/")
    page.get_by_role("link", name="نگار").click()
    page.get_by_role("link", name="یادداشت‌ها").click()
    page.get_by_label("یادداشت", exact=True).fill("چای دوست دارد")
    page.get_by_role("button", name="نوشتن یادداشت").click()
    expect(page.get_by_text("چای دوست دارد").first).to_be_visible()
    page.get_by_role("button", name="برداشتن", exact=True).click()
    page.get_by_role("button", name="برگرداندن").click()

    expect(page.get_by_text("چای دوست دارد").first).to_be_visible()


def test_voiding_and_leaving_ask_first(page: Page, sign_in_owner: SignIn, club: Shop) -> None:
    sara, mina = club.member(first_name="سارا"), club.member(first_name="مینا")
    sale = club.purchase(sara, 12_000_000)["purchase_id"]
    numbers = [club.owner.get(f"/v1/members/{one}").json()["number"] for one in (sara, mina)]
    sign_in_owner(page)

    open_page(page, f"/members/{numbers[0]}/purchases/{sale}/")
    page.get_by_role("button", name="ابطال خرید").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("این کار برگشت ندارد")
    dialog.get_by_role("button", name="رها کردن").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="ابطال خرید").click()
    dialog.get_by_role("button", name="ابطال خرید").click()
    expect(page.get_by_text("خرید و هرچه داده بود برگشت")).to_be_visible()

    open_page(page, f"/members/{numbers[0]}/wallet/")
    page.get_by_label("نام", exact=True).fill("خانهٔ سارا")
    page.get_by_label("خود شخص اینجاست").check()
    page.get_by_role("button", name="باز کردن کیف پول").click()
    page.get_by_label("موبایل یا شمارهٔ عضویت").fill(numbers[1])
    page.get_by_label("خود شخص اینجاست").check()
    page.locator("form:has(input[value=add]) button[type=submit]").click()
    page.get_by_role("button", name="بیرون رفتن").last.click()
    expect(page.get_by_role("dialog")).to_contain_text("مینا از کیف پول مشترک بیرون برود؟")
    page.get_by_role("dialog").locator("button[type=submit]").click()
    expect(page.get_by_text("از این پس کیف پول جدا دارد")).to_be_visible()
