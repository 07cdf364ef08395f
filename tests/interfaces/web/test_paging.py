"""A short list goes forth and back page by page, and a broken cursor gives the first page."""

from __future__ import annotations

import pytest

from vafa.interfaces.web.lists import Asked
from vafa.interfaces.web.paging import within

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
