"""Tags: a club's own words for members, each with a colour; inside the club's scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from django.db import IntegrityError, transaction

from vafa.domain.members.models import Tag as Row
from vafa.domain.members.models import Tagged
from vafa.kit.errors import NotFound, Refused
from vafa.kit.text import clean, search_key

Colour = Literal["neutral", "primary", "success", "warning", "error", "info"]
COLOURS: Final[tuple[str, ...]] = get_args(Colour)

_LONGEST: Final = 40
_MOST: Final = 200


class NoSuchTag(NotFound):
    """The club has no such tag."""


class TagNameUnfit(Refused):
    """A tag's name has from 1 to 40 characters."""


class TagExists(Refused):
    """The club has a tag of this name already."""


class NoSuchColour(Refused):
    """There is no such colour for tags."""


class TooManyTags(Refused):
    """A club has at most 200 tags."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as the shop sees it."""

    tag_id: int
    name: str
    colour: str


def tags(*, club_id: int) -> tuple[Tag, ...]:
    """List the club's tags by name."""
    return tuple(_tag(row) for row in Row.objects.filter(club_id=club_id).order_by("name", "id"))


def tags_of(*, club_id: int, member_ids: Sequence[int]) -> dict[int, tuple[Tag, ...]]:
    """Give the tags of these members, by name; who has none is left out."""
    pairs = list(
        Tagged.objects.filter(club_id=club_id, member_id__in=list(member_ids)).values_list(
            "member_id", "tag_id"
        )
    )
    known = {one.tag_id: one for one in tags(club_id=club_id)}
    found: dict[int, tuple[Tag, ...]] = {}
    for member_id, tag_id in pairs:
        found[member_id] = (*found.get(member_id, ()), known[tag_id])
    return {
        member_id: tuple(sorted(all_of, key=lambda one: one.name))
        for member_id, all_of in found.items()
    }


def save(*, club_id: int, tag_id: int, name: str, colour: str) -> Tag:
    """Make a tag, or change the name and colour of the one with this id.

    :raises TagNameUnfit: when the name is empty or too long.
    :raises NoSuchColour: when the colour is none of ours.
    :raises TagExists: when another tag has the name, however it is written.
    :raises TooManyTags: when the club has two hundred.
    """
    name = clean(name)
    if not 1 <= len(name) <= _LONGEST or not search_key(name):
        raise TagNameUnfit
    if colour not in COLOURS:
        raise NoSuchColour
    if Row.objects.filter(club_id=club_id).exclude(id=tag_id).count() >= _MOST:
        raise TooManyTags
    values = {"name": name, "folded": search_key(name), "colour": colour}
    try:
        with transaction.atomic():
            row, _ = Row.objects.update_or_create(id=tag_id, club_id=club_id, defaults=values)
    except IntegrityError as error:
        raise TagExists from error
    return _tag(row)


def find(*, club_id: int, tag_id: int) -> Tag:
    """Give a tag.

    :raises NoSuchTag: when the club has none of this id.
    """
    row = Row.objects.filter(club_id=club_id, id=tag_id).first()
    if row is None:
        raise NoSuchTag
    return _tag(row)


def drop(*, club_id: int, tag_id: int) -> None:
    """Take a tag away, from every member too.

    :raises NoSuchTag: when the club has none of this id.
    """
    found = find(club_id=club_id, tag_id=tag_id)
    Tagged.objects.filter(club_id=club_id, tag_id=found.tag_id).delete()
    Row.objects.filter(club_id=club_id, id=found.tag_id).delete()


def add(*, club_id: int, tag_id: int, member_ids: Iterable[int]) -> tuple[int, ...]:
    """Give members a tag; gives who did not have it before."""
    asked = set(member_ids)
    had = Tagged.objects.filter(club_id=club_id, tag_id=tag_id, member_id__in=asked)
    new = sorted(asked - set(had.values_list("member_id", flat=True)))
    rows: list[Any] = [Tagged(club_id=club_id, tag_id=tag_id, member_id=one) for one in new]
    Tagged.objects.bulk_create(rows, ignore_conflicts=True)
    return tuple(new)


def remove(*, club_id: int, tag_id: int, member_ids: Iterable[int]) -> tuple[int, ...]:
    """Take a tag from members; gives who had it."""
    rows = Tagged.objects.filter(club_id=club_id, tag_id=tag_id, member_id__in=set(member_ids))
    had = sorted(rows.values_list("member_id", flat=True))
    rows.delete()
    return tuple(had)


def carry(*, club_id: int, duplicate_id: int, survivor_id: int) -> tuple[int, ...]:
    """Let who is kept have the tags of the duplicate too; gives those that are new."""
    rows = Tagged.objects.filter(club_id=club_id, member_id=duplicate_id).order_by("tag_id")
    return tuple(
        tag_id
        for tag_id in list(rows.values_list("tag_id", flat=True))
        if add(club_id=club_id, tag_id=tag_id, member_ids=(survivor_id,))
    )


def forget(*, club_id: int, member_id: int) -> None:
    """Take every tag from a member who is erased."""
    Tagged.objects.filter(club_id=club_id, member_id=member_id).delete()


def _tag(row: Row) -> Tag:
    return Tag(row.id, row.name, row.colour)
