"""Checks of whole books that people asked for: one at a time a club, how far it is, its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from vafa.insight.models import BookCheck
from vafa.ledger.calls import call
from vafa.ledger.verify import CHECKPOINTS, CHECKS, Check

NAMES: Final = (*CHECKS, CHECKPOINTS)
BROKEN: Final = "broken"  # the check itself failed; it says nothing about the book


@dataclass(frozen=True, slots=True)
class CheckCard:
    """A check that was asked for; `checks` are those that are done, in their order."""

    id: int
    asked_at: datetime
    asked_by: str
    finished_at: datetime | None
    steps: int
    steps_done: int
    checks: tuple[Check, ...]
    differences: int
    fault: str


def ask(*, club_id: int, check_id: int, at: datetime, who: str) -> int:
    """Ask for a check unless one waits already; give which one it is. Within `club_scope`."""
    try:
        with transaction.atomic():
            BookCheck.objects.create(
                id=check_id, club_id=club_id, asked_at=at, asked_by=who, steps=len(NAMES)
            )
    except IntegrityError:
        return BookCheck.objects.get(club_id=club_id, finished_at__isnull=True).id
    return check_id


def newest(*, club_id: int, most: int) -> tuple[CheckCard, ...]:
    """List the newest checks, the latest first. Within `club_scope`."""
    found = BookCheck.objects.filter(club_id=club_id).order_by("-id")[:most]
    return tuple(_card(row) for row in found)


def waiting(*, club_id: int) -> int | None:
    """Give the check that waits or was left half done, if any. Within `club_scope`."""
    row = BookCheck.objects.filter(club_id=club_id, finished_at__isnull=True).first()
    return row.id if row else None


def begin(*, club_id: int, check_id: int, at: datetime) -> None:
    """Say that a check begins, perhaps again. Within `club_scope`."""
    BookCheck.objects.filter(club_id=club_id, id=check_id).update(
        started_at=at, steps_done=0, found=[]
    )


def tell(*, club_id: int, check_id: int, done: Sequence[Check]) -> None:
    """Say what is done so far. Within `club_scope`."""
    BookCheck.objects.filter(club_id=club_id, id=check_id).update(
        steps_done=len(done), found=[_written(one) for one in done]
    )


def finish(
    *, club_id: int, check_id: int, at: datetime, done: Sequence[Check], fault: str = ""
) -> None:
    """Keep what a check found. Within `club_scope`."""
    tell(club_id=club_id, check_id=check_id, done=done)
    BookCheck.objects.filter(club_id=club_id, id=check_id).update(
        finished_at=at, differences=sum(one.wrong for one in done), fault=fault
    )


def take_turn(*, club_id: int) -> bool:
    """Take the turn to check a club's book on this connection; False when somebody has it."""
    return bool(call("SELECT pg_try_advisory_lock(hashtextextended('vafa check', %s))", club_id))


def end_turn(*, club_id: int) -> None:
    """Give the turn back; when a worker dies, the database does it."""
    call("SELECT pg_advisory_unlock(hashtextextended('vafa check', %s))", club_id)


def _written(check: Check) -> dict[str, Any]:
    return {
        "name": check.name, "checked": check.checked, "wrong": check.wrong,
        "places": list(check.places),
    }  # fmt: skip


def _card(row: BookCheck) -> CheckCard:
    checks = tuple(
        Check(row.club_id, one["name"], one["checked"], one["wrong"], tuple(one["places"]))
        for one in row.found
    )
    return CheckCard(
        row.id, row.asked_at, row.asked_by, row.finished_at, row.steps, row.steps_done, checks,
        row.differences, row.fault,
    )  # fmt: skip
