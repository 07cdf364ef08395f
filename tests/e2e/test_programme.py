"""The programme in a browser: a rate is changed, undone, changed again and published."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.browsing import open_page
from tests.e2e.conftest import SignIn
from tests.factories.shops import Shop


def change_share(page: Page, share: str) -> None:
    """Give another share in the form of the cashback."""
    open_page(page, "/programme/draft/rules/cashback/")
    page.locator("[name=e0_share]").fill(share)
    page.get_by_role("button", name="ذخیره در پیش‌نویس").click()
    page.wait_for_url("**/programme/draft/")


def test_a_rate_is_changed_undone_and_published(
    page: Page, club: Shop, sign_in_owner: SignIn
) -> None:
    club.purchase(club.member(first_name="سارا"), 2_000_000)
    sign_in_owner(page)

    change_share(page, "۴")
    expect(page.get_by_text("چه چیزی عوض می‌شود")).to_be_visible()
    page.locator(".toast-card").get_by_role("button", name="برگرداندن").click()
    expect(page.get_by_text("پیش‌نویس به همان شکل برگشت.")).to_be_visible()
    change_share(page, "۶")
    page.get_by_role("link", name="انتشار").click()
    expect(page.locator("input[name=preview_hash]")).to_have_count(1)
    page.get_by_role("button", name="بله، منتشر شود").click()
    page.wait_for_url("**/programme/")

    expect(page.get_by_text("برنامه منتشر شد.")).to_be_visible()
    document = club.owner.get("/v1/programme/versions/4").json()["document"]
    assert document["rules"][1]["effects"][0]["share"] == 600
