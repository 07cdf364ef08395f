"""Changes of many members that the worker does: who is meant, how far it is, what came of it.

Who is meant is kept in parts of two hundred when it is asked for, so that the list may change
meanwhile. Reads and writes; inside the club's scope.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, cast

from django.db.models import F

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.rights import rights_of
from vafa.domain.members.models import Together, TogetherPart
from vafa.kit.errors import NotFound, Refused

PART: Final = 200
# What the worker is to do.
WANTED: Final = ("working", "undoing")

State = Literal["asked", "working", "stopped", "done", "undoing", "undone"]


class NoSuchTogether(NotFound):
    """The club has no such change of many members."""


class TogetherNotReady(Refused):
    """Not with the change of many members as it stands now: look at how far it is."""


@dataclass(frozen=True, slots=True)
class TogetherCard:
    """A change of many members as the shop sees it; `problem` is an error's code.

    Of `members`, so many were `handled`: `changed` or `refused`; after undoing `taken_back` or
    `stayed`. It waits (`asked`) for the second person of `approval_id`.
    """

    together_id: int
    change: Mapping[str, Any]
    state: State
    asked_by: str
    approval_id: int | None
    members: int
    handled: int
    changed: int
    refused: int
    taken_back: int
    stayed: int
    problem: str
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class TogetherSought:
    """Which changes of many, the newest first: by state and a part of who asked.

    A page comes before an id, or after one for the page before it.
    """

    state: str = ""
    asked_by: str = ""
    before_id: int = 0
    after_id: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the members; `before` is what they were, for taking it back.

    Of a gift it is whose wallet gets it for whom, kept before anybody gets anything.
    """

    number: int
    member_ids: tuple[int, ...]
    before: Sequence[Any] = ()
    is_done: bool = False
    refused: Mapping[str, str] = field(default_factory=dict)
    stayed: Mapping[str, str] = field(default_factory=dict)


def add(
    *,
    principal: Principal,
    together_id: int,
    change: Mapping[str, Any],
    member_ids: Sequence[int],
    at: datetime,
    approval_id: int = 0,
) -> None:
    """Keep what is to be done and to whom; with an approval it waits for that."""
    club_id = principal.club_id
    Together.objects.create(
        id=together_id, club_id=club_id, change=dict(change), members=len(member_ids),
        state="asked" if approval_id else "working", approval_id=approval_id or None,
        asked_by=_asker(principal), created_at=at, changed_at=at,
    )  # fmt: skip
    ids = sorted(member_ids)
    TogetherPart.objects.bulk_create(
        (
            TogetherPart(
                together_id=together_id, number=first // PART + 1, club_id=club_id,
                member_ids=ids[first : first + PART],
            )
            for first in range(0, len(ids), PART)
        ),
        batch_size=500,
    )  # fmt: skip


def card(*, club_id: int, together_id: int) -> TogetherCard:
    """Give a change of many.

    :raises NoSuchTogether: when the club has none of this id.
    """
    row = Together.objects.filter(club_id=club_id, id=together_id).first()
    if row is None:
        raise NoSuchTogether
    return _card(row)


def cards(*, club_id: int, sought: TogetherSought) -> tuple[TogetherCard, ...]:
    """List the club's changes of many, the newest first."""
    rows = Together.objects.filter(club_id=club_id)
    if sought.state:
        rows = rows.filter(state=sought.state)
    if sought.asked_by:
        rows = rows.filter(asked_by__icontains=sought.asked_by)
    if sought.after_id:
        nearest = rows.filter(id__gt=sought.after_id).order_by("id")[: sought.limit]
        return tuple(map(_card, reversed(nearest)))
    if sought.before_id:
        rows = rows.filter(id__lt=sought.before_id)
    return tuple(map(_card, rows.order_by("-id")[: sought.limit]))


def move(
    *,
    principal: Principal,
    together_id: int,
    to: State,
    allowed: Sequence[State],
    at: datetime,
) -> TogetherCard:
    """Have it go on, stop, or be taken back; asking for what it is doing changes nothing.

    From now on it is done in the name of whoever asks.

    :raises NoSuchTogether: when the club has none of this id.
    :raises TogetherNotReady: when its state does not allow that.
    """
    rows = Together.objects.filter(club_id=principal.club_id, id=together_id)
    row = rows.select_for_update().first()
    if row is None:
        raise NoSuchTogether
    if row.state == to:
        return _card(row)
    if row.state not in allowed:
        raise TogetherNotReady(state=row.state)
    row.state, row.changed_at, row.problem = to, at, ""
    row.asked_by = row.asked_by | {"now": _asker(principal)}
    row.save(update_fields=["state", "changed_at", "problem", "asked_by"])
    return _card(row)


