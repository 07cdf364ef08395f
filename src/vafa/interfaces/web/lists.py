"""Lists: what was asked for (search, filters, sort, page, columns) and the table that shows it.

A page declares a `Listing` once; `read` takes the request apart, `window` cuts one page out of a
queryset by key (never by offset), `table` makes the record that `{% data_table %}` draws. The
same columns write the export (`downloads`). A broken cursor or filter gives the first page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext

from vafa.interfaces.web import formats, keyset
from vafa.interfaces.web.cells import Cell, Kind, is_number, written
from vafa.interfaces.web.forms import day_typed
from vafa.kit.text import clean

PAGE_ROWS: Final = 25
CHUNK_ROWS: Final = 1_000

_MAX_TEXT: Final = 80
_FILES: Final = ("csv", "xlsx")


@dataclass(frozen=True)
class Column:
    """One column: how its value is got, written, linked and whether it sorts."""

    code: str
    title: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    href: Callable[[Any], str] | None = None
    draw: Callable[[Any], str] | None = None
    can_sort: bool = False
    is_shown: bool = True


@dataclass(frozen=True)
class Filter:
    """One filter: a choice, a day (ISO), a number, or a flag that is on or off.

    `is_more` puts it behind a button; `usual` holds until somebody chooses another, or none.
    """

    code: str
    title: str
    kind: Literal["choice", "day", "number", "flag"] = "choice"
    choices: Sequence[tuple[str, str]] = ()
    is_more: bool = False
    usual: str = ""

    def takes(self, value: str) -> bool:
        """Tell whether it knows what is asked for."""
        if self.kind == "choice":
            return value in {str(code) for code, _ in self.choices}
        return self.kind != "day" or day_typed(value) is not None


@dataclass(frozen=True)
class View:
    """A saved view: a name for a search, filters and a sort."""

    title: str
    query: Mapping[str, str]


@dataclass(frozen=True)
class Empty:
    """What is said where the list holds nothing yet, and the one thing to do."""

    title: str
    text: str = ""
    icon: str = "inbox"
    href: str = ""
    action: str = ""


@dataclass(frozen=True)
class Listing:
    """A list as its page declares it. `sort` is a column's code, with "-" for descending."""

    code: str
    title: str
    columns: Sequence[Column]
    key: Callable[[Any], object]
    sort: str
    empty: Empty
    name: Callable[[Any], str] | None = None
    filters: Sequence[Filter] = ()
    views: Sequence[View] = ()
    search_hint: str = ""
    can_choose: bool = False
    can_export: bool = False


@dataclass(frozen=True)
class Asked:
    """What a request asked of a list."""

    search: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    after: str = ""
    before: str = ""
    columns: Sequence[str] = ()
    file: str = ""
    usual: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether there is a search, or other filters than the usual ones."""
        return bool(self.search) or self.filters != self.usual


@dataclass(frozen=True)
class Window:
    """One page of rows, with the cursors of the next and the previous one ("" for none)."""

    rows: Sequence[Any]
    next: str = ""
    previous: str = ""
    total: int | None = None


@dataclass(frozen=True)
class Row:
    """One row as it is drawn; `title` is what a screen reader calls it."""

    key: str
    title: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Head:
    """One column's head; `href` sorts by it."""

    title: str
    is_number: bool
    href: str
    sorted: str


@dataclass(frozen=True)
class Table:
    """All that `{% data_table %}` draws."""

    code: str
    title: str
    path: str
    search: str
    search_hint: str
    can_search: bool
    can_choose: bool
    filters: Sequence[Mapping[str, Any]]
    views: Sequence[Mapping[str, Any]]
    kept: Sequence[tuple[str, str]]
    column_choices: Sequence[Mapping[str, Any]]
    exports: Sequence[tuple[str, str]]
    heads: Sequence[Head]
    rows: Sequence[Row]
    next: str
    previous: str
    total: int | None
    is_narrowed: bool
    cleared: str
    reload: str
    empty: Empty
    problem: str = ""

    @property
    def more_filters(self) -> bool:
        """Tell whether filters are behind a button: those that are on stand before it."""
        return any(one["is_more"] and not one["value"] for one in self.filters)


def read(listing: Listing, sent: QueryDict) -> Asked:
    """Take a request's query apart; what the list does not know is left out."""
    sortable = {column.code for column in listing.columns if column.can_sort}
    sort = sent.get("sort", "")
    if sort.removeprefix("-") not in sortable:
        sort = listing.sort
    codes = {column.code for column in listing.columns}
    return Asked(
        search=clean(sent.get("q", ""))[:_MAX_TEXT],
        filters=_filters(listing, sent),
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        after=sent.get("after", ""),
        before=sent.get("before", ""),
        columns=tuple(code for code in sent.getlist("columns") if code in codes),
        file=sent.get("file", "") if sent.get("file") in _FILES and listing.can_export else "",
        usual={one.code: one.usual for one in listing.filters if one.usual},
    )


def window(
    found: QuerySet[Any, Any],
    asked: Asked,
    *,
    orders: Mapping[str, Sequence[str]],
    rows: int = PAGE_ROWS,
) -> Window:
    """Cut one page out of a queryset by key: one query, however deep the page is.

    ``orders`` gives for each sortable column the fields to order by; the last one is unique and
    none may be null.
    """
    fields = orders[asked.sort]
    cut = keyset.cut(
        found, fields, descending=asked.descending, after=asked.after, before=asked.before,
        rows=rows,
    )  # fmt: skip
    return Window(rows=cut.rows, next=cut.next, previous=cut.previous)


