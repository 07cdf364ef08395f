"""Every page of the office, in every look: members, programme, reports, staff."""

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import SignIn, Sweep
from tests.factories.shops import Shop

PAGES = (
    "/members/", "/members/new/", "/members/{number}/", "/members/{number}/purchases/",
    "/members/{number}/statement/", "/members/{number}/changes/", "/members/{number}/edit/",
    "/members/{number}/adjust/", "/programme/", "/programme/versions/", "/programme/versions/1/",
    "/reports/sales/", "/reports/units/", "/reports/liability/", "/reports/proof/",
    "/reports/activity/", "/settings/staff/", "/settings/staff/new/",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_the_office_holds_in_every_look(
    page: Page, sign_in_owner: SignIn, sweep: Sweep, club: Shop, address: str
) -> None:
    member = club.member(first_name="سارا")
    club.purchase(member, 12_000_000)
    number = club.owner.get(f"/v1/members/{member}").json()["number"]
    sign_in_owner(page)

    sweep(address.format(number=number))
