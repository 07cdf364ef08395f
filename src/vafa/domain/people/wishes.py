"""Members who ask to be erased: a week in which they may think better of it, then it is done.

Each runs inside the caller's `club_scope`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from vafa.domain.people.models import ErasureWish

WAITS: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wish:
    """Who asked to be erased, when, and when it will be done."""

    wish_id: int
    member_id: int
    asked_at: datetime
    due_at: datetime


def ask(*, club_id: int, wish_id: int, member_id: int, at: datetime) -> Wish:
    """Keep that a member asks to be erased; asking again keeps the first day."""
    row, _ = _open(club_id).get_or_create(
        member_id=member_id,
        defaults={"id": wish_id, "club_id": club_id, "asked_at": at, "due_at": at + WAITS},
    )
    return _wish(row)


def withdraw(*, club_id: int, member_ids: Sequence[int], at: datetime) -> bool:
    """Take the wish of a member back; tell whether there was one."""
    rows = _open(club_id).filter(member_id__in=member_ids)
    return bool(rows.update(withdrawn_at=at))


def settle(*, club_id: int, member_id: int, at: datetime) -> None:
    """Say that the wish of a member is done."""
    _open(club_id).filter(member_id=member_id).update(done_at=at)


def wish_of(*, club_id: int, member_ids: Sequence[int]) -> Wish | None:
    """Give the open wish of a member."""
    row = _open(club_id).filter(member_id__in=member_ids).order_by("due_at").first()
    return _wish(row) if row else None


def wishes(*, club_id: int, due_by: datetime | None = None) -> tuple[Wish, ...]:
    """List the open wishes, the first to be done first; `due_by`: those whose day it is."""
    rows = _open(club_id)
    if due_by is not None:
        rows = rows.filter(due_at__lte=due_by)
    return tuple(_wish(row) for row in rows.order_by("due_at", "id"))


def _open(club_id: int) -> QuerySet[ErasureWish]:
    return ErasureWish.objects.filter(club_id=club_id, withdrawn_at=None, done_at=None)


def _wish(row: ErasureWish) -> Wish:
    return Wish(row.id, row.member_id, row.asked_at, row.due_at)
