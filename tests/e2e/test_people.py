"""Owner, cashier and member come in through the pages; each page of sign-in in every look."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.browsing import open_page
from tests.e2e.conftest import Sweep
from tests.e2e.people import sign_in_member, sign_in_staff
from tests.factories.shops import Shop, new_mobile
from vafa.kit.identity import normalise_mobile


def test_owner_comes_in_and_out(page: Page, club: Shop) -> None:
    sign_in_staff(page, club)

    assert page.url.endswith("/")
    open_page(page, "/sign-out/")
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url("**/sign-in/**")


def test_cashier_opens_the_till(page: Page, club: Shop) -> None:
    sign_in_staff(page, club, "cashier")

    assert page.url.endswith("/cashier/")


def test_member_comes_in_by_a_code(page: Page, club: Shop, tmp_path: Path) -> None:
    mobile = normalise_mobile(new_mobile())
    club.member(mobile=mobile)

    sign_in_member(page, club, mobile, tmp_path)

    assert "سارا" in page.locator("h1").inner_text()


@pytest.mark.parametrize("address", ["/sign-in/", "/sign-in/forgotten/"])
def test_pages_of_sign_in_are_fine_in_every_look(sweep: Sweep, address: str) -> None:
    sweep(address)


@pytest.mark.parametrize("part", ["", "sign-in/", "join/", "terms/"])
def test_pages_of_a_club_are_fine_in_every_look(sweep: Sweep, club: Shop, part: str) -> None:
    sweep(f"/c/{club.code}/{part}")


@pytest.mark.parametrize(
    "part", ["", "password/", "second-factor/", "second-factor/app/", "sessions/"]
)
def test_pages_of_the_account_are_fine_in_every_look(
    page: Page, sweep: Sweep, club: Shop, part: str
) -> None:
    sign_in_staff(page, club)

    sweep(f"/account/{part}")
