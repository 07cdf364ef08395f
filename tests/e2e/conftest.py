"""Fixtures of the tests in a browser: one server for each worker beside its Chromium.

`page` fails its test on a violation of the policy, an error in a script, or a request to anybody
else. `sweep(address)` looks at a page in every look. People sign in by `sign_in_owner(page)` ….
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page

from tests import settings
from tests.e2e import browsing, people, sweeping
from tests.e2e.browsing import Visit
from tests.factories.people import Worker
from tests.factories.shops import Shop, new_mobile, open_shop
from vafa.kit.identity import normalise_mobile

Sweep = Callable[[str], None]
SignIn = Callable[[Page], Worker]


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[str]:
    """Serve Vafa on this worker's database; give the address."""
    name = str(connections["default"].settings_dict["NAME"])
    with browsing.server(name, str(settings.HOME)) as address:
        yield address


@pytest.fixture
def visit(chromium: Browser, site: str, transactional_db: None) -> Iterator[Visit]:
    """Open the browser of one new person."""
    one = browsing.new_visit(chromium, site)
    yield one
    one.context.close()
    assert one.errors == []


@pytest.fixture
def page(visit: Visit) -> Page:
    """Give the page of that person's browser."""
    return visit.page


@pytest.fixture
def sweep(visit: Visit) -> Sweep:
    """Give a function that opens an address in every look and fails on whatever is wrong."""

    def look_at(address: str) -> None:
        wrong = sweeping.sweep_page(visit.page, address, visit.look)
        assert not wrong, "\n".join(wrong)

    return look_at


@pytest.fixture
def club(transactional_db: None) -> Shop:
    """Open a club whose people can sign in."""
    return open_shop(branches=("north",))


@pytest.fixture
def sign_in_owner(club: Shop) -> SignIn:
    """Give a function that signs the club's owner in."""
    return lambda page: people.sign_in_staff(page, club, "owner")


@pytest.fixture
def sign_in_cashier(club: Shop) -> SignIn:
    """Give a function that signs a cashier of the club in."""
    return lambda page: people.sign_in_staff(page, club, "cashier")


@pytest.fixture
def sign_in_member(club: Shop, tmp_path: Path) -> Callable[[Page], str]:
    """Give a function that signs a member of the club in and gives the member's id."""

    def come_in(page: Page) -> str:
        mobile = normalise_mobile(new_mobile())
        member_id = club.member(mobile=mobile)
        people.sign_in_member(page, club, mobile, tmp_path)
        return member_id

    return come_in
