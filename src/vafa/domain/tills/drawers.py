"""Shifts whose drawer is counted: opened with a float, closed with a count, one at a time a till.

Whatever writes runs inside the caller's `club_scope`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from vafa.domain.tills.models import Shift as Row
from vafa.domain.tills.queries import NoSuchShift
from vafa.domain.tills.records import Shift
from vafa.kit.amounts import MAX_RIALS
from vafa.kit.errors import Refused
from vafa.kit.text import clean

_REASON = 200


class DrawerOpen(Refused):
    """The till has an open shift: count its drawer and close it first."""


class DrawerClosed(Refused):
    """The shift is closed, and its count stays as it is."""


class CountOutOfBounds(Refused):
    """A counted amount is 0 or more, and no more than the book can hold."""


class DifferenceUnexplained(Refused):
    """What was counted is not what was expected: count again, or say why."""


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted at the end, in Rial: money in the drawer, and card slips."""

    cash_rials: int
    card_rials: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Drawer:
    """A counted shift; what its end says is None while it is open."""

    shift_id: int
    till: str
    opened_at: datetime
    opened_by: int
    float_rials: int
    closed_at: datetime | None
    closed_by: int | None
    expected_rials: int | None
    cash_rials: int | None
    card_rials: int | None
    reason: str

    @property
    def difference_rials(self) -> int | None:
        """Give by how much more (or less) there was than expected; None while it is open."""
        if self.expected_rials is None or self.cash_rials is None or self.card_rials is None:
            return None
        return self.cash_rials + self.card_rials - self.expected_rials


def begin(*, club_id: int, shift: Shift, by: int, float_rials: int) -> None:
    """Open a counted shift of a till.

    :raises CountOutOfBounds: when the float is below 0 or too high.
    :raises DrawerOpen: when the till has one open.
    """
    _check(float_rials)
    try:
        with transaction.atomic():
            Row.objects.create(
                id=shift.shift_id, club_id=club_id, till=shift.till, day=shift.day,
                opened_at=shift.opened_at, ends_at=shift.ends_at, opened_by=by,
                float_rials=float_rials,
            )  # fmt: skip
    except IntegrityError as error:
        raise DrawerOpen(till=shift.till) from error


def open_at(*, club_id: int, till: str) -> Drawer | None:
    """Give the counted shift that is open at a till, if there is one."""
    rows = Row.objects.filter(
        club_id=club_id, till=till, float_rials__isnull=False, closed_at=None
    )
    row = rows.first()
    return None if row is None else _drawer(row)


def drawer(*, club_id: int, shift_id: int) -> Drawer:
    """Give a counted shift.

    :raises NoSuchShift: when the club has none of this id.
    """
    row = Row.objects.filter(club_id=club_id, id=shift_id, float_rials__isnull=False).first()
    if row is None:
        raise NoSuchShift
    return _drawer(row)


def drawers(
    *, club_id: int, since: datetime, until: datetime, tills: Iterable[str] | None, limit: int
) -> tuple[Drawer, ...]:
    """List the counted shifts that were opened in a period, newest first; of some tills or all."""
    rows = Row.objects.filter(
        club_id=club_id, float_rials__isnull=False, opened_at__gte=since, opened_at__lt=until
    )
    if tills is not None:
        rows = rows.filter(till__in=list(tills))
    return tuple(_drawer(row) for row in rows.order_by("-opened_at", "-id")[:limit])


def end(
    *, club_id: int, shift_id: int, by: int, at: datetime, expected_rials: int, count: Count
) -> None:
    """Close a counted shift, once.

    :raises CountOutOfBounds: when a count is below 0 or too high.
    :raises DifferenceUnexplained: when the count is not what was expected and no reason is given.
    :raises DrawerClosed: when it is closed.
    """
    _check(count.cash_rials)
    _check(count.card_rials)
    reason = clean(count.reason)[:_REASON]
    difference = count.cash_rials + count.card_rials - expected_rials
    if difference and not reason:
        raise DifferenceUnexplained(expected_rials=expected_rials, difference_rials=difference)
    rows = Row.objects.filter(club_id=club_id, id=shift_id, closed_at=None)
    if not rows.update(
        closed_at=at, closed_by=by, expected_rials=expected_rials, cash_rials=count.cash_rials,
        card_rials=count.card_rials, reason=reason,
    ):  # fmt: skip
        raise DrawerClosed


def _check(rials: int) -> None:
    if not 0 <= rials <= MAX_RIALS:
        raise CountOutOfBounds


def _drawer(row: Row) -> Drawer:
    assert row.float_rials is not None
    return Drawer(
        row.id, row.till, row.opened_at, row.opened_by, row.float_rials, row.closed_at,
        row.closed_by, row.expected_rials, row.cash_rials, row.card_rials, row.reason,
    )  # fmt: skip
