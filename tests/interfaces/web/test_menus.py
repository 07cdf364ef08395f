"""Menus show what a person may open, and where that person is."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from vafa.interfaces.web.menus import Entry, Group, menu_of, shown

MENU = (
    Group(entries=(Entry(title="First", page="offline", icon="house"),)),
    Group(
        title="Guarded",
        entries=(
            Entry(title="Looks", page="looks", icon="palette", right="settings.write"),
            Entry(title="Nowhere", page="no-such-page", icon="x"),
        ),
    ),
)


def asked(address: str, *rights: str) -> HttpRequest:
    """Make a request of somebody with these rights."""
    request = RequestFactory().get(address)
    request.resolver_match = resolve(address)
    request.principal = SimpleNamespace(rights=frozenset(rights))  # type: ignore[attr-defined]  # framework
    return request


def test_a_page_without_its_right_is_not_shown_nor_its_empty_group() -> None:
    titles = [str(title) for title, _ in shown(asked("/offline/"), MENU)]

    assert titles == [""]


def test_a_page_with_its_right_is_shown() -> None:
    found = shown(asked("/offline/", "settings.write"), MENU)

    assert [(str(title), [entry.href for entry in entries]) for title, entries in found] == [
        ("", ["/offline/"]),
        ("Guarded", ["/looks/"]),
    ]


@pytest.mark.parametrize(("address", "current"), [("/offline/", "/offline/"), ("/sw.js", "")])
def test_the_page_where_the_person_is_is_marked(address: str, current: str) -> None:
    found = shown(asked(address, "settings.write"), MENU)

    marked = [entry.href for _, entries in found for entry in entries if entry.is_current]

    assert marked == ([current] if current else [])


@pytest.mark.parametrize("face", ["backoffice", "cashier", "portal"])
def test_every_face_has_a_menu(face: str) -> None:
    assert isinstance(menu_of(asked("/offline/"), face), list)


def test_of_all_groups_only_the_nearest_page_is_marked() -> None:
    found = shown(
        asked("/reports/sales/", "sales.read", "reports.read"),
        (
            Group(entries=(Entry(title="Dashboard", page="backoffice:home", icon="house"),)),
            Group(entries=(Entry(title="Sales", page="backoffice:sales_report", icon="x"),)),
        ),
    )

    marked = [str(entry.title) for _, entries in found for entry in entries if entry.is_current]

    assert marked == ["Sales"]


def test_a_page_that_belongs_to_another_marks_it() -> None:
    """The photo is reached from a member's own page, though its address begins with home's."""
    ((_title, entries),) = menu_of(asked("/c/demo/me/photo/"), "portal")

    assert [one.href for one in entries if one.is_current] == ["/c/demo/me/profile/"]
