"""The menus of the faces: each face lists its pages in a module of its own, `menu.py`.

A page whose address does not exist, or that the person has no right to, is not shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One page of a menu: its words, the name of its address, its icon and the right it needs.

    `waiting` counts what waits there for whoever asks; it is called once a page, with the request.
    `holds` names pages that belong to it though their addresses do not begin with its own.
    """

    title: str | Promise
    page: str
    icon: str
    right: str = ""
    waiting: Callable[[Any], int] | None = None
    holds: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Some pages under one heading (which may be empty)."""

    title: str | Promise = ""
    entries: Sequence[Entry]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """An entry as this person sees it."""

    title: str | Promise
    href: str
    icon: str
    is_current: bool
    waiting: int = 0


def shown(
    request: HttpRequest, groups: Sequence[Group]
) -> list[tuple[str | Promise, list[Shown]]]:
    """Give the groups of a menu with what this person may open, without empty groups."""
    pages = [(group.title, _addressed(request, group.entries)) for group in groups]
    inside = [
        (place, href)
        for _, entries in pages
        for one, href in entries
        for place in (href, *(_address(request, page) for page in one.holds))
        if place and request.path.startswith(place)
    ]
    _, current = max(inside, key=lambda found: len(found[0]), default=("", ""))
    return [
        (
            title,
            [
                Shown(
                    title=one.title,
                    href=href,
                    icon=one.icon,
                    is_current=href == current,
                    waiting=_waiting(request, one),
                )
                for one, href in entries
            ],
        )
        for title, entries in pages
        if entries
    ]


def menu_of(request: HttpRequest, face: str) -> list[tuple[str | Promise, list[Shown]]]:
    """Give the menu of a face, as this person sees it."""
    return shown(request, import_module(f"vafa.interfaces.{face}.menu").MENU)


def _addressed(request: HttpRequest, entries: Sequence[Entry]) -> list[tuple[Entry, str]]:
    """Give the entries that this person may open and that have an address, each with it."""
    principal = getattr(request, "principal", None)
    allowed = [
        entry
        for entry in entries
        if not entry.right or principal is None or entry.right in principal.rights
    ]
    return [(entry, href) for entry in allowed if (href := _address(request, entry.page))]


def _waiting(request: HttpRequest, entry: Entry) -> int:
    return entry.waiting(request) if entry.waiting and hasattr(request, "principal") else 0


def _address(request: HttpRequest, page: str) -> str:
    """Give the address of a page, within the club whose page this is; nothing when it has none."""
    match = request.resolver_match
    club = match.kwargs.get("club") if match else None
    for words in ({"club": club}, {}) if club else ({},):
        try:
            return reverse(page, kwargs=words)
        except NoReverseMatch:
            continue
    return ""
