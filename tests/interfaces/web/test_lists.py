"""Lists: what is asked, one page by key, the table and its file."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.factories.clubs import IDS, a_club
from vafa.domain.clubs.models import Branch
from vafa.domain.clubs.scope import club_scope
from vafa.interfaces.web import lists
from vafa.interfaces.web.lists import Asked, Column, Empty, Filter, Listing, View

pytestmark = pytest.mark.django_db

ORDERS = {"name": ("name", "id"), "code": ("code", "id")}
PAGE = 10


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def listing(**more: Any) -> Listing:
    """Give a list of branches."""
    return Listing(
        code="branches",
        title="Branches",
        key=lambda row: row.id,
        sort="name",
        columns=(
            Column("name", "Name", lambda row: row.name, can_sort=True),
            Column("code", "Code", lambda row: row.code, "code", can_sort=True),
            Column("worth", "Worth", lambda row: 12_500, "money", is_shown=False),
        ),
        filters=(
            Filter("kind", "Kind", choices=(("shop", "Shop"), ("web", "Web"))),
            Filter("since", "Since", kind="day"),
        ),
        views=(View("All", {}), View("Web", {"kind": "web"})),
        empty=Empty("No branches"),
        search_hint="Name",
        **more,
    )


def asked_of(query: str, **more: Any) -> Asked:
    """Read a query."""
    return lists.read(listing(**more), QueryDict(query))


def test_a_query_is_read_and_the_unknown_left_out() -> None:
    asked = asked_of(
        "q=%20%D8%B9%D9%84%D9%8A%20&kind=web&since=2026-01-01&sort=-code&x=1&file=csv"
    )

    assert asked == Asked(
        search="علی",
        filters={"kind": "web", "since": "2026-01-01"},
        sort="code",
        descending=True,
    )


@pytest.mark.parametrize("query", ["sort=password", "kind=castle", "columns=secret", "after=!"])
def test_what_a_list_does_not_know_changes_nothing(query: str) -> None:
    asked = asked_of(query)

    assert (asked.sort, asked.filters, asked.columns) == ("name", {}, ())


def test_pages_go_forth_and_back_through_every_row() -> None:
    names = branches(23)
    with club_scope(names.club_id):
        forth = walk("next")
        back = walk("previous", start=forth[-1].previous)

    assert [name for window in forth for name in shown(window)] == names.sorted
    assert [len(window.rows) for window in forth] == [10, 10, 3]
    assert [shown(window) for window in back] == [names.sorted[10:20], names.sorted[:10]]


def test_a_page_costs_one_query_however_deep() -> None:
    names = branches(23)
    with club_scope(names.club_id):
        deep = walk("next")[1].next
        with CaptureQueriesContext(connection) as queries:
            window(Asked(sort="name", after=deep))

    assert len(queries) == 1


@pytest.mark.parametrize("cursor", ["%%%", "W10", "WyJhIl0", "bnVsbA", "WyJhIiwieCJd", "A" * 900])
def test_a_broken_cursor_gives_the_first_page(cursor: str) -> None:
    names = branches(3)

    with club_scope(names.club_id):
        found = window(Asked(sort="name", after=cursor))

    assert shown(found) == names.sorted
    assert (found.next, found.previous) == ("", "")


def test_the_table_links_sorts_pages_views_and_files() -> None:
    asked = asked_of("q=a&kind=web", can_export=True)

    table = lists.table(
        listing(can_export=True), asked, lists.Window([], next="N"), path="/branches/"
    )

    assert table.next == "/branches/?q=a&kind=web&sort=name&after=N"
    assert [head.href for head in table.heads] == [
        "/branches/?q=a&kind=web&sort=-name",
        "/branches/?q=a&kind=web&sort=code",
    ]
    assert [head.sorted for head in table.heads] == ["ascending", ""]
    assert [view["is_current"] for view in table.views] == [False, False]
    assert [href for _, href in table.exports] == [
        "/branches/?q=a&kind=web&sort=name&file=xlsx",
        "/branches/?q=a&kind=web&sort=name&file=csv",
    ]
    assert table.is_narrowed


def test_the_view_that_was_asked_for_is_the_current_one() -> None:
    table = lists.table(listing(), asked_of("kind=web"), lists.Window([]), path="/branches/")

    assert [view["is_current"] for view in table.views] == [False, True]


def test_columns_can_be_chosen_and_money_names_its_unit() -> None:
    table = lists.table(
        listing(), asked_of("columns=name&columns=worth"), lists.Window([]), path="/"
    )

    assert [head.title for head in table.heads] == ["Name", "Worth (Toman)"]


class Names:
    """Branches of a new club."""

    def __init__(self, club_id: int, names: Sequence[str]) -> None:
        self.club_id = club_id
        self.sorted = sorted(names)


def branches(count: int) -> Names:
    """Make a club with that many branches named b00, b01 …, two of each name in ten."""
    club_id = a_club().club_id
    names = [f"b{number // 2:02}" for number in range(count)]
    with club_scope(club_id):
        for number, name in enumerate(names):
            Branch.objects.create(
                id=IDS.next(), club_id=club_id, code=f"x{number}", name=name,
                opened_at="2026-01-01T00:00:00Z",
            )  # fmt: skip
    return Names(club_id, names)


def window(asked: Asked) -> lists.Window:
    """Read one page of ten."""
    return lists.window(
        Branch.objects.filter(code__startswith="x"), asked, orders=ORDERS, rows=PAGE
    )


def walk(way: str, *, start: str = "") -> list[lists.Window]:
    """Read page after page."""
    windows: list[lists.Window] = []
    cursor = start
    while cursor or not windows:
        asked = Asked(sort="name", **{"after" if way == "next" else "before": cursor})  # type: ignore[arg-type]  # framework
        windows.append(window(asked))
        cursor = getattr(windows[-1], way)
    return windows


def shown(window: lists.Window) -> list[str]:
    """List the names of a page."""
    return [row.name for row in window.rows]
