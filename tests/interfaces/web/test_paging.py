"""A short list goes forth and back page by page, and a broken cursor gives the first page."""

from __future__ import annotations

import pytest

from vafa.interfaces.web.lists import Asked
from vafa.interfaces.web.paging import sliced, within

ROWS = list(range(60, 0, -1))


@pytest.mark.parametrize(
    ("asked", "first", "last", "next_", "previous"),
    [
        (Asked(), 60, 36, "36", ""),
        (Asked(after="36"), 35, 11, "11", "35"),
        (Asked(after="11"), 10, 1, "", "10"),
        (Asked(before="10"), 35, 11, "11", "35"),
        (Asked(before="35"), 60, 36, "36", ""),
        (Asked(after="x"), 60, 36, "36", "60"),
    ],
)
def test_each_page_names_the_next_and_the_one_before(
    asked: Asked, first: int, last: int, next_: str, previous: str
) -> None:
    page = within(asked, ROWS, number=lambda one: one)

    assert (page.rows[0], page.rows[-1]) == (first, last)
    assert (page.next, page.previous) == (next_, previous)


def test_an_empty_list_has_no_page() -> None:
    assert within(Asked(), [], number=lambda one: one).rows == []


@pytest.mark.parametrize(
    ("asked", "first", "last", "next_", "previous"),
    [
        (Asked(), 60, 36, "25", ""),
        (Asked(after="25"), 35, 11, "50", "25"),
        (Asked(after="50"), 10, 1, "", "50"),
        (Asked(before="50"), 35, 11, "50", "25"),
        (Asked(before="25"), 60, 36, "25", ""),
        (Asked(after="x"), 60, 36, "25", ""),
    ],
)
def test_rows_by_their_place_go_forth_and_back_too(
    asked: Asked, first: int, last: int, next_: str, previous: str
) -> None:
    page = sliced(asked, ROWS)

    assert (page.rows[0], page.rows[-1], page.total) == (first, last, 60)
    assert (page.next, page.previous) == (next_, previous)
