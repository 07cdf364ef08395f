"""A draft tried on past purchases, and a gift card sold, in a browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.browsing import open_page
from tests.e2e.conftest import SignIn, Sweep
from tests.factories.shops import Shop
from vafa.interfaces.web import sources
from vafa.journeys import back_test_programme


def a_draft_that_keeps_cards_and_gives_twice_the_points(club: Shop) -> int:
    """Save the programme in force with twice the points, and with gift cards."""
    document = club.owner.get("/v1/programme/versions/1").json()["document"]
    document["rules"][0]["effects"][0]["units"] *= 2
    document["units"][1]["redemption"]["spend_as"] = "tender"
    document["gift_card_unit"] = "credit"
    saved = club.owner.write("/v1/programme/versions", {"document": document})
    return int(saved.json()["version"]["number"])


def test_a_draft_is_tried_on_the_past_before_it_is_published(
    page: Page, club: Shop, sign_in_owner: SignIn, sweep: Sweep
) -> None:
    """The owner begins the test, it goes on by itself, and what it found is shown."""
    for name, rials in (("سارا", 8_000_000), ("علی", 61_000_000)):
        club.purchase(club.member(first_name=name), rials)
    number = a_draft_that_keeps_cards_and_gives_twice_the_points(club)
    sign_in_owner(page)
    address = f"/programme/versions/{number}/back-test/"

    open_page(page, address)
    page.get_by_role("button", name="شروع").click()
    expect(page.get_by_text("مرور خریدها")).to_be_visible()
    back_test_programme.work_back_tests(clock=sources.now)
    expect(page.get_by_role("heading", name="هزینه در هر ماه")).to_be_visible()

    sweep(address)
    sweep(f"{address}members/")


def test_a_gift_card_is_sold_and_shown_with_its_code(
    page: Page, club: Shop, sign_in_owner: SignIn
) -> None:
    """What is printed for the buyer holds the code, once."""
    club.member(mobile="09121112233")
    number = a_draft_that_keeps_cards_and_gives_twice_the_points(club)
    club.owner.write(f"/v1/programme/versions/{number}/publish", {})
    sign_in_owner(page)

    open_page(page, "/gift-cards/new/")
    page.get_by_label("موبایل خریدار").fill("۰۹۱۲۱۱۱۲۲۳۳")
    page.get_by_label("مبلغ کارت").fill("50000")
    page.get_by_role("button", name="فروش و نمایش کد").click()

    expect(page.get_by_text("جای دیگری نشان داده نمی‌شود")).to_be_visible()
    page.get_by_role("link", name="دیدن این کارت").click()
    expect(page.get_by_role("heading", name="گردش کارت")).to_be_visible()
