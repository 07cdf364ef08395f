"""Every route as every role: nothing is allowed wrongly, nothing is left out of the table."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from tests.fences import matrix
from tests.fences.matrix import Tried, counts
from tests.fences.needs import NEEDS
from vafa.domain.clubs.rights import RIGHTS

pytestmark = pytest.mark.django_db(transaction=True)

# Lists that are sent as a file without the right to export: they name no member.
WITHOUT_MEMBERS = {
    "coupons/", "members/together/all/", "programme/groups/", "programme/versions/",
    "purchases/", "purchases/offline/",  # the first lists those of guests
}  # fmt: skip
# The till's own list of a day names who bought, to whoever sold to them.
OF_THE_TILL = {"cashier/sales/"}


def wrong(tried: list[Tried]) -> list[Tried]:
    return [one for one in tried if one.wanted != one.passed]


def test_every_operation_has_its_row() -> None:
    """A new operation fails here until somebody says which right it takes."""
    assert {name for name, *_ in matrix.operations()} == set(NEEDS)
    assert set(NEEDS.values()) <= RIGHTS


def test_every_page_is_guarded_or_said_to_be_open() -> None:
    """A new page fails here until it has a guard, or a row that says why it has none."""
    bare = {page.route for page in matrix.pages() if page.guard is None}

    assert [route for route in sorted(bare) if not route.startswith(tuple(matrix.OPEN))] == []
    assert len(list(matrix.pages())) > len(bare)


def test_operations_open_to_who_has_the_right_only() -> None:
    tried = list(matrix.try_operations(open_shop()))

    assert wrong(tried) == []
    assert len(tried) == 9 * len(NEEDS)


def test_no_role_reaches_what_another_club_has() -> None:
    tried = list(matrix.try_foreign(open_shop(), open_shop()))

    assert wrong(tried) == []
    assert counts(tried)["refused"] > 500


def test_a_cashier_books_on_one_branch_only() -> None:
    tried = list(matrix.try_branches(open_shop(branches=("east", "north", "south"))))

    assert wrong(tried) == []
    assert counts(tried) == {"allowed": 6, "refused": 12}


def test_pages_open_to_who_has_the_right_only() -> None:
    tried = list(matrix.try_pages(open_shop()))

    assert wrong(tried) == []
    assert counts(tried)["refused"] > 10


def test_a_member_is_nobody_in_another_club() -> None:
    tried = list(matrix.try_other_portal(open_shop(), open_shop()))

    assert wrong(tried) == []
    assert tried


def test_the_matrix_would_tell() -> None:
    """What passes against the table is counted, either way."""
    tried = [
        Tried("x", "cashier", wanted=False, passed=True),
        Tried("x", "owner", wanted=True, passed=False),
    ]

    assert counts(tried) == {"allowed wrongly": 1, "refused wrongly": 1}


def test_a_list_of_members_leaves_as_a_file_with_the_right_to_export_only() -> None:
    """A new list fails here until somebody says that it names no member."""
    shop = open_shop()
    sent = set()
    for role in ("cashier", "support"):
        client = staff_client(shop, role)
        for page in matrix.pages():
            if page.guard is not None and page.guard.kind == "staff":
                answer = client.get(f"{matrix.address(page.route, shop)}?file=csv")
                if answer.streaming:
                    sent.add(page.route)

    assert sent - OF_THE_TILL == WITHOUT_MEMBERS