def cut(asked: Asked, found: Sequence[Any], *, cursor: Callable[[Any], str]) -> Window:
    """Cut one row too many off what was found, newest first: it says that there is more.

    What came before the page was looked for backwards, so its row too many is the first.
    """
    has_over = len(found) > PAGE_ROWS
    if asked.before:
        rows = found[1:] if has_over else found
        has_newer, has_older = has_over, True
    else:
        rows = found[:PAGE_ROWS]
        has_newer, has_older = bool(asked.after), has_over
    return Window(
        rows=rows,
        next=cursor(rows[-1]) if rows and has_older else "",
        previous=cursor(rows[0]) if rows and has_newer else "",
    )


def every(
    found: QuerySet[Any, Any], asked: Asked, *, orders: Mapping[str, Sequence[str]]
) -> Iterator[Any]:
    """Give every row that was asked for, a thousand at a time: for an export."""
    after = ""
    while True:
        cut = keyset.cut(
            found, orders[asked.sort], descending=asked.descending, after=after, before="",
            rows=CHUNK_ROWS,
        )  # fmt: skip
        yield from cut.rows
        after = cut.next
        if not after:
            return


def table(
    listing: Listing, asked: Asked, window: Window, *, path: str, problem: str = ""
) -> Table:
    """Make what is drawn: heads, cells, addresses of sorts, pages, views and exports."""
    columns = columns_of(listing, asked)
    params = _params(asked)
    return Table(
        code=listing.code,
        title=listing.title,
        path=path,
        search=asked.search,
        search_hint=listing.search_hint,
        can_search=bool(listing.search_hint),
        can_choose=listing.can_choose,
        filters=[_shown_filter(one, asked) for one in listing.filters],
        views=[_shown_view(one, asked, path) for one in listing.views],
        kept=[("sort", _sort(asked))],
        column_choices=_column_choices(listing, columns),
        exports=_exports(listing, path, params),
        heads=[_head(column, asked, path, params) for column in columns],
        rows=[_row(listing, columns, row) for row in window.rows],
        next=_link(path, [*params, ("after", window.next)]) if window.next else "",
        previous=_link(path, [*params, ("before", window.previous)]) if window.previous else "",
        total=window.total,
        is_narrowed=asked.is_narrowed,
        cleared=path,
        reload=_link(path, params),
        empty=listing.empty,
        problem=problem,
    )


def columns_of(listing: Listing, asked: Asked) -> list[Column]:
    """List the columns that are shown: those asked for, else those shown from the start."""
    if asked.columns:
        return [column for column in listing.columns if column.code in asked.columns]
    return [column for column in listing.columns if column.is_shown]


def title_of(column: Column) -> str:
    """Give a column's title; money names its unit here, once for the column."""
    if column.kind == "money":
        return f"{column.title} ({formats.unit_name()})"
    return str(column.title)


def _filters(listing: Listing, sent: QueryDict) -> dict[str, str]:
    asked = ((one, sent.get(one.code, one.usual)[:_MAX_TEXT]) for one in listing.filters)
    return {one.code: value for one, value in asked if value and one.takes(value)}


def _sort(asked: Asked) -> str:
    return f"-{asked.sort}" if asked.descending else asked.sort


def _params(asked: Asked) -> list[tuple[str, str]]:
    search = [("q", asked.search)] if asked.search else []
    columns = [("columns", code) for code in asked.columns]
    filters = {**dict.fromkeys(asked.usual, ""), **asked.filters}
    return [*search, *filters.items(), ("sort", _sort(asked)), *columns]


def _link(path: str, params: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(params)}" if params else path


def _shown_filter(one: Filter, asked: Asked) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "kind": one.kind,
        "choices": one.choices,
        "value": asked.filters.get(one.code, ""),
        "is_more": one.is_more,
    }


def _shown_view(view: View, asked: Asked, path: str) -> dict[str, Any]:
    named = {"q": asked.search, **asked.filters}
    wanted = {name: value for name, value in view.query.items() if value and name != "sort"}
    is_current = {name: value for name, value in named.items() if value} == wanted
    href = _link(path, list(view.query.items()))
    return {"title": view.title, "href": href, "is_current": is_current}


def _column_choices(listing: Listing, shown: Sequence[Column]) -> list[dict[str, Any]]:
    is_whole = len(listing.columns) == len(shown) and all(one.is_shown for one in listing.columns)
    hideable = listing.columns[1:] if is_whole else listing.columns
    return [
        {"code": column.code, "title": title_of(column), "is_shown": column in shown}
        for column in hideable
    ]


def _exports(
    listing: Listing, path: str, params: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    if not listing.can_export:
        return []
    return [
        (gettext("Excel (XLSX)"), _link(path, [*params, ("file", "xlsx")])),
        (gettext("CSV text"), _link(path, [*params, ("file", "csv")])),
    ]


def _head(column: Column, asked: Asked, path: str, params: Sequence[tuple[str, str]]) -> Head:
    is_current = column.code == asked.sort
    following = column.code if is_current and asked.descending else f"-{column.code}"
    if not is_current:
        following = f"-{column.code}" if is_number(column.kind) else column.code
    others = [pair for pair in params if pair[0] != "sort"]
    return Head(
        title=title_of(column),
        is_number=is_number(column.kind),
        href=_link(path, [*others, ("sort", following)]) if column.can_sort else "",
        sorted=("descending" if asked.descending else "ascending") if is_current else "",
    )


def _row(listing: Listing, columns: Sequence[Column], row: Any) -> Row:
    cells = [
        Cell(
            title=str(column.title),
            shown=column.draw(row) if column.draw else written(column.kind, column.value(row)),
            href=column.href(row) if column.href else "",
            is_number=is_number(column.kind),
        )
        for column in columns
    ]
    name = listing.name(row) if listing.name else str(listing.columns[0].value(row))
    return Row(key=str(listing.key(row)), title=name, cells=cells)
