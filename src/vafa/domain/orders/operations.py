"""Writes of the orders. Each runs inside the caller's `club_scope`."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Max

from vafa.domain.orders import decide, queries
from vafa.domain.orders.models import Attachment, Order, Step
from vafa.domain.orders.records import By, NewFile, NewOrder, StepKind
from vafa.kit.errors import Refused
from vafa.kit.text import clean

MOST_RIALS = 1_000_000_000_000
_NUMBERS = 7_305_801  # any number: who counts the orders of a club asks for this lock


class CostOutOfBounds(Refused):
    """A cost is above 0 and at most 1,000,000,000,000 Rial."""


class AlreadyBilled(Refused):
    """The order is billed: its cost stands; refund the purchase to change it."""


class CostNeeded(Refused):
    """An order is billed once it has a cost."""


class CancelledOrder(Refused):
    """The order is cancelled: open it again first."""


def place(
    *, club_id: int, order_id: int, member_id: int, order: NewOrder, by: By, at: datetime
) -> int:
    """Place an order; gives its number, the next one of the club.

    :raises Refused: when title, text or cost does not fit.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashint8(%s))", [_NUMBERS, club_id])
    last = Order.objects.filter(club_id=club_id).aggregate(last=Max("number"))["last"] or 0
    row = Order.objects.create(
        id=order_id,
        club_id=club_id,
        number=last + 1,
        member_id=member_id,
        title=decide.title_of(order.title),
        description=decide.text_of(order.description),
        wished_on=order.wished_on,
        cost_rials=_cost(order.cost_rials),
        state="registered",
        branch=order.branch,
        placed_at=at,
        by_member=by.is_member,
        changed_at=at,
    )
    _add_step(row, "state", by=by, at=at, recorded_at=at, is_shown=True)
    return row.number


def move(
    *,
    club_id: int,
    number: int,
    state: str,
    note: str,
    by: By,
    at: datetime,
    recorded_at: datetime,
) -> Order:
    """Bring an order to its next state as of `at`; gives its row. The note is for the member too.

    :raises NoSuchOrder: when the club has none of this number.
    :raises StepNotPossible: when that state cannot follow.
    """
    row = _locked(club_id, number)
    decide.check_step(state=row.state, wanted=state, is_billed=row.sale_id is not None)
    row.state, row.changed_at = state, recorded_at
    row.save(update_fields=["state", "changed_at"])
    _add_step(
        row, "state", by=by, at=at, recorded_at=recorded_at, note=decide.text_of(note),
        is_shown=True,
    )  # fmt: skip
    return row


def add_note(
    *, club_id: int, number: int, note: str, is_shown: bool, by: By, at: datetime,
    member_ids: tuple[int, ...] = (),
) -> None:  # fmt: skip
    """Add a note, for the member to see or for the staff alone.

    :raises NoSuchOrder: when the club, or the member if one is named, has none of this number.
    """
    row = _locked(club_id, number, member_ids)
    text = decide.text_of(note)
    if text:
        _add_step(row, "note", by=by, at=at, recorded_at=at, note=text, is_shown=is_shown)
        _touch(row, at)


def set_cost(*, club_id: int, number: int, cost_rials: int, by: By, at: datetime) -> None:
    """Say what the order costs, in Rial with VAT.

    :raises CostOutOfBounds: when the cost is not above 0, or too high.
    :raises AlreadyBilled: when the order is billed.
    """
    row = _locked(club_id, number)
    if row.sale_id is not None:
        raise AlreadyBilled
    row.cost_rials, row.changed_at = _cost(cost_rials), at
    row.save(update_fields=["cost_rials", "changed_at"])
    _add_step(row, "cost", by=by, at=at, recorded_at=at, cost_rials=cost_rials, is_shown=True)


def attach(
    *, club_id: int, number: int, file_id: int, file: NewFile, by: By, at: datetime,
    member_ids: tuple[int, ...] = (),
) -> None:  # fmt: skip
    """Add a file to an order.

    :raises NoSuchOrder: when the club, or the member if one is named, has none of this number.
    :raises Refused: when the file is too large, of another kind, or one too many.
    """
    kind = decide.kind_of(file)
    row = _locked(club_id, number, member_ids)
    if Attachment.objects.filter(club_id=club_id, order_id=row.id).count() >= decide.MOST_FILES:
        raise decide.TooManyFiles
    name = clean(file.name.replace("\\", "/").rpartition("/")[2])[-decide.LONGEST_TITLE :]
    Attachment.objects.create(
        id=file_id, club_id=club_id, order_id=row.id, name=name or "file", kind=kind,
        size=len(file.content), content=file.content, by_member=by.is_member, added_at=at,
    )  # fmt: skip
    _add_step(row, "file", by=by, at=at, recorded_at=at, note=name, is_shown=True)
    _touch(row, at)


def lock_for_bill(*, club_id: int, number: int) -> Order:
    """Lock an order that is to be billed, and give its row; one that is billed comes as it is.

    :raises NoSuchOrder: when the club has none of this number.
    :raises CostNeeded: when it has no cost.
    :raises CancelledOrder: when it is cancelled.
    """
    row = _locked(club_id, number)
    if row.state == "cancelled":
        raise CancelledOrder
    if not row.cost_rials:
        raise CostNeeded
    return row


def set_billed(*, order: Order, sale_id: int, by: By, at: datetime) -> None:
    """Note the purchase that the order became; the caller holds its lock."""
    order.sale_id, order.changed_at = sale_id, at
    order.save(update_fields=["sale_id", "changed_at"])
    _add_step(
        order, "billed", by=by, at=at, recorded_at=at, cost_rials=order.cost_rials, is_shown=True
    )


def erase_member(*, club_id: int, member_id: int) -> None:
    """Blank what was written about a member's orders; numbers, dates and costs stay."""
    ids = list(
        Order.objects.filter(club_id=club_id, member_id=member_id).values_list("id", flat=True)
    )
    Order.objects.filter(club_id=club_id, id__in=ids).update(title="—", description="")
    Step.objects.filter(club_id=club_id, order_id__in=ids).update(note="")
    Attachment.objects.filter(club_id=club_id, order_id__in=ids).update(name="—", content=b"")


def _locked(club_id: int, number: int, member_ids: tuple[int, ...] = ()) -> Order:
    found = queries.row_of(club_id=club_id, number=number, member_ids=member_ids)
    return Order.objects.select_for_update().get(club_id=club_id, id=found.id)


def _touch(row: Order, at: datetime) -> None:
    row.changed_at = at
    row.save(update_fields=["changed_at"])


def _cost(rials: int | None) -> int | None:
    if rials is not None and not 0 < rials <= MOST_RIALS:
        raise CostOutOfBounds
    return rials


def _add_step(
    row: Order, kind: StepKind, *, by: By, at: datetime, recorded_at: datetime, note: str = "",
    cost_rials: int | None = None, is_shown: bool,
) -> None:  # fmt: skip
    steps = Step.objects.filter(club_id=row.club_id, order_id=row.id)
    last = steps.aggregate(last=Max("seq"))["last"] or 0
    Step.objects.create(
        order_id=row.id, seq=last + 1, club_id=row.club_id, kind=kind, state=row.state, at=at,
        recorded_at=recorded_at, who="" if by.is_member else by.who, staff_id=by.staff_id,
        note=note, cost_rials=cost_rials, is_shown=is_shown,
    )  # fmt: skip
