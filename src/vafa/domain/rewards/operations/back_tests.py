"""Asking for a back-test of a version, doing it page by page, and keeping what came of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter

from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.backtesting import BackTestCard, BackTested, back_tested
from vafa.domain.rewards.models import BackTest
from vafa.domain.rewards.operations.previews import ready
from vafa.kit.calendar import add_months, local_day
from vafa.kit.errors import Refused, VafaError
from vafa.ledger.past_sales import members_with_books, past_pages

MONTHS: Final = (1, 3, 6, 12)
_RESULT: Final = TypeAdapter(BackTested)


class BackTestSpan(Refused):
    """A back-test looks at the last 1, 3, 6 or 12 months."""


def ask(*, club_id: int, number: int, months: int, at: datetime) -> BackTestCard:
    """Ask the worker to play a version and the one in force over the last months.

    Asking for it again, while it waits, changes nothing; else it is done anew.

    :raises BackTestSpan: when it is no such number of months.
    :raises NoSuchVersion: when the club has none of this number.
    :raises NotPublishable: when something in it must be solved first.
    :raises NoProgramme: when none is in force to compare with.
    """
    if months not in MONTHS:
        raise BackTestSpan(months=list(MONTHS))
    against = ready(club_id=club_id, number=number, at=at).before.number
    with club_scope(club_id):
        known = BackTest.objects.filter(club_id=club_id, number=number)
        if not known.filter(state="waiting", months=months, against=against).exists():
            BackTest.objects.update_or_create(
                club_id=club_id, number=number,
                defaults={
                    "against": against, "months": months, "state": "waiting", "asked_at": at,
                    "changed_at": at, "members_done": 0, "members_total": 0, "result": None,
                    "problem": "",
                },
            )  # fmt: skip
        return _card(known.get())


def card(*, club_id: int, number: int) -> BackTestCard | None:
    """Give the back-test of a version; None when nobody has asked for one."""
    with club_scope(club_id):
        row = BackTest.objects.filter(club_id=club_id, number=number).first()
        return None if row is None else _card(row)


def waiting(*, club_id: int) -> tuple[BackTestCard, ...]:
    """Give what is to be done in a club, the oldest first."""
    with club_scope(club_id):
        rows = BackTest.objects.filter(club_id=club_id, state="waiting").order_by("asked_at")
        return tuple(map(_card, rows))


def work(*, club_id: int, asked: BackTestCard, at: datetime) -> bool:
    """Do one that waits; gives whether it was done to its end.

    It is left off as soon as it has been asked for anew. A worker that dies leaves it waiting.
    """
    try:
        change = ready(club_id=club_id, number=asked.number, at=at)
    except VafaError as error:
        return _tell(club_id, asked, at, state="failed", problem=error.code)
    zone = change.after.document.zone
    until = local_day(at, zone)
    members = members_with_books(club_id=club_id)
    done = 0
    for found in back_tested(
        before=change.before, after=change.after, members=members, until_day=until,
        from_day=add_months(until, -asked.months),
        pages=past_pages(club_id=club_id, zone=zone, until=at),
    ):  # fmt: skip
        if isinstance(found, BackTested):
            return _tell(club_id, asked, at, state="done", result=asdict(found))
        done += found
        if not _tell(club_id, asked, at, members_done=done, members_total=max(members, done)):
            return False
    return False


def fail(*, club_id: int, asked: BackTestCard, at: datetime) -> None:
    """Say that something on our side broke while it was done."""
    _tell(club_id, asked, at, state="failed", problem="back_test_broke")


def _tell(club_id: int, asked: BackTestCard, at: datetime, **told: object) -> bool:
    """Say how far it is; gives False when it was asked for anew meanwhile."""
    with club_scope(club_id):
        row = BackTest.objects.filter(
            club_id=club_id, number=asked.number, state="waiting", asked_at=asked.asked_at
        )
        return bool(row.update(changed_at=at, **told))


def _card(row: BackTest) -> BackTestCard:
    return BackTestCard(
        row.number, row.against, row.months, row.state, row.asked_at, row.changed_at,
        row.members_done, row.members_total,
        None if row.result is None else _RESULT.validate_python(row.result), row.problem,
    )  # fmt: skip