def waiting(*, club_id: int) -> tuple[tuple[TogetherCard, Principal], ...]:
    """Give what is to be done in a club, the oldest first, each with who asked for it."""
    rows = Together.objects.filter(club_id=club_id, state__in=WANTED).order_by("id")
    return tuple((_card(row), _principal(row)) for row in rows)


def next_part(*, together_id: int, state: State) -> Part | None:
    """Give the first part that is still to be done, or (begun, at least) to be taken back."""
    rows = TogetherPart.objects.filter(together_id=together_id)
    if state == "undoing":
        rows = rows.filter(taken_back_at=None).exclude(done_at=None, before=[])
    else:
        rows = rows.filter(done_at=None)
    row = rows.order_by("number").first()
    return _part(row) if row else None


def goes_on(*, together_id: int, state: State) -> bool:
    """Tell whether it is still to be done, and keep it so until the transaction ends."""
    rows = Together.objects.select_for_update().filter(id=together_id, state=state)
    return rows.exists()


def begin_part(*, together_id: int, part: Part) -> None:
    """Keep what is about to be done with a part, so that it can be taken back from the middle."""
    rows = TogetherPart.objects.filter(together_id=together_id, number=part.number)
    rows.update(before=list(part.before))


def close_part(*, together_id: int, part: Part, changed: int, at: datetime) -> None:
    """Keep what came of a part."""
    TogetherPart.objects.filter(together_id=together_id, number=part.number).update(
        before=list(part.before), refused=dict(part.refused), done_at=at
    )
    Together.objects.filter(id=together_id).update(
        handled=F("handled") + len(part.member_ids), changed=F("changed") + changed,
        refused=F("refused") + len(part.refused), changed_at=at,
    )  # fmt: skip


def close_undone(*, together_id: int, part: Part, taken_back: int, at: datetime) -> None:
    """Keep what came of taking a part back."""
    TogetherPart.objects.filter(together_id=together_id, number=part.number).update(
        stayed=dict(part.stayed), taken_back_at=at
    )
    Together.objects.filter(id=together_id).update(
        taken_back=F("taken_back") + taken_back, stayed=F("stayed") + len(part.stayed),
        changed_at=at,
    )  # fmt: skip


def close(*, together_id: int, state: State, at: datetime, problem: str = "") -> None:
    """Say that it is done, taken back, or (with an error's code) why it could not go on."""
    Together.objects.filter(id=together_id, state__in=WANTED).update(
        state=state, changed_at=at, problem=problem
    )


def parts_with_refused(*, together_id: int, after: int, limit: int) -> tuple[Part, ...]:
    """Give parts some of whose members were refused or keep what was given, from a number on."""
    rows = TogetherPart.objects.filter(together_id=together_id, number__gt=after)
    rows = rows.exclude(refused={}, stayed={})
    return tuple(map(_part, rows.order_by("number")[:limit]))


def _asker(principal: Principal) -> dict[str, Any]:
    return {
        "credential": principal.credential_id, "rights": sorted(principal.rights),
        "name": principal.name, "staff": principal.staff_id,
    }  # fmt: skip


def _principal(row: Together) -> Principal:
    asker = row.asked_by.get("now", row.asked_by)
    return Principal(
        row.club_id, asker["credential"], rights_of(asker["rights"]), name=asker["name"],
        staff_id=asker["staff"],
    )  # fmt: skip


def _part(row: TogetherPart) -> Part:
    return Part(
        row.number, tuple(row.member_ids), row.before, row.done_at is not None, row.refused,
        row.stayed,
    )  # fmt: skip


def _card(row: Together) -> TogetherCard:
    return TogetherCard(
        row.id, row.change, cast("State", row.state), row.asked_by["name"], row.approval_id,
        row.members, row.handled, row.changed, row.refused, row.taken_back, row.stayed,
        row.problem, row.created_at, row.changed_at,
    )  # fmt: skip
