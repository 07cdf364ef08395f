"""Saved views of the list of members: somebody's own, or everybody's; in the club's scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from vafa.domain.members.models import View as Row
from vafa.kit.errors import NotFound, Refused
from vafa.kit.text import clean

_LONGEST: Final = 40
_MOST: Final = 100


class NoSuchView(NotFound):
    """There is no such saved view."""


class ViewNameUnfit(Refused):
    """The name of a saved view has from 1 to 40 characters."""


class TooManyViews(Refused):
    """A club has at most 100 saved views: remove one that is no longer needed."""


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: a name for a search, filters and an order, as the list's address has them."""

    view_id: int
    name: str
    query: Mapping[str, str]
    is_shared: bool


def views(*, club_id: int, staff_id: int) -> tuple[View, ...]:
    """List everybody's views and one's own, the oldest first."""
    rows = Row.objects.filter(Q(staff_id=None) | Q(staff_id=staff_id), club_id=club_id)
    return tuple(_view(row) for row in rows.order_by("id"))


def add(
    *, club_id: int, view_id: int, staff_id: int | None, name: str, query: Mapping[str, str]
) -> View:
    """Save a view; without a person it is everybody's.

    :raises ViewNameUnfit: when the name is empty or too long.
    :raises TooManyViews: when the club has a hundred.
    """
    name = clean(name)
    if not 1 <= len(name) <= _LONGEST:
        raise ViewNameUnfit
    if Row.objects.filter(club_id=club_id).count() >= _MOST:
        raise TooManyViews
    row = Row(id=view_id, club_id=club_id, staff_id=staff_id, name=name, query=dict(query))
    row.save(force_insert=True)
    return _view(row)


def find(*, club_id: int, staff_id: int, view_id: int) -> View:
    """Give a view that is everybody's or one's own.

    :raises NoSuchView: when there is none of this id.
    """
    for one in views(club_id=club_id, staff_id=staff_id):
        if one.view_id == view_id:
            return one
    raise NoSuchView


def drop(*, club_id: int, view_id: int) -> None:
    """Take a view away."""
    Row.objects.filter(club_id=club_id, id=view_id).delete()


def _view(row: Row) -> View:
    return View(row.id, row.name, row.query, row.staff_id is None)
