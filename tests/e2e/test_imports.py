"""A messy file goes all the way in the browser: sent, columns set right, tried, in, undone."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browsing import open_page
from tests.e2e.conftest import SignIn
from tests.factories.imports import messy, work
from tests.factories.shops import Shop
from vafa.ledger.totals import totals


def test_a_messy_file_goes_in_and_comes_out(
    page: Page, sign_in_owner: SignIn, club: Shop, tmp_path: Path
) -> None:
    file = tmp_path / "فروش نوروز.csv"
    file.write_bytes(messy())
    sign_in_owner(page)

    open_page(page, "/imports/new/")
    page.locator("#id_file").set_input_files(file)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/columns/")
    expect(page.locator("select[name=column-7]")).to_have_value("amount")
    page.locator("#id_source").fill("old-till")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("progress")).to_be_visible()
    work()
    expect(page.locator(".stat-tile").first).to_be_visible()
    assert page.locator("main table").last.locator("tbody tr").count() == 15

    page.locator("form[action$='/start/'] button").click()
    expect(page.locator("progress")).to_be_visible()
    page.reload()
    expect(page.locator("progress")).to_be_visible()
    work()
    expect(page.locator("a[href$='/undo/']")).to_be_visible()
    assert totals(club_id=club.club_id).sales == 24
    done = page.url

    page.locator("a[href$='/undo/']").click()
    page.wait_for_url("**/undo/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(done)
    work()
    expect(page.locator("form[action$='/start/']")).to_be_visible()
