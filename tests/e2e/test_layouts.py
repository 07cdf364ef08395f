"""What every page has: looks that stay, no sideways scrolling, words when something fails."""

from playwright.sync_api import Page, expect

from tests.e2e.browsing import PHONE, READY, Visit, open_page
from tests.e2e.conftest import Sweep


def test_a_page_that_is_not_there_holds_in_every_look(sweep: Sweep) -> None:
    sweep("/there-is-nothing/")


def test_the_theme_changes_at_once_and_stays(page: Page) -> None:
    open_page(page, "/offline/")

    with page.expect_response("**/looks/"):
        page.get_by_role("button", name="تیره").click()
    expect(page.locator("html[data-theme=vafa-dark]")).to_be_attached()
    page.reload()

    expect(page.locator("html[data-theme=vafa-dark]")).to_be_attached()


def test_the_language_turns_the_page_around(page: Page) -> None:
    open_page(page, "/offline/")

    page.get_by_role("button", name="English").click()

    expect(page.locator("html[lang=en][dir=ltr]")).to_be_attached()
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()


def test_without_a_connection_a_kept_page_says_so(visit: Visit) -> None:
    page = visit.page
    open_page(page, "/offline/")
    page.evaluate("() => navigator.serviceWorker.register('/sw.js', {scope: '/'})")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")

    visit.context.set_offline(True)
    page.goto("/somewhere/")

    expect(page.get_by_role("heading", name="اینترنت وصل نیست")).to_be_visible()
    page.locator(READY).wait_for(state="attached")


def test_a_phone_opens_pages_without_sideways_scrolling(visit: Visit) -> None:
    visit.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # stub is wrong
    open_page(visit.page, "/offline/")

    assert visit.page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
