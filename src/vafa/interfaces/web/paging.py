"""Pages of a short list that is read whole; long ones are cut in the database (`lists.window`)."""

from collections.abc import Callable, Sequence
from typing import Any

from vafa.interfaces.web import keyset
from vafa.interfaces.web.lists import PAGE_ROWS, Asked, Window, cut


def within(asked: Asked, found: Sequence[Any], *, number: Callable[[Any], int]) -> Window:
    """Cut one page out of rows whose numbers fall from the first to the last."""
    after, before = keyset.row_id(asked.after), keyset.row_id(asked.before)
    if before:
        newer = [one for one in found if number(one) > before]
        return cut(asked, newer[-PAGE_ROWS - 1 :], cursor=lambda one: str(number(one)))
    older = [one for one in found if not after or number(one) < after]
    return cut(asked, older[: PAGE_ROWS + 1], cursor=lambda one: str(number(one)))


def sliced(asked: Asked, found: Sequence[Any]) -> Window:
    """Cut one page out of rows by their place, where what is listed is made anew each time."""
    after, before = keyset.row_id(asked.after), keyset.row_id(asked.before)
    first = max(before - PAGE_ROWS, 0) if before else min(after, len(found))
    last = first + PAGE_ROWS
    return Window(
        rows=found[first:last],
        next=str(last) if last < len(found) else "",
        previous=str(first) if first else "",
        total=len(found),
    )
